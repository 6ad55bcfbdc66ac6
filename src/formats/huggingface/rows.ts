import { boundingBox, clipBox } from '../../model/geometry.ts'
import { type Annotation, type Answer, annotationsOf, answerTexts, type Id, placeOf, type Task } from '../../model/task.ts'
import type { EncodeContext } from '../format.ts'
import { codePointCounter } from '../shared/code-points.ts'
import { type DrawnRegion, labelledImages } from '../shared/labelled-images.ts'
import { labelledTexts } from '../shared/labelled-texts.ts'
import { labelsToWrite } from '../shared/labels.ts'
import type { Cell } from '../shared/parquet-table.ts'
import { timedRecordings } from '../shared/timed-recordings.ts'
import { answerControls, type Subject } from './columns.ts'

/** A row but for the name of its file, which is known at the end. */
export interface Row {
  /** What `data` says of the file; undefined for texts. */
  readonly reference: string | undefined
  readonly task: Id
  readonly cells: Readonly<Record<string, Cell>>
}

type Context = EncodeContext & { readonly options: { readonly unlabelledAs: string } }

export function rowsOf(task: Task, subject: Subject, context: Context): Row[] {
  const rows = READERS[subject](task, context)
  context.report.wrote('rows', rows.length)
  return rows
}

const READERS: Readonly<Record<Subject, (task: Task, context: Context) => Row[]>> = {
  image: imageRows,
  audio: audioRows,
  text: textRows,
}

/** One per image; what several annotators drew on it stands in one row. */
function imageRows(task: Task, context: Context): Row[] {
  const answers = answerCells(task, annotationsOf(task), context)
  const images = labelledImages(task, context).filter(({ hasUnplaced, image }) => image.size !== undefined || !hasUnplaced)
  return images.map(({ image: { reference }, regions }) => {
    const drawn = regions.flatMap((region) => objectsOf(region, context))
    const objects = { bbox: drawn.map(({ bbox }) => bbox), category: drawn.map(({ category }) => category) }
    return { reference, task: task.id, cells: { task_id: String(task.id), objects, ...answers } }
  })
}

/** Left, top, width and height in pixels, inside the image; one per label. */
function objectsOf({ region, where, size }: DrawnRegion, { options, report }: Context): { bbox: number[]; category: string }[] {
  const { shape } = region
  const labels = labelsToWrite(region, options.unlabelledAs, where, report)
  if (labels.length === 0) return []
  const whole = boundingBox(shape, size)
  const box = whole && clipBox(whole, size)
  if (whole === undefined) report.add('region-invalid', where, { problem: `the ${shape.kind} has no box` })
  else if (box === undefined) report.add('region-empty', where, { problem: 'it has no area inside the image' })
  if (whole === undefined || box === undefined) return []
  if (box !== whole) report.add('region-clipped', where)
  if (shape.kind !== 'rectangle') report.add('outline-boxed', where, { aspect: shape.kind })
  else if (shape.rotation !== 0) report.add('rotation-flattened', where, { degrees: shape.rotation })
  for (const { fromName } of region.attributes) report.add('attribute-dropped', where, { format: 'huggingface', name: fromName })
  report.wrote('regions')
  const bbox = [box.x, box.y, box.width, box.height]
  return labels.map((category) => ({ bbox, category }))
}

/** One per recording and annotation. */
function audioRows(task: Task, context: Context): Row[] {
  const needs = {
    format: 'huggingface',
    hasChannels: false,
    of: 'labels or text',
    unlabelledAs: context.options.unlabelledAs,
  } as const
  const answersOf = answersByAnnotation(task, context)
  return timedRecordings(task, needs, context).map(({ annotation, reference, segments }) => {
    const marks = segments.flatMap(({ startSeconds: start, endSeconds: end, labels, rows }) =>
      (labels.length === 0 ? [''] : labels).map((label) => ({ start, end, label, text: rows.join('\n') })),
    )
    const cells = { task_id: String(task.id), segments: columnsIn(marks, ['start', 'end', 'label', 'text']) }
    return { reference, task: task.id, cells: { ...cells, ...answersOf.get(annotation) } }
  })
}

/** One per text and annotation. Offsets in code points. */
function textRows(task: Task, context: Context): Row[] {
  const answersOf = answersByAnnotation(task, context)
  return labelledTexts(task, 'keep', context).map(({ annotation, document, spans }) => {
    const codePointAt = codePointCounter(document.text)
    const marks = spans.flatMap(({ start, end, labels }) =>
      labels.map((label) => ({ start: codePointAt(start), end: codePointAt(end), label })),
    )
    for (const { region, where } of spans)
      for (const { fromName } of region.attributes)
        context.report.add('attribute-dropped', where, { format: 'huggingface', name: fromName })
    context.report.wrote('regions', spans.length)
    const cells = { text: document.text, task_id: String(task.id), spans: columnsIn(marks, ['start', 'end', 'label']) }
    return { reference: undefined, task: task.id, cells: { ...cells, ...answersOf.get(annotation) } }
  })
}

function answersByAnnotation(task: Task, context: Context): Map<Annotation | undefined, Record<string, Cell>> {
  return new Map(annotationsOf(task).map((annotation) => [annotation, answerCells(task, [annotation], context)]))
}

/** A list per field, as `datasets` keeps lists of records. */
function columnsIn<K extends string>(marks: readonly Readonly<Record<K, Cell>>[], fields: readonly K[]): Record<string, Cell> {
  return Object.fromEntries(fields.map((field) => [field, marks.map((mark) => mark[field])]))
}

/** The answers about the whole task, by control; those of controls without a column are reported. */
function answerCells(task: Task, annotations: readonly Annotation[], { config, report }: Context): Record<string, Cell> {
  const cells = new Map<string, Cell>()
  const tags = new Map(answerControls(config).map(({ name, tag }) => [name, tag]))
  for (const annotation of annotations)
    for (const answer of annotation.answers) {
      const tag = tags.get(answer.fromName)
      const cell = tag === undefined ? undefined : answerCell(answer, tag, cells.get(answer.fromName))
      if (cell === undefined)
        report.add('answer-dropped', placeOf(task, annotation, answer.result), { format: 'huggingface', name: answer.fromName })
      else cells.set(answer.fromName, cell)
    }
  return Object.fromEntries(cells)
}

/** A list that goes on; of numbers the only one. */
function answerCell(answer: Answer, tag: string, before: Cell | undefined): Cell | undefined {
  if (tag === 'Rating' || tag === 'Number') return before === undefined ? answer.value?.number() : undefined
  return [...(Array.isArray(before) ? before : []), ...answerTexts(answer)]
}
