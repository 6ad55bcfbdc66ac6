/** As Label Studio writes moments: UTC with microseconds. */
export function timestamp(date: Date): string {
  return date.toISOString().replace('Z', '000Z')
}

const UNITS: readonly (readonly [string, number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** How long ago, as Django tells it: `0 minutes`, `1 hour, 5 minutes`, with no-break spaces. */
export function timeSince(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const at = UNITS.findIndex(([, size]) => seconds >= size)
  if (at < 0) return '0\u00a0minutes'
  const [unit, size] = UNITS[at]!
  const next = UNITS[at + 1]
  const parts = [plural(Math.floor(seconds / size), unit)]
  const rest = next === undefined ? 0 : Math.floor((seconds % size) / next[1])
  if (next !== undefined && rest > 0) parts.push(plural(rest, next[0]))
  return parts.join(', ')
}

function plural(count: number, unit: string): string {
  return `${count}\u00a0${unit}${count === 1 ? '' : 's'}`
}
