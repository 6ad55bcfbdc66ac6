import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse'
import type { NamedBytes } from '../../io/input-files.ts'
import { encodeUtf8 } from '../../json/utf8.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import { invalidBody } from '../http/problem.ts'
import { dataKeyOf } from '../tasks/task-check.ts'
import { extensionOf, type Upload } from './upload-store.ts'

const TABLES = ['.csv', '.tsv', '.txt']
const TEXTS = ['.html', '.htm', '.xml']
const TASKS = ['.json', '.jsonl', '.ndjson', '.zip', '.gz']
const MEDIA = [
  '.bmp',
  '.flac',
  '.gif',
  '.jpg',
  '.jpeg',
  '.m4a',
  '.mp3',
  '.mp4',
  '.ogg',
  '.pdf',
  '.png',
  '.svg',
  '.wav',
  '.webm',
  '.webp',
]

/** @throws HttpProblem 400 for a kind of file that holds no tasks */
export function needImportable(extension: string): void {
  if (![...TABLES, ...TEXTS, ...TASKS, ...MEDIA].includes(extension)) throw invalidBody(`${extension} extension is not supported`)
}

/** Whether each line may be a task, or the whole file one. */
export function isTable(upload: Pick<Upload, 'name'>): boolean {
  return TABLES.includes(extensionOf(upload))
}

/** The tasks in an uploaded file: JSON as it is, anything else made into a line of JSON per task. @throws HttpProblem 400 */
export function tasksIn(upload: Upload, path: string, config: LabelConfig): string | NamedBytes {
  const extension = extensionOf(upload)
  needImportable(extension)
  if (TASKS.includes(extension)) return path
  const name = upload.name
  if (extension === '.csv' || extension === '.tsv') return { name, bytes: rowsOf(path, extension) }
  const key = onlyDataKey(config, extension)
  if (extension === '.txt') return { name, bytes: linesOf(path, key) }
  if (TEXTS.includes(extension)) return { name, bytes: wholeOf(path, key) }
  return { name, bytes: encodeUtf8(line({ [key]: `/data/upload/${upload.project}/${name}` })) }
}

/** What a file without columns is the value of. @throws HttpProblem 400 when the labeling config shows several things */
function onlyDataKey({ objects }: LabelConfig, extension: string): string {
  const keys = [...new Set(objects.flatMap((object) => dataKeyOf(object) ?? []))]
  if (keys.length > 1 && extension !== '.txt')
    throw invalidBody(
      `Label config has more than one data key (${keys.join(', ')}) and direct file import is not supported; put the values into JSON or CSV`,
    )
  return keys[0] ?? '$undefined$'
}

/** Rows as objects; columns whose cells are all numbers become numbers, of whole numbers with gaps fractions. */
async function* rowsOf(path: string, extension: string): AsyncGenerator<Uint8Array> {
  const delimiter = extension === '.tsv' ? '\t' : await delimiterOf(path)
  const kinds = new Map<string, ColumnKind>()
  for await (const row of readRows(path, delimiter))
    for (const [column, cell] of Object.entries(row)) kinds.set(column, kindAfter(kinds.get(column), cell))
  for await (const row of readRows(path, delimiter)) {
    const members = Object.entries(row).map(([column, cell]) => `${JSON.stringify(column)}:${printCell(cell, kinds.get(column))}`)
    yield encodeUtf8(`{${members.join(',')}}\n`)
  }
}

interface ColumnKind {
  readonly isNumeric: boolean
  readonly isWhole: boolean
  readonly hasGaps: boolean
}

/** No leading zeros: they are a code, not a number. */
const NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d+)?([eE][+-]?\d{1,2})?$/

function kindAfter(kind: ColumnKind = { isNumeric: true, isWhole: true, hasGaps: false }, cell: string): ColumnKind {
  if (cell === '') return { ...kind, hasGaps: true }
  return { ...kind, isNumeric: kind.isNumeric && NUMBER.test(cell), isWhole: kind.isWhole && /^-?\d+$/.test(cell) }
}

function printCell(cell: string, kind: ColumnKind | undefined): string {
  if (cell === '' || kind?.isNumeric !== true) return JSON.stringify(cell)
  return kind.isWhole && kind.hasGaps ? `${cell}.0` : cell
}

async function* readRows(path: string, delimiter: string): AsyncGenerator<Record<string, string>> {
  const parser = createReadStream(path).pipe(
    parse({ columns: true, delimiter, bom: true, relax_column_count: true, skip_empty_lines: true, relax_quotes: true }),
  )
  try {
    for await (const row of parser) yield row
  } catch (error) {
    throw invalidBody(`Failed to parse input file: ${error instanceof Error ? error.message : 'no table'}`)
  }
}

/** Semicolons where the first line has more of them than commas. */
async function delimiterOf(path: string): Promise<string> {
  let head = ''
  for await (const chunk of createReadStream(path, { encoding: 'utf8', end: 65_535 })) head += String(chunk)
  const first = head.split('\n')[0] ?? ''
  return first.split(';').length > first.split(',').length ? ';' : ','
}

async function* linesOf(path: string, key: string): AsyncGenerator<Uint8Array> {
  let rest = ''
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    if (lines.length > 0) yield encodeUtf8(lines.map((text) => line({ [key]: text.replace(/\r$/, '') })).join(''))
  }
  if (rest !== '') yield encodeUtf8(line({ [key]: rest }))
}

async function* wholeOf(path: string, key: string): AsyncGenerator<Uint8Array> {
  yield encodeUtf8(line({ [key]: await readFile(path, 'utf8') }))
}

function line(task: Record<string, string>): string {
  return `${JSON.stringify(task)}\n`
}
