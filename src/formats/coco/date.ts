import { parseInstant } from '../../model/instant.ts'
import type { Annotation } from '../../model/task.ts'

/** When an annotation was last touched, milliseconds since 1970; undefined when it has no date that can be read. */
export function instantOf({ createdAt, updatedAt }: Annotation): number | undefined {
  return newest(
    createdAt === undefined ? undefined : parseInstant(createdAt),
    updatedAt === undefined ? undefined : parseInstant(updatedAt),
  )
}

export function newest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b)
}

/** `2024-03-13 03:21:39.218973`, UTC: as Python prints a date, which is what readers of COCO files know. */
export function printDate(instant: number): string {
  const microseconds = Math.round(instant * 1000)
  const date = new Date(Math.floor(microseconds / 1000)).toISOString().slice(0, 23).replace('T', ' ')
  return date + String(microseconds - Math.floor(microseconds / 1000) * 1000).padStart(3, '0')
}
