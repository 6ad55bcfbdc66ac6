import type { Where } from '../../model/error.ts'
import type { Report } from '../../model/issue.ts'
import { findControl, type LabelConfig } from '../../model/label-config.ts'
import { isTextTag } from '../../model/media.ts'
import type { Shape } from '../../model/shape.ts'
import { type Annotation, placeOf, type Region, type Task } from '../../model/task.ts'
import { placeRegions, type TextDocument } from './documents.ts'
import type { Range } from './sentences.ts'
import { isWhite, joinWhite } from './white-space.ts'

/** A span to be tagged: UTF-16 units of the document's text, no white space at its ends, at least one character. */
export interface Entity extends Range {
  readonly where: Where
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

/** The entities that an annotation's regions make in their document; regions that make none are reported. */
export function readEntities(
  task: Task,
  annotation: Annotation,
  document: TextDocument,
  regions: readonly Region[],
  { config, report, options }: EntityContext,
): Entity[] {
  const columns = tagColumns(config)
  const placed = placeRegions(document, regions)
  const entities: Entity[] = []
  for (const [order, region] of regions.entries()) {
    const where = placeOf(task, annotation, region)
    const range = trimWhite(document.text, placed[order])
    const label = range === undefined ? undefined : labelOf(region, config, where, report, options.unlabelledAs)
    if (range === undefined)
      report.add('span-outside', where, { ...storedRange(region.shape), length: [...document.text].length })
    else if (label !== undefined) {
      const column = columnOf(columns, config, region.fromName, label.isAssertion)
      const rank = column + order / regions.length
      const isMismatched = placed[order]?.agrees === false
      if (isMismatched) report.add('offset-mismatch', where, { ...storedRange(region.shape), text: storedText(region.shape) })
      const { start, end } = range
      entities.push({ start, end, where, label: label.tag, column, isAssertion: label.isAssertion, isMismatched, rank })
    }
  }
  return entities
}

function trimWhite(text: string, range: Range | undefined): Range | undefined {
  if (range === undefined) return undefined
  let { start, end } = range
  while (start < end && isWhite(text, start)) start++
  while (end > start && isWhite(text, end - 1)) end--
  return start < end ? { start, end } : undefined
}

/** A token takes one tag: the first entity label, else the first label. */
function labelOf(region: Region, config: LabelConfig, where: Where, report: Report, unlabelledAs: string) {
  const labels = region.labels.filter((name) => joinWhite(name, '_') !== '')
  const isAssertion = (name: string) =>
    findControl(config, region.fromName)?.tag.labels.some((label) => label.name === name && label.assertion) === true
  const label = labels.find((name) => !isAssertion(name)) ?? labels[0] ?? unlabelledAs
  const tag = joinWhite(label.toWellFormed(), '_')
  if (tag === '') {
    report.add('region-unlabelled', where)
    return undefined
  }
  if (region.labels.length > 1) report.add('labels-cut', where, { count: region.labels.length, label })
  if (tag !== label) report.add('label-renamed', where, { label, written: tag })
  return { tag, isAssertion: isAssertion(label) }
}

/** Labels of a control that the config does not have stand in the first column. */
function columnOf(columns: readonly TagColumn[], config: LabelConfig, fromName: string, isAssertion: boolean): number {
  const control = findControl(config, fromName)?.tag.name
  const own = columns.findIndex((column) => column.control === control && column.isAssertion === isAssertion)
  return Math.max(0, own < 0 ? columns.findIndex((column) => column.control === control) : own)
}

function storedRange(shape: Shape): Range {
  if (shape.kind === 'span') return { start: shape.start, end: shape.end }
  if (shape.kind === 'html-span')
    return { start: shape.globalStart ?? shape.startOffset, end: shape.globalEnd ?? shape.endOffset }
  return shape.kind === 'dialogue-span' ? { start: shape.startOffset, end: shape.endOffset } : { start: 0, end: 0 }
}

function storedText(shape: Shape): string {
  return ('text' in shape ? shape.text : undefined) ?? ''
}
