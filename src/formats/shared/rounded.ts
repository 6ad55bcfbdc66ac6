/** At most so many digits behind the point, half up: without the last digits, which are noise of the arithmetic; never −0. */
export function rounded(value: number, decimals: number): number {
  const factor = 10 ** decimals
  const scaled = Math.round(value * factor)
  return Number.isSafeInteger(scaled) ? scaled / factor + 0 : value
}
