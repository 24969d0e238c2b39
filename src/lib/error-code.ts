/** The code that the system, a server or a library gave a problem, such as `ENOENT`; empty where it has none. */
export function errorCode(problem: unknown): string {
  return problem instanceof Error && 'code' in problem && typeof problem.code === 'string' ? problem.code : '';
}
