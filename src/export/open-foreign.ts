import type { OptionValue } from '../formats/format.ts'
import type { Input } from '../io/input-files.ts'
import { GoldpanError } from '../model/error.ts'
import { markedTexts } from '../model/issue.ts'
import { nearest } from '../model/nearest.ts'
import { DataSet } from '../readers/data-set.ts'
import { detectReader, isTasks } from '../readers/detect.ts'
import { READING } from '../readers/options.ts'
import type { Reader } from '../readers/reader.ts'
import { needKnown, parseOptions, toCamelCase } from './options.ts'

/** What annotations of another format become. */
export type ReadAs = (typeof READ_AS.as.choices)[number]
export const READ_AS = { as: { default: 'auto', choices: ['auto', 'annotations', 'predictions'], help: '' } } as const

/** How a source is read that may be of another format. */
export interface Reading {
  /** A reader's name; undefined to find out. */
  readonly from?: string | undefined
  readonly as?: ReadAs | undefined
  /** What the data set leaves unsaid: `{ imageSize: '640x480' }`. */
  readonly reading?: Readonly<Record<string, OptionValue>> | undefined
  readonly mediaRoot?: string | undefined
}

/** As flags have it. */
type Spelled = Omit<Reading, 'as'> & { readonly as?: string | undefined }

/** Names of Goldpan's own way in. */
const TASKS = ['label-studio', 'annotation-lab', 'json']

/** @throws GoldpanError `option-invalid` */
export function parseReading({ from, as = READ_AS.as.default, reading = {}, mediaRoot }: Spelled): Reading {
  parseOptions(READING, reading, 'convert')
  return { ...parseOptions(READ_AS, { as }, 'convert'), from, reading, mediaRoot }
}

/**
 * The same input, or the tasks that another format is read into. Which format it is says `from`, else the files: where nothing else
 * claims them they are tasks. The input is closed when it gives way to another.
 * @throws GoldpanError `reader-unknown`, `input-ambiguous` and what the reader throws
 */
export async function openForeign(input: Input, how: Reading, signal?: AbortSignal): Promise<Input> {
  const { from, reading = {} } = how
  try {
    const areTasks = from !== undefined && TASKS.includes(from.toLowerCase())
    if (areTasks) return asTasks(input, reading)
    if (from === undefined && (await isTasks(input))) return asTasks(input, reading)
    const { readers } = await import('../readers/index.ts')
    const dataSet = new DataSet(input)
    const reader = from === undefined ? await detectReader(dataSet, readers) : needReader(from, readers)
    if (reader === undefined) return asTasks(input, reading)
    return await readForeign(input, dataSet, reader, how, signal)
  } catch (error) {
    await input.close()
    throw error
  }
}

/** Records of another format that could not be read, for those who have no report. */
export function unreadRecords({ issues = [] }: Input): readonly GoldpanError[] {
  const lost = issues.filter(({ code, effect }) => effect === 'dropped' && code !== 'field-unread')
  return lost.map((issue) => {
    const { message, hint } = markedTexts(issue)
    return new GoldpanError(issue.code, message, hint, issue.where)
  })
}

async function readForeign(
  input: Input,
  dataSet: DataSet,
  reader: Reader,
  { as = READ_AS.as.default, reading = {}, mediaRoot }: Reading,
  signal: AbortSignal | undefined,
): Promise<Input> {
  needHeeded(reading, reader.options, `[--from ${reader.id} || ${reader.id}]`)
  const { readDataSet } = await import('../readers/read-data-set.ts')
  const read = await readDataSet(dataSet, reader, { options: parseOptions(READING, reading, 'convert'), as, mediaRoot, signal })
  await input.close()
  return input.config === undefined ? read : { ...read, config: input.config }
}

function asTasks(input: Input, reading: NonNullable<Reading['reading']>): Input {
  needHeeded(reading, [], 'reading tasks')
  return input
}

/** An option that changes nothing is a mistake. @throws GoldpanError `option-unknown` */
function needHeeded(reading: NonNullable<Reading['reading']>, heeded: readonly string[], owner: string): void {
  needKnown(Object.keys(reading).map(toCamelCase), heeded, owner)
}

function needReader(name: string, readers: readonly Reader[]): Reader {
  const wanted = name.toLowerCase()
  const named = ({ id, aliases }: Reader) => [id, ...aliases]
  const reader = readers.find((candidate) => named(candidate).some((own) => own.toLowerCase() === wanted))
  if (reader !== undefined) return reader
  const near = nearest(name, [...TASKS, ...readers.flatMap(named)])
  const hint = near === undefined ? `there are label-studio, ${readers.map(({ id }) => id).join(', ')}` : `did you mean ${near}?`
  throw new GoldpanError('reader-unknown', `there is no reader \`${name}\``, hint)
}
