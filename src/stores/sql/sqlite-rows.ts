import { GoldpanError } from '../../model/error.ts'
import type { SqlRow, SqlValue } from '../../sql/sqlite.ts'

/** @throws GoldpanError `store-damaged` */
export function numberIn(row: SqlRow, column: string): number {
  const value = row[column]
  return typeof value === 'number' ? value : fail(column, value)
}

/** @throws GoldpanError `store-damaged` */
export function textIn(row: SqlRow, column: string): string {
  const value = row[column]
  return typeof value === 'string' ? value : fail(column, value)
}

/** @throws GoldpanError `store-damaged` */
export function bytesIn(row: SqlRow | undefined, column: string): Uint8Array {
  const value = row?.[column]
  return value instanceof Uint8Array ? value : fail(column, value)
}

function fail(column: string, value: SqlValue | undefined): never {
  const found = value === undefined || value === null ? 'nothing' : `a ${typeof value}`
  const hint = 'copy the newest backup back[; `goldpan convert` reads what can still be read || ]'
  throw new GoldpanError('store-damaged', `the store is damaged: the column ${column} has ${found}`, hint)
}
