import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { inflateGzip } from '../io/deflate.ts'
import { ScratchFile } from '../io/scratch-file.ts'
import type { Json } from '../json/node.ts'
import { GoldpanError } from '../model/error.ts'
import type { DataFile } from './data-set.ts'
import type { ReadContext, Reader } from './reader.ts'
import { type DataRow, tasksOfRows } from './shared/rows.ts'

/** A table of data in Parquet: a task per row, a data key per column. */
export const parquet: Reader = {
  id: 'parquet',
  aliases: [],
  title: 'Parquet',
  summary: 'A task per row, a data key per column; not compressed, or by Snappy or gzip.',
  options: ['mediaPrefix'],
  detect: async (dataSet) => (dataSet.hasOnly('parquet') ? 'sure' : undefined),
  async *read(dataSet, context) {
    for (const file of dataSet.with('parquet')) yield* tasksOfRows(rowsOf(file, context), context)
  },
}

/** Rows that are in memory at a time. */
const CHUNK_ROWS = 4096

/** Parquet is read from its end, so the file has to lie on disk. @throws GoldpanError `input-damaged` */
async function* rowsOf(source: DataFile, context: ReadContext): AsyncGenerator<DataRow> {
  const scratch = new ScratchFile()
  try {
    for await (const chunk of source.open()) scratch.write(chunk)
    const file = bufferOf(scratch)
    const metadata = await parquetMetadataAsync(file)
    const rows = Number(metadata.num_rows)
    for (let rowStart = 0; rowStart < rows; rowStart += CHUNK_ROWS) {
      const rowEnd = Math.min(rows, rowStart + CHUNK_ROWS)
      const objects = await parquetReadObjects({ file, metadata, rowStart, rowEnd, utf8: false, compressors: { GZIP: gunzip } })
      for (const [k, row] of objects.entries()) yield readRow(row, { file: source.name, line: rowStart + k + 1 }, context)
    }
  } catch (error) {
    if (error instanceof GoldpanError) throw error
    const problem = error instanceof Error ? error.message : String(error)
    const hint = 'is it whole? Write it with Snappy, gzip or no compression'
    throw new GoldpanError(
      'input-damaged',
      `\`${source.name}\` cannot be read: ${problem}`,
      hint,
      { file: source.name },
      { cause: error },
    )
  } finally {
    scratch.close()
  }
}

function gunzip(packed: Uint8Array, size: number): Uint8Array {
  const bytes = inflateGzip(packed, size)
  if (bytes === undefined) throw new Error('a page of it is damaged')
  return bytes
}

function bufferOf(file: ScratchFile): AsyncBuffer {
  return {
    byteLength: file.size,
    slice(start, end = file.size) {
      return new Uint8Array(file.at(start, end - start)).buffer // a copy: what is read is a part of a larger buffer
    },
  }
}

function readRow(row: Readonly<Record<string, unknown>>, where: DataRow['where'], context: ReadContext): DataRow {
  const data: Record<string, Json> = {}
  for (const [column, value] of Object.entries(row)) {
    const json = toJson(value, column, where, context)
    if (json !== undefined) data[column] = json
  }
  return { data, where }
}

/** Dates as ISO texts, integers beyond what a number holds as texts; bytes have no place. */
function toJson(value: unknown, path: string, where: DataRow['where'], context: ReadContext): Json | undefined {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return BigInt.asIntN(53, value) === value ? Number(value) : String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) {
    context.unread(path, where)
    return undefined
  }
  if (Array.isArray(value)) return value.map((element) => toJson(element, `${path}[]`, where, context) ?? null)
  if (typeof value !== 'object') return String(value)
  const members = Object.entries(value).map(([key, member]): [string, Json | undefined] => [
    key,
    toJson(member, `${path}.${key}`, where, context),
  ])
  return Object.fromEntries(members.filter((member): member is [string, Json] => member[1] !== undefined))
}
