import { CLOSE_BRACKET, COMMA, OPEN_BRACKET } from '../../json/ascii.ts'
import type { ByteWriter } from '../../json/byte-writer.ts'
import type { Json, JsonNode } from '../../json/node.ts'
import { encodeUtf8 } from '../../json/utf8.ts'
import { boundsOf, pixelPoint } from '../../model/geometry.ts'
import type { Report } from '../../model/issue.ts'
import type { Size } from '../../model/shape.ts'
import { type Annotation, annotatorName, answerTexts, placeOf, type Region, type Task } from '../../model/task.ts'
import { labelsToWrite } from '../shared/labels.ts'
import { type Outline, type OutlineOptions, outlineOfRegion } from './outline.ts'
import { type CocoPoint, LOOSE_CATEGORY } from './part.ts'
import type { PartBuilder } from './part-builder.ts'

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

export interface Setting {
  readonly task: Task
  readonly annotation: Annotation
  readonly options: AnnotationOptions
  readonly report: Report
}

/** A region to be written, with the key points that are its children. */
interface Instance {
  readonly region: Region
  readonly labels: readonly string[]
  readonly outline: Outline
  points: readonly CocoPoint[]
}

const NO_POINTS: readonly CocoPoint[] = []

/** Writes what one person (or model) drew on one image: an annotation per region and label in their order, then key points that belong to none of them. */
export function writeAnnotations(regions: readonly SizedRegion[], setting: Setting, part: PartBuilder): void {
  const { annotation, report } = setting
  const instances: Instance[] = []
  for (const { region, size } of regions) {
    const instance = region.shape.kind === 'keypoint' ? undefined : readInstance(region, size, setting)
    if (instance !== undefined) instances.push(instance)
  }
  const loose = addPoints(instances, regions, setting)
  const common = printAttributes(annotation)
  const score = annotation.origin === 'prediction' ? annotation.score : undefined
  for (const instance of instances) writeInstance(instance, common, score, setting, part)
  for (const points of loose) {
    const bbox = boundsOf(points)
    writeMembers(part.members, { segmentation: [], bbox, area: bbox.width * bbox.height }, score, setting.options.decimals)
    part.members.text(common)
    part.add(undefined, points, () => points[0]!.where)
  }
  report.wrote('regions', instances.length)
}

function writeInstance(
  { region, labels, outline, points }: Instance,
  common: string,
  score: number | undefined,
  { task, annotation, options }: Setting,
  part: PartBuilder,
): void {
  const attributes = region.attributes.length === 0 ? common : printAttributes(annotation, region)
  for (const label of labels) {
    writeMembers(part.members, outline, region.score ?? score, options.decimals)
    part.members.text(attributes)
    part.add(label, points, () => placeOf(task, annotation, region))
  }
}

function readInstance(region: Region, size: Size, setting: Setting): Instance | undefined {
  const { task, annotation, options, report } = setting
  const labels =
    region.labels.length === 1
      ? region.labels
      : labelsToWrite(region, options.unlabelledAs, placeOf(task, annotation, region), report)
  if (labels.length === 0) return undefined
  const outline = outlineOfRegion(region.shape, size, options, () => placeOf(task, annotation, region), report)
  return outline && { region, labels, outline, points: NO_POINTS }
}

/** Gives each key point to its parent. Those without one, or whose place there is taken, are put together so that no instance has a label twice. */
function addPoints(instances: readonly Instance[], regions: readonly SizedRegion[], setting: Setting): CocoPoint[][] {
  const loose: CocoPoint[][] = []
  const keypoints = regions.filter(({ region }) => region.shape.kind === 'keypoint')
  if (keypoints.length === 0) return loose
  const parents = new Map(instances.map((instance) => [instance.region.id, instance]))
  const hasNo = (label: string) => (points: readonly CocoPoint[]) => points.every((point) => point.label !== label)
  for (const { region, size } of keypoints) {
    const points = readPoints(region, size, setting)
    if (points.length > 0) reportWritten(region, setting)
    const parent = region.parentId === undefined ? undefined : parents.get(region.parentId)
    for (const point of points) {
      const isFree = hasNo(point.label)
      if (parent !== undefined && isFree(parent.points)) {
        parent.points = [...parent.points, point]
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

/** `attributes` are of whole instances. */
function reportWritten(region: Region, { task, annotation, report }: Setting): void {
  report.wrote('regions')
  for (const { fromName } of region.attributes)
    report.add('attribute-dropped', placeOf(task, annotation, region), { format: 'coco', name: fromName })
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

const SEGMENTATION = encodeUtf8('"segmentation":[')
const BBOX = encodeUtf8('],"bbox":')
const AREA = encodeUtf8(',"ignore":0,"iscrowd":0,"area":')

/** In the peer's order: segmentation, bbox, ignore, iscrowd, area; then what it does not have. An area may have become infinite, which JSON does not know. */
function writeMembers(writer: ByteWriter, outline: Outline, score: number | undefined, decimals: number): void {
  const { segmentation, bbox, area } = outline
  if ('counts' in segmentation) writer.text(`"segmentation":${JSON.stringify(segmentation)}`).bytes(BBOX, 1)
  else {
    writer.bytes(SEGMENTATION)
    for (let k = 0; k < segmentation.length; k++) {
      if (k > 0) writer.byte(COMMA)
      writeNumbers(writer, segmentation[k]!, decimals)
    }
    writer.bytes(BBOX)
  }
  writer.byte(OPEN_BRACKET).decimal(bbox.x, decimals).byte(COMMA).decimal(bbox.y, decimals)
  writer.byte(COMMA).decimal(bbox.width, decimals).byte(COMMA).decimal(bbox.height, decimals)
  writer.byte(CLOSE_BRACKET).bytes(AREA).decimal(area, decimals)
  if (score !== undefined) writer.text(',"score":').number(score)
}

function writeNumbers(writer: ByteWriter, values: readonly number[], decimals: number): void {
  writer.byte(OPEN_BRACKET)
  for (let k = 0; k < values.length; k++) {
    if (k > 0) writer.byte(COMMA)
    writer.decimal(values[k]!, decimals)
  }
  writer.byte(CLOSE_BRACKET)
}

/** Without the last digits, which are noise of the arithmetic; never −0. */
function rounded(value: number, decimals: number): number {
  const factor = 10 ** decimals
  const product = value * factor
  return Number.isSafeInteger(Math.round(product)) ? Math.round(product) / factor + 0 : value
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
  const { modelVersion } = annotation
  if (modelVersion !== undefined) attributes.model_version = modelVersion
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
