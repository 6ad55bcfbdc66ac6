import { type JsonNode, parseJson } from '../../json/node.ts'
import { JsonSyntaxError } from '../../json/scan.ts'
import { maskOfCounts, parseCounts } from '../../model/coco-rle.ts'
import { boundsOf } from '../../model/geometry.ts'
import { encodeRle } from '../../model/rle.ts'
import type { PixelBox, Point, Size } from '../../model/shape.ts'
import type { Result } from '../project.ts'
import type { ReadContext } from '../reader.ts'
import type { ImageTags } from '../shared/image-tags.ts'
import { RecordProblem } from '../shared/record-problem.ts'
import type { Categories, Category } from './categories.ts'
import type { RawAnnotation } from './index-file.ts'

/** What an annotation of COCO is made into. */
export interface ReadObject {
  readonly results: readonly Result[]
  readonly isPrediction: boolean
  readonly annotator: string | number | undefined
  readonly modelVersion: string | undefined
}

export interface Surroundings {
  readonly context: ReadContext
  readonly categories: Categories
  readonly tags: ImageTags
  /** Of the image; undefined when nobody knows it. */
  readonly size: Size | undefined
  /** Ids that regions of the image have. */
  readonly taken: Set<string>
}

/** Members that are read, or follow from others (`area`, `num_keypoints`). */
const KNOWN: ReadonlySet<string> = new Set([
  ...(['id', 'image_id', 'category_id', 'segmentation', 'area', 'bbox', 'iscrowd', 'ignore'] as const),
  ...(['keypoints', 'num_keypoints', 'score', 'attributes', 'caption'] as const),
])
const OWN_ATTRIBUTES: ReadonlySet<string> = new Set(['annotator', 'model_version'])

/** The regions of one annotation, or undefined once the report says why there are none. */
export function readObject(raw: RawAnnotation, surroundings: Surroundings): ReadObject | undefined {
  const { context } = surroundings
  const where = { file: raw.file, byte: raw.byte }
  try {
    const node = parseJson(raw.bytes)
    const caption = node.get('caption')?.string()
    const results = caption === undefined ? readRegions(node, raw, surroundings) : [captionOf(caption, surroundings)]
    if (results.length === 0) return undefined
    const attributes = node.get('attributes')
    return {
      results,
      isPrediction: raw.isResult || node.get('score')?.number() !== undefined,
      annotator: attributes?.get('annotator')?.string() ?? attributes?.get('annotator')?.number(),
      modelVersion: attributes?.get('model_version')?.string(),
    }
  } catch (error) {
    if (!(error instanceof RecordProblem) && !(error instanceof JsonSyntaxError)) throw error
    context.add('record-invalid', where, { problem: error.message })
    return undefined
  }
}

function captionOf(caption: string, { context: { project }, tags }: Surroundings): Result {
  return project.control('TextArea', 'caption', tags.image).answer({ text: [caption] })
}

function readRegions(node: JsonNode, raw: RawAnnotation, surroundings: Surroundings): Result[] {
  const { context, categories, size, taken } = surroundings
  const where = { file: raw.file, byte: raw.byte }
  if (size === undefined) {
    context.add('size-unknown', where)
    return []
  }
  const categoryId = node.get('category_id')?.text()
  if (categoryId === undefined) throw new RecordProblem('the annotation has no `category_id`')
  const category = categories.need(categoryId, raw.byte)
  const id = freeId(node.get('id')?.text() ?? `${taken.size + 1}`, taken)
  const score = node.get('score')?.number()
  const region: Region = { node, id, category, size, score, where, surroundings }
  const outlines = readOutlines(region)
  const points = readKeypoints(region, outlines.length > 0)
  const [first] = outlines
  const attributes = first === undefined ? [] : readAttributes(region, first)
  return [...outlines, ...attributes, ...points]
}

/** One annotation with all that its parts need. */
interface Region {
  readonly node: JsonNode
  readonly id: string
  readonly category: Category
  readonly size: Size
  readonly score: number | undefined
  readonly where: { readonly file: string; readonly byte: number }
  readonly surroundings: Surroundings
}

/** Run lengths, else polygons, else the box. */
function readOutlines(region: Region): Result[] {
  const { node, id, category, size, score, where, surroundings } = region
  const { context, tags } = surroundings
  const facts = { size, frame: size, score }
  const segmentation = node.get('segmentation')
  const box = readBox(node.get('bbox'))
  if (segmentation?.kind === 'object') return [tags.mask(id, readMask(segmentation, size), category.name, facts)]
  const parts = segmentation?.kind === 'array' ? segmentation.elements() : []
  if (parts.length === 0 || segmentation?.kind !== 'array') {
    if (box === undefined) {
      if (node.get('keypoints') === undefined) throw new RecordProblem('the annotation has neither `segmentation` nor `bbox`')
      return []
    }
    return isOfPointsOnly(region, box) ? [] : [tags.box(id, box, category.name, facts)]
  }
  const outlines = (parts[0]!.kind === 'number' ? [segmentation] : parts).map(readPolygon)
  if (outlines.length > 1) context.add('object-split', where, { count: outlines.length })
  if (box !== undefined && !isAround(box, outlines.flat()))
    context.unread('annotations[].bbox that is not around the segmentation', where)
  return outlines.map((points, k) =>
    tags.outline(k === 0 ? id : freeId(`${id}-${k + 1}`, surroundings.taken), points, category.name, facts),
  )
}

