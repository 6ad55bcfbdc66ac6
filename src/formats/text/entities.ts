import type { Where } from '../../model/error.ts'
import type { Report } from '../../model/issue.ts'
import { findControl, type LabelConfig } from '../../model/label-config.ts'
import { isTextTag } from '../../model/media.ts'
import type { Shape } from '../../model/shape.ts'
import { type Annotation, placeOf, type Region, type Task } from '../../model/task.ts'
import { isWhiteAt, joinWhite } from './characters.ts'
import { placeRegions, type TextDocument } from './documents.ts'
import type { Range } from './ranges.ts'

/** A span to be tagged: UTF-16 units of the document's text, no white space at its ends, at least one character. */
export interface Entity extends Range {
  readonly annotation: AnnotationPlace
  readonly region: Region
  /** The label as it stands in a tag: without white space, never empty. */
  readonly label: string
  /** Tag column, from 0. */
  readonly column: number
  /** An assertion label (`ABSENT`): it says something about an entity with a label of its own. */
  readonly isAssertion: boolean
  /** The text there is not what the annotation says. */
  readonly isMismatched: boolean
  /** Place among those of its annotation: by control, then as stored. */
  readonly rank: number
}

export interface AnnotationPlace {
  readonly task: Task
  readonly annotation: Annotation
}

/** Where an entity is in the input, for the report. */
export function whereOf({ annotation: { task, annotation }, region }: Entity): Where {
  return placeOf(task, annotation, region)
}

/** What a tag column holds: the labels of a control, assertion labels apart from the others. */
export interface TagColumn {
  readonly control: string
  readonly isAssertion: boolean
}

/** One column per control that marks spans of text, in config order; two for one with entity labels and assertion labels. At least one. */
export function tagColumns(config: LabelConfig): TagColumn[] {
  const columns = config.controls
    .filter((control) => marksText(config, control))
    .flatMap(({ name, labels }) => {
      const kinds = new Set(labels.length === 0 ? [false] : labels.map(({ assertion }) => assertion).sort())
      return [...kinds].map((isAssertion) => ({ control: name, isAssertion }))
    })
  return columns.length === 0 ? [{ control: '', isAssertion: false }] : columns
}

export function marksText(config: LabelConfig, { tag, toNames }: LabelConfig['controls'][number]): boolean {
  return /labels$/i.test(tag) && config.objects.some((object) => isTextTag(object.tag) && toNames.includes(object.name))
}

interface EntityContext {
  readonly config: LabelConfig
  readonly report: Report
  readonly options: { readonly unlabelledAs: string }
}

/** What a label of a control comes to. */
interface LabelReading {
  readonly label: string
  /** As {@link Entity.label}; empty for a label of white space. */
  readonly tag: string
  readonly column: number
  readonly isAssertion: boolean
}

/** Finds the entities that regions make in their document. One for many tasks: labels come again and again. */
export class EntityReader {
  readonly #context: EntityContext
  readonly #columns: readonly TagColumn[]
  /** By control, then by label. */
  readonly #readings = new Map<string, Map<string, LabelReading>>()

  constructor(context: EntityContext) {
    this.#context = context
    this.#columns = tagColumns(context.config)
  }

  /** The entities of an annotation in their document; regions that make none are reported. */
  read(annotation: AnnotationPlace, document: TextDocument, regions: readonly Region[]): Entity[] {
    const placed = placeRegions(document, regions)
    const entities: Entity[] = []
    for (let order = 0; order < regions.length; order++) {
      const region = regions[order]!
      const range = trimWhite(document.text, placed[order])
      if (range === undefined) this.#reportOutside(annotation, document, region)
      const reading = range === undefined ? undefined : this.#readLabel(annotation, region)
      if (range === undefined || reading === undefined) continue
      const { start, end } = range
      const { tag: label, column, isAssertion } = reading
      const isMismatched = placed[order]?.agrees === false
      const rank = column + order / regions.length
      const entity = { start, end, annotation, region, label, column, isAssertion, isMismatched, rank }
      if (isMismatched) this.#reportMismatch(entity)
      entities.push(entity)
    }
    return entities
  }

  #reportOutside({ task, annotation }: AnnotationPlace, { text }: TextDocument, region: Region): void {
    const detail = { ...storedRange(region.shape), length: [...text].length }
    this.#context.report.add('span-outside', placeOf(task, annotation, region), detail)
  }

  #reportMismatch(entity: Entity): void {
    const { shape } = entity.region
    this.#context.report.add('offset-mismatch', whereOf(entity), { ...storedRange(shape), text: storedText(shape) })
  }

  /** A token takes one tag: the first entity label, else the first label. */
  #readLabel(annotation: AnnotationPlace, region: Region): LabelReading | undefined {
    let chosen: LabelReading | undefined
    for (const label of region.labels) {
      const reading = this.#reading(region.fromName, label)
      if (reading.tag !== '' && (chosen === undefined || (chosen.isAssertion && !reading.isAssertion))) chosen = reading
    }
    chosen ??= this.#reading(region.fromName, this.#context.options.unlabelledAs)
    if (region.labels.length !== 1 || chosen.tag === '' || chosen.tag !== chosen.label)
      this.#reportLabels(annotation, region, chosen)
    return chosen.tag === '' ? undefined : chosen
  }

  #reportLabels({ task, annotation }: AnnotationPlace, region: Region, { label, tag }: LabelReading): void {
    const { report } = this.#context
    const where = placeOf(task, annotation, region)
    if (tag === '') report.add('region-unlabelled', where)
    else {
      if (region.labels.length > 1) report.add('labels-cut', where, { count: region.labels.length, label })
      if (tag !== label) report.add('label-renamed', where, { label, written: tag })
    }
  }

  #reading(fromName: string, label: string): LabelReading {
    const ofControl = this.#readings.get(fromName) ?? new Map<string, LabelReading>()
    const known = ofControl.get(label)
    if (known !== undefined) return known
    const control = findControl(this.#context.config, fromName)?.tag
    const isAssertion = control?.labels.some(({ name, assertion }) => name === label && assertion) === true
    const column = columnOf(this.#columns, control?.name, isAssertion)
    const reading = { label, tag: joinWhite(label.toWellFormed(), '_'), column, isAssertion }
    this.#readings.set(fromName, ofControl.set(label, reading))
    return reading
  }
}

/** The range without white space at its ends; undefined when nothing else is in it. */
export function trimWhite(text: string, range: Range | undefined): Range | undefined {
  if (range === undefined) return undefined
  let { start, end } = range
  while (start < end && isWhiteAt(text, start)) start++
  while (end > start && isWhiteAt(text, end - 1)) end--
  if (start === end) return undefined
  return end - start === range.end - range.start ? range : { start, end }
}

/** Labels of a control that the config does not have stand in the first column. */
function columnOf(columns: readonly TagColumn[], control: string | undefined, isAssertion: boolean): number {
  const own = columns.findIndex((column) => column.control === control && column.isAssertion === isAssertion)
  return Math.max(0, own < 0 ? columns.findIndex((column) => column.control === control) : own)
}

/** As the annotation has it, for the report. */
export function storedRange(shape: Shape): Range {
  if (shape.kind === 'span') return { start: shape.start, end: shape.end }
  if (shape.kind === 'html-span')
    return { start: shape.globalStart ?? shape.startOffset, end: shape.globalEnd ?? shape.endOffset }
  return shape.kind === 'dialogue-span' ? { start: shape.startOffset, end: shape.endOffset } : { start: 0, end: 0 }
}

export function storedText(shape: Shape): string {
  return ('text' in shape ? shape.text : undefined) ?? ''
}
