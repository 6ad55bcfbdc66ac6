import { CsvError, parse } from 'csv-parse'
import { GoldpanError } from '../../model/error.ts'
import { type DataFile, readText } from '../data-set.ts'
import type { ReadContext } from '../reader.ts'
import type { DataRow } from './rows.ts'

/** The rows of a file with separated values and a header (RFC 4180); every cell is a text. @throws GoldpanError `input-damaged` */
export async function* readSeparated(file: DataFile, delimiter: string, context: ReadContext): AsyncGenerator<DataRow> {
  let header: readonly string[] | undefined
  for await (const { record: cells, info } of readCells(file, delimiter)) {
    const where = { file: file.name, line: Number(info.lines) - breaksIn(cells) }
    if (header === undefined) header = nameColumns(cells, where, context)
    else yield { data: readRow(cells, header, where, context), where }
  }
}

/** The likeliest of the usual ones, by the first line. */
export function guessDelimiter(head: string): string {
  const line = (head.split(/\r?\n/, 1)[0] ?? '').replace(/"(?:[^"]|"")*"/g, '')
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }))
  return counts.reduce((best, other) => (other.count > best.count ? other : best)).delimiter
}

/** What the parser says of a row. */
interface ParsedRow {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/** The rows of one chunk after the other; in events, because the parser for browsers has no other way. */
async function* readCells(file: DataFile, delimiter: string): AsyncGenerator<ParsedRow> {
  const parser = parse({ delimiter, bom: true, info: true, relax_column_count: true, skip_empty_lines: true })
  const rows: ParsedRow[] = []
  let failure: Error | undefined
  parser.on('data', (row: ParsedRow) => rows.push(row))
  parser.on('error', (error: Error) => {
    failure = error
  })
  for await (const text of readText(file)) {
    await new Promise<void>((resolve) => parser.write(text, () => resolve()))
    if (failure !== undefined) break
    yield* rows.splice(0)
  }
  if (failure === undefined)
    await new Promise<void>((resolve) => {
      parser.once('end', resolve)
      parser.once('error', () => resolve())
      parser.end()
    })
  yield* rows
  if (failure !== undefined) throw failure instanceof CsvError ? damaged(failure, file) : failure
}

/** A row may go on for several lines. */
function breaksIn(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n?|\n/g)?.length ?? 0), 0)
}

type Place = DataRow['where']

function nameColumns(cells: readonly string[], where: Place, context: ReadContext): readonly string[] {
  const taken = new Set<string>()
  return cells.map((cell, k) => {
    const wanted = cell === '' ? `column_${k + 1}` : cell
    let name = wanted
    for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`
    taken.add(name)
    if (name !== cell) context.add('column-renamed', where, { what: 'column', key: cell, written: name })
    return name
  })
}

/** Cells beyond the header get a column of their own; missing ones are none. */
function readRow(cells: readonly string[], header: readonly string[], where: Place, context: ReadContext): DataRow['data'] {
  if (cells.length !== header.length) context.add('row-uneven', where, { cells: cells.length, columns: header.length })
  return Object.fromEntries(cells.map((cell, k) => [header[k] ?? `column_${k + 1}`, cell]))
}

function damaged(error: CsvError, { name }: DataFile): GoldpanError {
  const line = typeof error.lines === 'number' ? error.lines : undefined
  const hint = 'is a quote missing, or is it separated by another character?'
  return new GoldpanError(
    'input-damaged',
    `\`${name}\` cannot be read: ${error.message}`,
    hint,
    { file: name, line },
    { cause: error },
  )
}