function readBox(node: JsonNode | undefined): PixelBox | undefined {
  if (node === undefined || node.isNull()) return undefined
  const numbers = node.elements().map((element) => element.number())
  const [x, y, width, height] = numbers
  if (numbers.length === 0) return undefined
  if (numbers.length !== 4 || x === undefined || y === undefined || width === undefined || height === undefined)
    throw new RecordProblem('`bbox` is no list of four numbers')
  if (width < 0 || height < 0) throw new RecordProblem(`\`bbox\` has a width of ${width} and a height of ${height}`)
  return { x, y, width, height }
}

function readPolygon(node: JsonNode): Point[] {
  const numbers = node.elements().map((element) => element.number() ?? Number.NaN)
  if (numbers.length < 6 || numbers.length % 2 !== 0)
    throw new RecordProblem(`a polygon of ${numbers.length} numbers has no outline; it needs at least three pairs`)
  if (!numbers.every(Number.isFinite)) throw new RecordProblem('a polygon has a coordinate that is no number')
  return Array.from({ length: numbers.length / 2 }, (_, k) => ({ x: numbers[2 * k]!, y: numbers[2 * k + 1]! }))
}

/** Label Studio's code of a mask. */
function readMask(segmentation: JsonNode, size: Size): readonly number[] {
  const [height, width] =
    segmentation
      .get('size')
      ?.elements()
      .map((element) => element.number()) ?? []
  if (width !== size.width || height !== size.height)
    throw new RecordProblem(`the mask is of ${width}×${height} pixels, its image of ${size.width}×${size.height}`)
  const counts = segmentation.get('counts')
  const runs =
    counts?.kind === 'array' ? counts.elements().map((count) => count.number() ?? -1) : parseCounts(counts?.string() ?? '')
  if (runs === undefined || runs.some((run) => run < 0)) throw new RecordProblem('`counts` holds no run lengths')
  const mask = maskOfCounts(runs, size)
  for (let k = 0; k < mask.length; k++) if (mask[k] !== 0) mask[k] = 255
  return encodeRle(mask, size)
}

/** Our own writer puts key points without an instance into one of this category, with the box around them. */
function isOfPointsOnly({ node, category }: Region, box: PixelBox): boolean {
  if (category.name !== 'default') return false
  const points = triplesOf(node).filter(({ visibility }) => visibility > 0)
  return points.length > 0 && isAround(box, points)
}

function readKeypoints({ node, id, category, size, score, surroundings }: Region, hasParent: boolean): Result[] {
  const { tags, taken } = surroundings
  return triplesOf(node).flatMap(({ x, y, visibility }, place) => {
    if (visibility === 0) return [] // not labelled
    const label = category.keypoints[place] ?? `keypoint ${place + 1}`
    const facts = { size, frame: size, score, parentId: hasParent ? id : undefined }
    return [tags.keypoint(freeId(`${id}-${label}`, taken), { x, y }, label, visibility === 1, facts)]
  })
}

function triplesOf(node: JsonNode): (Point & { readonly visibility: number })[] {
  const numbers = (node.get('keypoints')?.elements() ?? []).map((element) => element.number() ?? Number.NaN)
  if (numbers.length % 3 !== 0 || !numbers.every(Number.isFinite))
    throw new RecordProblem('`keypoints` is no list of x, y, visibility')
  return Array.from({ length: numbers.length / 3 }, (_, k) => ({
    x: numbers[3 * k]!,
    y: numbers[3 * k + 1]!,
    visibility: numbers[3 * k + 2]!,
  }))
}

/** `attributes`, `iscrowd` and whatever else an annotation has, as answers about the region. */
function readAttributes({ node, where, surroundings }: Region, region: Result): Result[] {
  const { context, tags } = surroundings
  const results: Result[] = []
  const put = (name: string, path: string, value: JsonNode) => {
    const result = value.isNull() ? undefined : context.project.attribute(tags.image, name, value.value(), region)
    if (result !== undefined) results.push(result)
    else if (!value.isNull()) context.unread(path, where)
  }
  for (const key of ['iscrowd', 'ignore']) {
    const value = node.get(key)
    if (value !== undefined && (value.number() ?? Number(value.boolean() ?? 0)) !== 0) put(key, `annotations[].${key}`, TRUE)
  }
  for (const [name, value] of node.get('attributes')?.entries() ?? [])
    if (!OWN_ATTRIBUTES.has(name)) put(name, `annotations[].attributes.${name}`, value)
  for (const [name, value] of node.entries()) if (!KNOWN.has(name)) put(name, `annotations[].${name}`, value)
  return results
}

const TRUE = parseJson('true')

/** An id that no other region of the image has. */
function freeId(wanted: string, taken: Set<string>): string {
  let id = wanted.replaceAll('"', '')
  for (let k = 2; taken.has(id); k++) id = `${wanted}-${k}`
  taken.add(id)
  return id
}

/** Up to a pixel, by which tools round. */
function isAround(box: PixelBox, points: readonly Point[]): boolean {
  const bounds = boundsOf(points)
  const edges = [
    bounds.x - box.x,
    bounds.y - box.y,
    bounds.x + bounds.width - box.x - box.width,
    bounds.y + bounds.height - box.y - box.height,
  ]
  return edges.every((distance) => Math.abs(distance) <= 1)
}
