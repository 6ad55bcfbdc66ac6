import { CsvError, parse } from 'csv-parse'
import { GoldpanError } from '../../model/error.ts'
import type { DataFile } from '../data-set.ts'
import type { ReadContext } from '../reader.ts'
import type { DataRow } from './rows.ts'

/** The rows of a file with separated values and a header (RFC 4180); every cell is a text. @throws GoldpanError `input-damaged` */
export async function* readSeparated(file: DataFile, delimiter: string, context: ReadContext): AsyncGenerator<DataRow> {
  const parser = parse({ delimiter, bom: true, info: true, relax_column_count: true, skip_empty_lines: true })
  const feeding = feed(file, parser)
  let header: readonly string[] | undefined
  try {
    for await (const { record, info } of parser) {
      const cells: readonly string[] = record
      const where = { file: file.name, line: Number(info.lines) - breaksIn(cells) }
      if (header === undefined) header = nameColumns(cells, where, context)
      else yield { data: readRow(cells, header, where, context), where }
    }
    await feeding
  } catch (error) {
    throw error instanceof CsvError ? damaged(error, file) : error
  }
}

/** The likeliest of the usual ones, by the first line. */
export function guessDelimiter(head: string): string {
  const line = (head.split(/\r?\n/, 1)[0] ?? '').replace(/"(?:[^"]|"")*"/g, '')
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }))
  return counts.reduce((best, other) => (other.count > best.count ? other : best)).delimiter
}

/** One chunk after the other; an error of the file ends the parser with it. */
async function feed(file: DataFile, parser: ReturnType<typeof parse>): Promise<void> {
  try {
    for await (const chunk of file.open()) {
      if (parser.write(Buffer.from(chunk))) continue
      await new Promise<void>((resolve) => {
        parser.once('drain', resolve)
        parser.once('close', resolve)
      })
      if (parser.destroyed) return
    }
    parser.end()
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)))
  }
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
