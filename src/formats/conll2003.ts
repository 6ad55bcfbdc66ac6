import { type Annotation, annotationsOf, placeOf, type Region, type Task } from '../model/task.ts'
import { layoutOf, printHeader } from './conll2003/dialects.ts'
import { type Context, OPTIONS } from './conll2003/options.ts'
import { columnCount, DocumentPrinter } from './conll2003/print-document.ts'
import { tokenStyle } from './conll2003/token-run.ts'
import { defineFormat, type JoinContext } from './format.ts'
import { readDocuments, type TextDocument } from './text/documents.ts'
import { EntityReader, marksText } from './text/entities.ts'

export const conll2003 = defineFormat({
  id: 'conll2003',
  aliases: ['CONLL2003', 'conll'],
  title: 'CoNLL-2003',
  summary: 'One token per line with the tag of its entity, in one file for all tasks.',
  spec: 'https://www.clips.uantwerpen.be/conll2003/ner/',
  singleFile: 'result.conll',
  carries: {
    span: 'approximate',
    'html-span': 'approximate',
    'dialogue-span': 'approximate',
    'several-labels': 'approximate',
    rectangle: 'drop',
    ellipse: 'drop',
    polygon: 'drop',
    polyline: 'drop',
    keypoint: 'drop',
    brush: 'drop',
    bitmask: 'drop',
    segment: 'drop',
    track: 'drop',
    'frame-range': 'drop',
    'series-range': 'drop',
    unknown: 'drop',
    rotation: 'drop',
    attributes: 'drop',
    answers: 'drop',
    relations: 'drop',
  },
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: true },
  purpose: 'training',
  survey: 'without-config',

  unsuited(config) {
    if (config.objects.length > 0 && readableTexts(config) === 0)
      return 'CoNLL holds tokens of text, and the labeling config has no Text, HyperText or Paragraphs tag with data'
    if (config.source === 'given' && !config.controls.some((control) => marksText(config, control)))
      return 'CoNLL holds labels of spans, and the labeling config has no Labels, HyperTextLabels or ParagraphLabels tag for its text'
    return undefined
  },

  encode(tasks, context) {
    const tools = { context, entities: new EntityReader(context), printer: new DocumentPrinter(context) }
    const style = tokenStyle(context)
    if (style !== undefined) context.printer?.tokens(style, { take: (run, tell) => tools.printer.addRun(run, tell) })
    for (const task of tasks) printTask(task, tools)
    return tools.printer.take()
  },

  async join(parts: AsyncIterable<Uint8Array>, sink, context) {
    await sink.put('result.conll', printFile(parts, context))
  },
})

function readableTexts({ objects }: Context['config']): number {
  return objects.filter(({ tag, dataPath }) => (tag === 'Text' || tag === 'HyperText' || tag === 'Paragraphs') && dataPath !== '')
    .length
}

async function* printFile(
  parts: AsyncIterable<Uint8Array>,
  { options, config }: JoinContext<typeof OPTIONS>,
): AsyncGenerator<string | Uint8Array> {
  const layout = layoutOf(options.dialect, 'label-studio')
  if (layout.headerStands === 'file') yield printHeader(layout, columnCount(options.overlaps, config))
  yield* parts
}

/** What a batch is printed with. */
interface Tools {
  readonly context: Context
  readonly entities: EntityReader
  readonly printer: DocumentPrinter
}

/** All texts of a task; once for each of its annotations, once without tags when it has none. */
function printTask(task: Task, tools: Tools): void {
  const { config, report } = tools.context
  const { documents, missing } = readDocuments(task, config)
  if (documents.length === 0) report.add('text-missing', placeOf(task), { path: [...missing.values()].join(', ') || 'text' })
  for (const { wasUnpaired } of documents) if (wasUnpaired) report.add('text-unpaired', placeOf(task))
  const annotations = annotationsOf(task)
  if (annotations.length === 0) for (const document of documents) tools.printer.print(task, document, [])
  for (const annotation of annotations) printAnnotation(task, annotation, documents, missing, tools)
}

function printAnnotation(
  task: Task,
  annotation: Annotation,
  documents: readonly TextDocument[],
  missing: ReadonlyMap<string, string>,
  { context, entities, printer }: Tools,
): void {
  const regionsOf = new Map<string, Region[]>(documents.map(({ objectName }) => [objectName, []]))
  for (const region of context.regions(annotation)) {
    const regions = regionsOf.get(region.toName)
    if (regions !== undefined) regions.push(region)
    else
      context.report.add('text-missing', placeOf(task, annotation, region), { path: missing.get(region.toName) ?? region.toName })
  }
  const place = { task, annotation }
  for (const document of documents)
    printer.print(task, document, entities.read(place, document, regionsOf.get(document.objectName) ?? []))
}
