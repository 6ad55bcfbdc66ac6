const WHOLE = new Intl.NumberFormat('en')
const AGO = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })
const STEPS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** `12,345`. */
export function printCount(count: number): string {
  return WHOLE.format(count)
}

/** `3 tasks`, `1 task`. */
export function printCounted(count: number, one: string, many = `${one}s`): string {
  return `${printCount(count)} ${count === 1 ? one : many}`
}

/** `1.4 MB`: powers of ten, as file managers and disks have them. */
export function printBytes(bytes: number): string {
  const unit = ['B', 'kB', 'MB', 'GB', 'TB'].findIndex((_, k) => bytes < 1000 ** (k + 1))
  const exponent = unit < 0 ? 4 : unit
  const value = bytes / 1000 ** exponent
  return `${exponent === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${['B', 'kB', 'MB', 'GB', 'TB'][exponent]}`
}

/** `3 hours ago`. */
export function printAgo(date: Date, now = new Date()): string {
  const seconds = (date.getTime() - now.getTime()) / 1000
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length)
  return step === undefined ? 'just now' : AGO.format(Math.round(seconds / step[1]), step[0])
}

/** `1:02.5`: minutes and seconds; hours in front of them where there are any. */
export function printSeconds(seconds: number): string {
  const tenths = Math.round(seconds * 10)
  const [hours, minutes] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60]
  const rest = ((tenths % 600) / 10).toFixed(1).padStart(4, '0')
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`
}

/** `45 s`, `3 min`, `2 h 5 min`: rounded up, for what is still to come. */
export function printDuration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.ceil(seconds))} s`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** `29 Nov 2026`. */
export function printDate(date: Date): string {
  return DATE.format(date)
}
