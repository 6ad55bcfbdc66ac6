import type { ControlTag, LabelConfig } from '../../model/label-config.ts'
import { isAudioTag, isImageTag, isTextTag, isVideoTag } from '../../model/media.ts'
import type { Columns, ColumnType } from '../shared/parquet-table.ts'

/** What a row is about. */
export type Subject = 'image' | 'audio' | 'text'

/** What people answer with, as types of columns. */
const ANSWER_TYPES: Readonly<Record<string, ColumnType>> = {
  Choices: { list: 'string' },
  Taxonomy: { list: 'string' },
  TextArea: { list: 'string' },
  DateTime: { list: 'string' },
  Rating: 'double',
  Number: 'double',
}

const STRINGS = { list: 'string' } as const
const NUMBERS = { list: 'double' } as const

/** What is marked in the subject: lists of one length, one element per mark and label. */
const MARKS: Readonly<Record<Subject, readonly [name: string, fields: Columns]>> = {
  image: ['objects', { bbox: { list: NUMBERS }, category: STRINGS }],
  audio: ['segments', { start: NUMBERS, end: NUMBERS, label: STRINGS, text: STRINGS }],
  text: ['spans', { start: { list: 'integer' }, end: { list: 'integer' }, label: STRINGS }],
}

/** The first kind of thing that the config shows: images before recordings before texts. */
export function subjectOf({ objects }: LabelConfig): Subject | undefined {
  if (objects.some(({ tag }) => isImageTag(tag))) return 'image'
  if (objects.some(({ tag }) => isAudioTag(tag) || isVideoTag(tag))) return 'audio'
  return objects.some(({ tag }) => isTextTag(tag)) ? 'text' : undefined
}

/** The columns of a row; those of answers are called like their controls. */
export function columnsOf(config: LabelConfig, subject: Subject): Columns {
  const [marks, fields] = MARKS[subject]
  const own: Columns = { [subject === 'text' ? 'text' : 'file_name']: 'string', task_id: 'string', [marks]: { fields } }
  const answers = answerControls(config).filter(({ name }) => !Object.hasOwn(own, name))
  return { ...own, ...Object.fromEntries(answers.map(({ name, tag }) => [name, ANSWER_TYPES[tag]!])) }
}

/** Controls whose answers about the whole task have a column. */
export function answerControls({ controls }: LabelConfig): readonly ControlTag[] {
  return controls.filter(({ tag, perRegion }) => ANSWER_TYPES[tag] !== undefined && !perRegion)
}

/** The columns as `datasets` writes them into the footer of a Parquet file. */
export function printFeatures(columns: Columns): string {
  return JSON.stringify({ info: { features: featuresOf(columns) } })
}

function featuresOf(columns: Columns): object {
  return Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, featureOf(type)]))
}

const DTYPES = { string: 'string', double: 'float64', integer: 'int32', boolean: 'bool' } as const

/** `Sequence` is read by all versions, `List` by the newest only. */
function featureOf(type: ColumnType): object {
  if (typeof type === 'string') return { dtype: DTYPES[type], _type: 'Value' }
  return 'fields' in type ? featuresOf(type.fields) : { feature: featureOf(type.list), _type: 'Sequence' }
}
