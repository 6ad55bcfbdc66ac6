import { type HtmlText, readHtmlText } from '../../model/html-text.ts'
import type { LabelConfig, ObjectTag } from '../../model/label-config.ts'
import { dataOfObject, isTextTag, objectNames } from '../../model/media.ts'
import type { Shape } from '../../model/shape.ts'
import type { Region, Task } from '../../model/task.ts'
import { type PlacedSpan, placeSpans, type StoredSpan } from '../../model/text-offsets.ts'

/** The text of one object tag, as regions count it. Offsets are UTF-16 units. */
export interface TextDocument {
  readonly objectName: string
  /** Without halves of surrogate pairs; those are U+FFFD now. */
  readonly text: string
  readonly wasUnpaired: boolean
  /** Edges of HTML blocks; undefined where line breaks of the text itself count. */
  readonly blocks: readonly number[] | undefined
  readonly html: HtmlText | undefined
  /** Where each paragraph of a dialogue starts; one at 0 for anything else. */
  readonly paragraphs: readonly number[]
}

/** The texts of a task, in config order, and the data paths where one should be and is not. */
export function readDocuments(task: Task, given: LabelConfig): { documents: TextDocument[]; missing: Map<string, string> } {
  const config = given.source === 'inferred' && given.objects.length === 0 ? { ...given, objects: [USUAL_TEXT] } : given
  const documents: TextDocument[] = []
  const missing = new Map<string, string>()
  for (const object of config.objects) {
    if (!isTextTag(object.tag) || object.dataPath === '') continue
    for (const objectName of objectNames(task, config, object)) {
      const document = readDocument(task, config, object, objectName)
      if (document === undefined) missing.set(objectName, object.dataPath)
      else documents.push(document)
    }
  }
  return { documents, missing }
}

/** Where the text is when no result tells: the key of Annotation Lab and of Label Studio's templates. */
const USUAL_TEXT: ObjectTag = {
  name: 'text',
  tag: 'Text',
  dataPath: 'text',
  isList: false,
  valueType: undefined,
  attributes: new Map(),
}

/** Where regions lie in their document; undefined for those outside it. All of them are of one annotation, so they share a unit. */
export function placeRegions(document: TextDocument, regions: readonly Region[]): (PlacedSpan | undefined)[] {
  const spans = regions.map(({ shape }) => shape).filter((shape) => shape.kind === 'span')
  if (spans.length === regions.length) return placeSpans(document.text, spans)
  const readings = regions.map(({ shape }) => readingsOf(document, shape))
  const best: (PlacedSpan | undefined)[] = regions.map(() => undefined)
  const rounds = readings.reduce((most, list) => Math.max(most, list.length), 0)
  for (let round = 0; round < rounds; round++) {
    const spans = readings.flatMap((list, index) => {
      const span = list[round]
      return span === undefined ? [] : [{ index, span }]
    })
    const stored = spans.map(({ span }) => span)
    const placed = placeSpans(document.text, stored)
    for (const [position, { index }] of spans.entries()) {
      const found = placed[position]
      if (best[index] === undefined || (best[index].agrees !== true && found?.agrees === true)) best[index] = found
    }
  }
  return best
}

function readDocument(task: Task, config: LabelConfig, object: ObjectTag, objectName: string): TextDocument | undefined {
  const data = dataOfObject(task, config, objectName)
  if (data === undefined || data.isNull() || object.valueType === 'url') return undefined
  const isDialogue = object.tag === 'Paragraphs' && data.kind === 'array'
  if (!isDialogue && (data.kind === 'array' || data.kind === 'object')) return undefined
  const textKey = object.attributes.get('textKey') ?? 'text'
  const parts = isDialogue
    ? data.elements().map((paragraph) => (paragraph.kind === 'object' ? paragraph.get(textKey) : paragraph)?.string() ?? '')
    : [data.string() ?? data.text()]
  const html = object.tag === 'HyperText' ? readHtmlText(parts.join('')) : undefined
  const text = html?.text ?? parts.join('\n')
  return {
    objectName,
    text: text.toWellFormed(),
    wasUnpaired: !text.isWellFormed(),
    blocks: html?.borders,
    html,
    paragraphs: paragraphStarts(parts),
  }
}

function paragraphStarts(paragraphs: readonly string[]): number[] {
  let next = 0
  return paragraphs.map((paragraph) => {
    const start = next
    next += paragraph.length + 1
    return start
  })
}

/** What the numbers of a shape may mean, most likely first; the first that its own text confirms is taken, else the first. */
function readingsOf(document: TextDocument, shape: Shape): StoredSpan[] {
  if (shape.kind === 'span') return [{ start: shape.start, end: shape.end, text: shape.text }]
  if (shape.kind === 'dialogue-span') {
    const { startOffset: start, endOffset: end, text } = shape
    const startBase = document.paragraphs[shape.startParagraph]
    const endBase = document.paragraphs[shape.endParagraph]
    return startBase === undefined || endBase === undefined ? [] : [{ start, end, startBase, endBase, text }]
  }
  return shape.kind === 'html-span' ? htmlReadings(document, shape) : []
}

function htmlReadings({ text: whole, html }: TextDocument, shape: Extract<Shape, { kind: 'html-span' }>): StoredSpan[] {
  const { globalStart: start, globalEnd: end, text } = shape
  const readings: StoredSpan[] = []
  if (start !== undefined && end !== undefined) {
    const blank = whole.length - whole.trimStart().length // browsers leave out white space before the first element
    readings.push({ start, end, text })
    if (blank > 0) readings.push({ start, end, text, startBase: blank, endBase: blank })
  }
  const startBase = html?.startOf(shape.startXPath)
  const endBase = html?.startOf(shape.endXPath)
  if (startBase !== undefined && endBase !== undefined)
    readings.push({ start: shape.startOffset, end: shape.endOffset, startBase, endBase, text })
  const at = text === undefined || text === '' ? -1 : whole.indexOf(text)
  if (text !== undefined && at >= 0 && whole.indexOf(text, at + 1) < 0)
    readings.push({ start: 0, end: 0, startBase: at, endBase: at + text.length, text })
  return readings
}
