import type { Json, JsonNode } from '../../json/node.ts'
import type { Where } from '../../model/error.ts'
import { boundsOf, pixelPoint } from '../../model/geometry.ts'
import type { Report } from '../../model/issue.ts'
import type { Size } from '../../model/shape.ts'
import { type Annotation, annotatorName, answerTexts, placeOf, type Region, type Task } from '../../model/task.ts'
import { labelsToWrite } from '../shared/labels.ts'
import { type Outline, type OutlineOptions, outlineOfRegion } from './outline.ts'
import { type CocoAnnotation, type CocoPoint, LOOSE_CATEGORY } from './part.ts'

export interface AnnotationOptions extends OutlineOptions {
  readonly unlabelledAs: string
  readonly decimals: number
  readonly roundKeypoints: boolean
}

/** A region with the size of the image it was drawn on. */
export interface SizedRegion {
  readonly region: Region
  readonly size: Size
}

interface Setting {
  readonly task: Task
  readonly annotation: Annotation
  readonly options: AnnotationOptions
  readonly report: Report
}

/** A region to be written, with the key points that are its children. */
interface Instance {
  readonly region: Region
  readonly where: Where
  readonly labels: readonly string[]
  readonly outline: Outline
  readonly points: CocoPoint[]
}

/** What one person (or model) drew on one image: an annotation per region and label in their order, then key points that belong to none of them. */
export function annotationsOnImage(regions: readonly SizedRegion[], setting: Setting): CocoAnnotation[] {
  const { annotation, report } = setting
  const instances: Instance[] = []
  for (const { region, size } of regions) {
    const instance = region.shape.kind === 'keypoint' ? undefined : readInstance(region, size, setting)
    if (instance !== undefined) instances.push(instance)
  }
  const loose = addPoints(instances, regions, setting)
  const common = printAttributes(annotation)
  const written: CocoAnnotation[] = []
  for (const { region, where, labels, outline, points } of instances) {
    report.wrote('regions')
    const attributes = region.attributes.length === 0 ? common : printAttributes(annotation, region)
    const members = printMembers(outline, attributes, scoreOf(annotation, region), setting)
    for (const label of labels) written.push({ label, members, points, where })
  }
  for (const points of loose) written.push(looseInstance(points, common, setting))
  return written
}

function readInstance(region: Region, size: Size, { task, annotation, options, report }: Setting): Instance | undefined {
  const where = placeOf(task, annotation, region)
  const labels = labelsToWrite(region, options.unlabelledAs, where, report)
  if (labels.length === 0) return undefined
  const outline = outlineOfRegion(region.shape, size, options, where, report)
  return outline && { region, where, labels, outline, points: [] }
}

/** Gives each key point to its parent. Those without one, or whose place there is taken, are put together so that no instance has a label twice. */
function addPoints(instances: readonly Instance[], regions: readonly SizedRegion[], setting: Setting): CocoPoint[][] {
  const loose: CocoPoint[][] = []
  const parents = new Map(instances.map((instance) => [instance.region.id, instance]))
  const hasNo = (label: string) => (points: readonly CocoPoint[]) => points.every((point) => point.label !== label)
  for (const { region, size } of regions) {
    const points = readPoints(region, size, setting)
    if (points.length > 0) setting.report.wrote('regions')
    const parent = region.parentId === undefined ? undefined : parents.get(region.parentId)
    for (const point of points) {
      const isFree = hasNo(point.label)
      if (parent !== undefined && isFree(parent.points)) {
        parent.points.push(point)
        continue
      }
      setting.report.add('keypoint-loose', point.where, { label: point.label, category: LOOSE_CATEGORY })
      const instance = loose.find(isFree)
      if (instance === undefined) loose.push([point])
      else instance.push(point)
    }
  }
  return loose
}

