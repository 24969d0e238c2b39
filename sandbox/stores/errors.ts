/** Whether an unknown error is a system error with this code, such as `ENOENT`. */
export function hasCode(problem: unknown, code: string): boolean {
  return problem instanceof Error && 'code' in problem && problem.code === code;
}
