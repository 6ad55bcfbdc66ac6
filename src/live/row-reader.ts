/** A value as the database gives it: PostgreSQL's all come as text. */
export type RowValue = null | number | bigint | string | Uint8Array
export type Row = Readonly<Record<string, RowValue>>

/** Reads a database and changes nothing in it. Statements hold names and whole numbers only, never what a user wrote. */
export interface RowReader {
  /** @throws GoldpanError `database-unreadable` */
  rows(sql: string): Promise<readonly Row[]>
  /** Names of the columns of a table; empty when there is no such table. */
  columns(table: string): Promise<ReadonlySet<string>>
  /** What the work reads is all of one moment. */
  atOneMoment<T>(work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}
