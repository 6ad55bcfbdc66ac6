import type { ParquetWriter, SchemaElement } from 'hyparquet-writer'
import type { JoinContext, Spool } from '../format.ts'

export type ColumnType =
  | 'string'
  | 'double'
  | 'integer'
  | 'boolean'
  | { readonly list: ColumnType }
  | { readonly fields: Columns }
/** Any cell may be empty: null. */
export type Cell = string | number | boolean | null | readonly Cell[] | { readonly [field: string]: Cell }

/** Name and type of each column, in order. */
export type Columns = Readonly<Record<string, ColumnType>>

/** Rows of a table, column by column; plain data, so that it can cross threads. */
export type ColumnData = readonly (readonly Cell[])[]

/** Takes rows, gives columns. */
export class ColumnBuilder {
  readonly #names: readonly string[]
  readonly #data: Cell[][]

  constructor(columns: Columns) {
    this.#names = Object.keys(columns)
    this.#data = this.#names.map(() => [])
  }

  /** What the row does not say is empty. */
  add(row: Readonly<Record<string, Cell | undefined>>): void {
    for (const [k, name] of this.#names.entries()) this.#data[k]!.push(Object.hasOwn(row, name) ? (row[name] ?? null) : null)
  }

  get data(): ColumnData {
    return this.#data
  }
}

/** So many rows are packed together, wherever the input was cut: the file is the same. */
const GROUP_ROWS = 10_000

/** One Parquet file. What is written goes through a spool; in memory is one group of rows. */
export class ParquetTable {
  readonly #columns: Columns
  readonly #spool: Spool
  readonly #metadata: Readonly<Record<string, string>>
  #waiting: Cell[][]
  #file: ParquetFile | undefined
  rows = 0

  /** @param metadata key-value pairs of the file's footer */
  constructor(columns: Columns, context: Pick<JoinContext, 'spool'>, metadata: Readonly<Record<string, string>> = {}) {
    this.#columns = columns
    this.#spool = context.spool()
    this.#metadata = metadata
    this.#waiting = Object.keys(columns).map(() => [])
  }

  async add(data: ColumnData): Promise<void> {
    for (const [k, cells] of data.entries()) for (const cell of cells) this.#waiting[k]!.push(cell)
    this.rows += data[0]?.length ?? 0
    while ((this.#waiting[0]?.length ?? 0) >= GROUP_ROWS) await this.#writeGroup(GROUP_ROWS)
  }

  /** The whole file. Nothing can be added afterwards. */
  async finish(): Promise<AsyncIterable<Uint8Array>> {
    if ((this.#waiting[0]?.length ?? 0) > 0) await this.#writeGroup(GROUP_ROWS)
    const { writer, bytes } = await this.#open()
    await writer.finish()
    await this.#flush(bytes)
    return this.#spool.read()
  }

  async #writeGroup(size: number): Promise<void> {
    const { writer, bytes } = await this.#open()
    const group = this.#waiting.map((cells) => cells.slice(0, size))
    this.#waiting = this.#waiting.map((cells) => cells.slice(size))
    const columnData = Object.keys(this.#columns).map((name, k) => ({ name, data: group[k]! }))
    await writer.write({ columnData, rowGroupSize: size })
    await this.#flush(bytes)
  }

  /** The library is loaded when a file is written: it takes longer than many a run. */
  async #open(): Promise<ParquetFile> {
    if (this.#file !== undefined) return this.#file
    const { ByteWriter, ParquetWriter } = await import('hyparquet-writer')
    const bytes = new ByteWriter()
    const kvMetadata = Object.entries(this.#metadata).map(([key, value]) => ({ key, value }))
    const writer = new ParquetWriter({ writer: bytes, schema: schemaOf(this.#columns), createdBy: 'goldpan', kvMetadata })
    this.#file = { writer, bytes }
    return this.#file
  }

  async #flush(bytes: ParquetFile['bytes']): Promise<void> {
    await this.#spool.write(bytes.getBytes().slice())
    bytes.index = 0 // offsets in the file go on
  }
}

interface ParquetFile {
  readonly writer: ParquetWriter
  readonly bytes: { index: number; getBytes(): Uint8Array }
}

function schemaOf(columns: Columns): SchemaElement[] {
  const elements = Object.entries(columns).flatMap(([name, type]) => elementsOf(name, type))
  return [{ name: 'schema', num_children: Object.keys(columns).length }, ...elements]
}

/** https://github.com/apache/parquet-format/blob/master/LogicalTypes.md */
function elementsOf(name: string, type: ColumnType): SchemaElement[] {
  const column = { name, repetition_type: 'OPTIONAL' } as const
  switch (type) {
    case 'string':
      return [{ ...column, type: 'BYTE_ARRAY', converted_type: 'UTF8' }]
    case 'double':
      return [{ ...column, type: 'DOUBLE' }]
    case 'integer':
      return [{ ...column, type: 'INT32' }]
    case 'boolean':
      return [{ ...column, type: 'BOOLEAN' }]
  }
  if ('fields' in type) {
    const fields = Object.entries(type.fields).flatMap(([field, inner]) => elementsOf(field, inner))
    return [{ ...column, num_children: Object.keys(type.fields).length }, ...fields]
  }
  return [
    { ...column, converted_type: 'LIST', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...elementsOf('element', type.list),
  ]
}
