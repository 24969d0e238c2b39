/** To tenths. What is shown of one figure in two places is rounded alike: rounded twice, 45.48 would be 46 in one and 45 in the other. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
