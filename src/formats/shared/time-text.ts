import { joinWhite } from '../text/characters.ts'
import type { TimedSegment } from './timed-recordings.ts'

/** Seconds to the microsecond, with three decimals at least: `1.500`. */
export function printSeconds(seconds: number): string {
  return seconds.toFixed(6).replace(/0{1,3}$/, '')
}

/** For columns that white space parts: `big customer` is `big_customer`; never empty. */
export function unspaced(text: string): string {
  return joinWhite(text.toWellFormed(), '_') || '_'
}

/** `00:00:01,500`: hours, minutes, seconds and milliseconds behind `point`. */
export function printClock(milliseconds: number, point: '.' | ','): string {
  const digits = (value: number, count: number) => String(Math.floor(value)).padStart(count, '0')
  const seconds = milliseconds / 1000
  const clock = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((value) => digits(value, 2)).join(':')
  return `${clock}${point}${digits(milliseconds % 1000, 3)}`
}

/** Start and end in whole milliseconds; the end is later. */
export function millisecondsOf({ startSeconds, endSeconds }: TimedSegment): readonly [start: number, end: number] {
  const start = Math.round(startSeconds * 1000)
  return [start, Math.max(start + 1, Math.round(endSeconds * 1000))]
}

/** Lines of a transcript as lines of a cue, which cannot be empty. */
export function cueLines(rows: readonly string[]): string[] {
  return rows.flatMap((row) => row.split(/[\r\n\u2028\u2029]+/)).filter((line) => line.trim() !== '')
}