/** A key point, once per label; none once the report says why. */
function readPoints(region: Region, size: Size, { task, annotation, options, report }: Setting): CocoPoint[] {
  const { shape } = region
  if (shape.kind !== 'keypoint') return []
  const where = placeOf(task, annotation, region)
  const pixels = pixelPoint(shape, size)
  if (!Number.isFinite(pixels.x) || !Number.isFinite(pixels.y)) {
    report.add('region-invalid', where, { problem: 'the key point has coordinates that are no numbers' })
    return []
  }
  const isOutside = pixels.x < 0 || pixels.y < 0 || pixels.x > size.width || pixels.y > size.height
  if (options.clip && isOutside) {
    report.add('region-empty', where, { problem: `it lies outside the image of ${size.width}×${size.height} pixels` })
    return []
  }
  const decimals = options.roundKeypoints ? 0 : options.decimals
  const [x, y] = [rounded(pixels.x, decimals), rounded(pixels.y, decimals)]
  const labels = labelsToWrite(region, options.unlabelledAs, where, report)
  return labels.map((label) => ({ label, x, y, visibility: shape.hidden ? 1 : 2, where }))
}

function looseInstance(points: readonly CocoPoint[], attributes: string, setting: Setting): CocoAnnotation {
  const bbox = boundsOf(points)
  const outline: Outline = { segmentation: [], bbox, area: bbox.width * bbox.height }
  const members = printMembers(outline, attributes, scoreOf(setting.annotation), setting)
  return { label: undefined, members, points, where: points[0]!.where }
}

/** In the peer's order: segmentation, bbox, ignore, iscrowd, area; then what it does not have. */
function printMembers(
  { segmentation, bbox: { x, y, width, height }, area }: Outline,
  attributes: string,
  score: number | undefined,
  { options: { decimals } }: Setting,
): string {
  const outline =
    'counts' in segmentation
      ? JSON.stringify(segmentation)
      : `[${segmentation.map((polygon) => printNumbers(polygon, decimals)).join(',')}]`
  const box = printNumbers([x, y, width, height], decimals)
  const scored = score === undefined ? '' : `,"score":${score}`
  return `"segmentation":${outline},"bbox":${box},"ignore":0,"iscrowd":0,"area":${printNumber(area, decimals)}${scored}${attributes}`
}

function printNumbers(values: readonly number[], decimals: number): string {
  let list = ''
  for (const value of values) list += `${list === '' ? '' : ','}${printNumber(value, decimals)}`
  return `[${list}]`
}

/** An area may have become infinite, which JSON does not know. */
function printNumber(value: number, decimals: number): string {
  return Number.isFinite(value) ? String(rounded(value, decimals)) : 'null'
}

/** Without the last digits, which are noise of the arithmetic; never −0. */
function rounded(value: number, decimals: number): number {
  const factor = 10 ** decimals
  const product = value * factor
  return Number.isSafeInteger(Math.round(product)) ? Math.round(product) / factor + 0 : value
}

function scoreOf(annotation: Annotation, region?: Region): number | undefined {
  return region?.score ?? (annotation.origin === 'prediction' ? annotation.score : undefined)
}

/** `,"attributes":{…}`, nothing where there are none. */
function printAttributes(annotation: Annotation, region?: Region): string {
  const attributes = attributesOf(annotation, region)
  return Object.keys(attributes).length > 0 ? `,"attributes":${JSON.stringify(attributes)}` : ''
}

/** Who said it, and the per-region answers under their controls' names; a control called like one of ours gets a `_` before its name. */
function attributesOf(annotation: Annotation, region?: Region): Readonly<Record<string, Json>> {
  const attributes: Record<string, Json> = Object.create(null)
  const name = annotatorName(annotation.annotator)
  if (name !== undefined) attributes.annotator = name
  if (annotation.modelVersion !== undefined) attributes.model_version = annotation.modelVersion
  const answers = new Map<string, Json[]>()
  for (const answer of region?.attributes ?? []) {
    const values = answers.get(answer.fromName) ?? []
    answers.set(answer.fromName, [...values, ...answerValues(answer.value, () => answerTexts(answer))])
  }
  for (const [fromName, values] of answers) {
    const key = fromName in attributes ? `_${fromName}` : fromName
    attributes[key] = values.length === 1 ? values[0]! : values
  }
  return attributes
}

function answerValues(value: JsonNode | undefined, texts: () => readonly string[]): readonly Json[] {
  return value !== undefined && value.kind !== 'array' && !value.isNull() ? [value.value()] : texts()
}
