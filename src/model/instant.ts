/**
 * The moment an ISO date means: milliseconds since 1970, microseconds as fraction; undefined when it is none.
 * A date without a zone is UTC, whatever zone this computer is in.
 */
export function parseInstant(date: string): number | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(\.\d+)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i.exec(date.trim())
  if (parts === null) return undefined
  const [, day, time = '00:00:00', fraction = '0', zone = 'Z'] = parts
  const offset = zone.replace(/^([+-]\d\d):?(\d\d)?$/, (_, hours: string, minutes = '00') => `${hours}:${minutes}`)
  const instant = Date.parse(`${day}T${time}${offset.toUpperCase()}`)
  return Number.isNaN(instant) ? undefined : instant + Number(fraction) * 1000
}
