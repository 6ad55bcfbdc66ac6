import { type Carries, defineFormat, type JoinContext, type Sink } from './format.ts'
import { columnsOf, printFeatures, subjectOf } from './huggingface/columns.ts'
import { type Row, rowsOf } from './huggingface/rows.ts'
import { LABEL_OPTIONS } from './shared/labels.ts'
import { type Cell, ColumnBuilder, type Columns, ParquetTable } from './shared/parquet-table.ts'

const CARRIES: Carries = {
  rectangle: 'exact',
  rotation: 'approximate',
  ellipse: 'approximate',
  polygon: 'approximate',
  polyline: 'approximate',
  span: 'exact',
  'html-span': 'approximate',
  'dialogue-span': 'approximate',
  segment: 'exact',
  'several-labels': 'exact',
  attributes: 'approximate', // transcripts of segments
  answers: 'approximate',
  keypoint: 'drop',
  brush: 'drop',
  bitmask: 'drop',
  track: 'drop',
  'frame-range': 'drop',
  'series-range': 'drop',
  unknown: 'drop',
  relations: 'drop',
}

const OPTIONS = {
  container: {
    default: 'jsonl',
    choices: ['jsonl', 'parquet'],
    help: 'jsonl: metadata.jsonl for a folder of images or recordings, train.jsonl for texts; parquet: one file with the features of its columns.',
  },
  unlabelledAs: LABEL_OPTIONS.unlabelledAs,
} as const
type HuggingFaceOptions = typeof OPTIONS

/** A dataset for `load_dataset`: ImageFolder, AudioFolder, or Parquet. */
export const huggingface = defineFormat<HuggingFaceOptions, readonly Row[]>({
  id: 'huggingface',
  aliases: ['hf', 'imagefolder-metadata', 'audiofolder'],
  title: 'Hugging Face dataset',
  summary: 'A folder that `load_dataset` opens: metadata.jsonl beside images or recordings, train.jsonl of texts, or Parquet.',
  spec: 'https://huggingface.co/docs/datasets/image_dataset',
  singleFile: undefined,
  carries: CARRIES,
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config) {
    if (config.objects.length === 0 || subjectOf(config) !== undefined) return undefined
    return 'it holds images, recordings or texts, and the labeling config shows none'
  },

  encode(tasks, context) {
    const subject = subjectOf(context.config) ?? 'text'
    return Array.from(tasks, (task) => rowsOf(task, subject, context)).flat()
  },

  async join(parts, sink, context) {
    const subject = subjectOf(context.config) ?? 'text'
    const columns = columnsOf(context.config, subject)
    if (context.options.container === 'parquet') return putParquet(parts, columns, sink, context)
    await sink.put(subject === 'text' ? 'train.jsonl' : 'train/metadata.jsonl', printLines(parts, columns, context))
  },
  splitPath: (path, split) => path.replace(/^(data\/)?train/, (_, folder = '') => folder + split),
})

/** Every line has all columns, so that the first ones tell their types. */
async function* printLines(parts: AsyncIterable<readonly Row[]>, columns: Columns, context: JoinContext): AsyncGenerator<string> {
  for await (const rows of parts) {
    let lines = ''
    for (const row of rows) {
      const cells: Readonly<Record<string, Cell>> = { ...fileCell(row, 'train/', context), ...row.cells }
      const line = Object.keys(columns).map((column) => [column, Object.hasOwn(cells, column) ? cells[column] : null])
      lines += `${JSON.stringify(Object.fromEntries(line))}\n`
    }
    if (lines !== '') yield lines
  }
}

async function putParquet(
  parts: AsyncIterable<readonly Row[]>,
  columns: Columns,
  sink: Sink,
  context: JoinContext,
): Promise<void> {
  const table = new ParquetTable(columns, context, { huggingface: printFeatures(columns) })
  for await (const rows of parts) {
    const builder = new ColumnBuilder(columns)
    for (const row of rows) builder.add({ ...fileCell(row, 'media/', context), ...row.cells })
    await table.add(builder.data)
  }
  await sink.put('data/train-00000-of-00001.parquet', await table.finish())
}

/** The cell with the name of the row's file; texts have none. */
function fileCell({ reference, task }: Row, folder: string, context: JoinContext): { readonly file_name?: string } {
  if (reference === undefined) return {}
  const file_name = context.mediaName(reference, task)
  context.placeMedia(folder + file_name, reference, task)
  return { file_name }
}
