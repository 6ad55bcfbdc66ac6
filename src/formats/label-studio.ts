import { ByteWriter } from '../json/byte-writer.ts'
import { type Annotation, annotationsOf, annotatorName, type RawResult, type Task } from '../model/task.ts'
import { defineFormat, type EncodeContext } from './format.ts'
import { json } from './json.ts'
import { inBrackets } from './shared/json-list.ts'
import { type Value, writePrettyValue } from './shared/json-value.ts'

const OPTIONS = {
  asModel: {
    default: '',
    help: 'Model version of predictions that come from annotations; without it the name of the annotator.',
  },
  keepIds: { default: false, help: 'Keep the ids of tasks. Label Studio gives imported tasks ids of its own.' },
} as const

type Context = EncodeContext<typeof OPTIONS>

/** Tasks for another project: what was annotated in this one is pre-annotated there. */
export const labelStudio = defineFormat({
  id: 'label-studio',
  aliases: ['predictions', 'pre-annotations'],
  title: 'Label Studio predictions',
  summary: 'Tasks to be imported into another project, their annotations as predictions, so that people there correct them.',
  spec: 'https://labelstud.io/guide/predictions',
  singleFile: 'tasks.json',
  carries: json.carries,
  options: OPTIONS,
  defaults: { annotations: 'all', unannotated: true },
  purpose: 'records',
  survey: 'never',
  unsuited: () => undefined,

  encode(tasks, context) {
    const writer = new ByteWriter()
    for (const task of tasks) {
      if (writer.length > 0) writer.text(',\n')
      writePrettyValue(writer, taskValue(task, context))
    }
    return writer.take()
  },

  async join(parts: AsyncIterable<Uint8Array>, sink) {
    await sink.put('tasks.json', inBrackets(parts))
  },
})

function taskValue(task: Task, { options, report }: Context): Value {
  const members = new Map<string, Value>()
  if (options.keepIds) members.set('id', task.node.get('id') ?? task.id)
  members.set('data', task.data ?? new Map<string, Value>())
  const meta = task.node.get('meta')
  if (meta !== undefined && !meta.isNull()) members.set('meta', meta)
  const predictions = annotationsOf(task).map((annotation) => predictionValue(annotation, options.asModel))
  members.set('predictions', predictions)
  report.wrote('tasks')
  report.wrote('predictions', predictions.length)
  for (const { regions, answers, relations } of annotationsOf(task)) {
    report.wrote('regions', regions.length)
    report.wrote('answers', answers.length)
    report.wrote('relations', relations.length)
  }
  return members
}

function predictionValue(annotation: Annotation, modelVersion: string): Value {
  const { origin, annotator, node, results } = annotation
  const named = origin === 'prediction' ? annotation.modelVersion : modelVersion || undefined
  const version = named ?? annotatorName(annotator)
  const score = node.get('score')
  return new Map<string, Value>([
    ...(version === undefined ? [] : [['model_version', String(version)] as const]),
    ...(score === undefined || score.isNull() ? [] : [['score', score] as const]),
    ['result', results.map(resultValue)],
  ])
}

/** Word for word; the page that Annotation Lab counts from 1 also as Label Studio counts it. */
function resultValue({ node }: RawResult): Value {
  const page = node.get('pageNumber')?.number()
  if (page === undefined || node.get('item_index') !== undefined) return node
  return new Map<string, Value>([...node.entries(), ['item_index', page - 1]])
}
