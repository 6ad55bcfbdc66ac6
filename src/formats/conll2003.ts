import { type Annotation, annotationsOf, placeOf, type Region, type Task } from '../model/task.ts'
import { layoutOf, printHeader } from './conll2003/dialects.ts'
import { readDocuments, type TextDocument } from './conll2003/documents.ts'
import { marksText, readEntities } from './conll2003/entities.ts'
import { type Context, OPTIONS } from './conll2003/options.ts'
import { columnCount, printDocument } from './conll2003/print-document.ts'
import { defineFormat, type JoinContext } from './format.ts'

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

  encode(batch, context) {
    return Array.from(batch, (task) => printTask(task, context)).join('')
  },

  async join(parts: AsyncIterable<string>, sink, context) {
    await sink.put('result.conll', printFile(parts, context))
  },
})

function readableTexts({ objects }: Context['config']): number {
  return objects.filter(({ tag, dataPath }) => (tag === 'Text' || tag === 'HyperText' || tag === 'Paragraphs') && dataPath !== '')
    .length
}

async function* printFile(
  parts: AsyncIterable<string>,
  { options, config }: JoinContext<typeof OPTIONS>,
): AsyncGenerator<string> {
  const layout = layoutOf(options.dialect, 'label-studio')
  if (layout.headerStands === 'file') yield printHeader(layout, columnCount(options.overlaps, config))
  yield* parts
}

/** All texts of a task; once for each of its annotations, once without tags when it has none. */
function printTask(task: Task, context: Context): string {
  const { documents, missing } = readDocuments(task, context.config)
  if (documents.length === 0)
    context.report.add('text-missing', placeOf(task), { path: [...missing.values()].join(', ') || 'text' })
  for (const { wasUnpaired } of documents) if (wasUnpaired) context.report.add('text-unpaired', placeOf(task))
  const annotations = annotationsOf(task)
  if (annotations.length === 0) return documents.map((document) => printDocument(task, document, [], context)).join('')
  return annotations.map((annotation) => printAnnotation(task, annotation, documents, missing, context)).join('')
}

function printAnnotation(
  task: Task,
  annotation: Annotation,
  documents: readonly TextDocument[],
  missing: ReadonlyMap<string, string>,
  context: Context,
): string {
  const regionsOf = new Map<string, Region[]>(documents.map(({ objectName }) => [objectName, []]))
  for (const region of context.regions(annotation)) {
    const regions = regionsOf.get(region.toName)
    if (regions !== undefined) regions.push(region)
    else
      context.report.add('text-missing', placeOf(task, annotation, region), { path: missing.get(region.toName) ?? region.toName })
  }
  return documents
    .map((document) => {
      const entities = readEntities(task, annotation, document, regionsOf.get(document.objectName) ?? [], context)
      return printDocument(task, document, entities, context)
    })
    .join('')
}
