import type { Where } from '../../model/error.ts'
import { isTextTag } from '../../model/media.ts'
import {
  type Annotation,
  type Answer,
  annotationsOf,
  annotatorName,
  placeOf,
  type Region,
  type Relation,
  type Task,
} from '../../model/task.ts'
import type { Carries, EncodeContext, OptionTable } from '../format.ts'
import { placeRegions, readDocuments, type TextDocument } from '../text/documents.ts'
import { marksText, storedRange, storedText, trimWhite } from '../text/entities.ts'
import type { Range } from '../text/ranges.ts'
import { LABEL_OPTIONS, labelsToWrite } from './labels.ts'

export type { TextDocument } from '../text/documents.ts'
export type { Range } from '../text/ranges.ts'

/** What formats of spans in plain text hold: characters of a text; of HTML and dialogues the text alone. */
export const TEXT_CARRIES: Carries = {
  span: 'exact',
  'html-span': 'approximate',
  'dialogue-span': 'approximate',
  'several-labels': 'exact',
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
}

export const TEXT_OPTIONS = { unlabelledAs: LABEL_OPTIONS.unlabelledAs } as const satisfies OptionTable

type Context = EncodeContext & { readonly options: { readonly unlabelledAs: string } }

/** A text of a task, and what one annotation marks in it. */
export interface LabelledText {
  readonly task: Task
  /** Undefined for a task that nobody annotated. */
  readonly annotation: Annotation | undefined
  readonly document: TextDocument
  /** In stored order. They may overlap. */
  readonly spans: readonly LabelledSpan[]
  /** About this text as a whole; with the first text also those about other things of the task. */
  readonly answers: readonly Answer[]
  /** Those that start in this text; with the first text also those that start nowhere. */
  readonly relations: readonly Relation[]
}

/** A marked range of the document's text: UTF-16 units, at least one character. */
export interface LabelledSpan extends Range {
  readonly region: Region
  /** At least one, each once. */
  readonly labels: readonly string[]
  readonly where: Where
  /** The text there is not what the annotation says; that is reported. */
  readonly isMismatched: boolean
}

/**
 * All texts of a task, once for each annotation, once without spans when it has none. What lies on no text, or outside of it, is reported.
 * @param edges `trim` leaves white space at the ends of spans out, for readers whose spans are made of tokens
 */
export function labelledTexts(task: Task, edges: 'keep' | 'trim', context: Context): LabelledText[] {
  const { config, report } = context
  const { documents, missing } = readDocuments(task, config)
  if (documents.length === 0) report.add('text-missing', placeOf(task), { path: [...missing.values()].join(', ') || 'text' })
  for (const { wasUnpaired } of documents) if (wasUnpaired) report.add('text-unpaired', placeOf(task))
  const annotations = annotationsOf(task)
  if (annotations.length === 0)
    return documents.map((document) => ({ task, annotation: undefined, document, spans: [], answers: [], relations: [] }))
  return annotations.flatMap((annotation) => {
    const regionsOf = new Map<string, Region[]>(documents.map(({ objectName }) => [objectName, []]))
    const objectOf = new Map<string, string>() // region → object tag
    for (const region of context.regions(annotation)) {
      const regions = regionsOf.get(region.toName)
      objectOf.set(region.id, region.toName)
      if (regions !== undefined) regions.push(region)
      else report.add('text-missing', placeOf(task, annotation, region), { path: missing.get(region.toName) ?? region.toName })
    }
    return documents.map((document, index) => {
      const regions = regionsOf.get(document.objectName) ?? []
      const spans = readSpans({ task, annotation, document, edges }, regions, context)
      const isHere = (name: string) => name === document.objectName || (index === 0 && !regionsOf.has(name))
      const answers = annotation.answers.filter(({ toName }) => isHere(toName))
      const relations = annotation.relations.filter(({ from }) => isHere(objectOf.get(from) ?? ''))
      return { task, annotation, document, spans, answers, relations }
    })
  })
}

/** Why a project has no spans of text to be written; undefined when it has. */
export function lacksTextSpans(config: Context['config']): string | undefined {
  if (config.objects.length > 0 && !config.objects.some(({ tag, dataPath }) => isTextTag(tag) && dataPath !== ''))
    return 'it holds spans of text, and the labeling config has no Text, HyperText or Paragraphs tag with data'
  if (config.source === 'given' && !config.controls.some((control) => marksText(config, control)))
    return 'it holds labels of spans, and the labeling config has no Labels, HyperTextLabels or ParagraphLabels tag for its text'
  return undefined
}

/** Where a text comes from, for the `meta` of a record. */
export interface TextOrigin {
  readonly task_id: number | string
  readonly annotation_id?: number | string
  readonly annotator?: number | string
}

export function originOf({ task, annotation }: Pick<LabelledText, 'task' | 'annotation'>): TextOrigin {
  const annotator = annotation && (annotatorName(annotation.annotator) ?? annotation.modelVersion)
  return {
    task_id: task.id,
    ...(annotation?.id === undefined ? {} : { annotation_id: annotation.id }),
    ...(annotator === undefined ? {} : { annotator }),
  }
}

interface Place {
  readonly task: Task
  readonly annotation: Annotation
  readonly document: TextDocument
  readonly edges: 'keep' | 'trim'
}

function readSpans(place: Place, regions: readonly Region[], { options, report }: Context): LabelledSpan[] {
  const { task, annotation, document, edges } = place
  const placed = placeRegions(document, regions)
  const spans: LabelledSpan[] = []
  for (const [index, region] of regions.entries()) {
    const where = placeOf(task, annotation, region)
    const found = placed[index]
    const range = edges === 'trim' ? trimWhite(document.text, found) : found
    if (found === undefined || range === undefined || range.start === range.end) {
      report.add('span-outside', where, { ...storedRange(region.shape), length: [...document.text].length })
      continue
    }
    const labels = labelsToWrite(region, options.unlabelledAs, where, report)
    if (labels.length === 0) continue
    const isMismatched = found.agrees === false
    if (isMismatched) report.add('offset-mismatch', where, { ...storedRange(region.shape), text: storedText(region.shape) })
    if (range.start > found.start || range.end < found.end) report.add('span-trimmed', where)
    spans.push({ start: range.start, end: range.end, region, labels, where, isMismatched })
  }
  return spans
}
