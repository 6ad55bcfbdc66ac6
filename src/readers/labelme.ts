import type { JsonNode } from '../json/node.ts'
import { parseJson } from '../json/node.ts'
import { JsonSyntaxError } from '../json/scan.ts'
import { decodeBase64 } from '../model/base64.ts'
import { encodeRle } from '../model/rle.ts'
import type { Point, Size } from '../model/shape.ts'
import { type DataFile, type DataSet, folderOf, readWholeText, stemOf } from './data-set.ts'
import type { Result } from './project.ts'
import type { ReadContext, Reader, TaskDraft } from './reader.ts'
import { ImageTags } from './shared/image-tags.ts'
import { hasKeys, keysOfHead } from './shared/json-head.ts'
import { readPngPlane } from './shared/png-plane.ts'
import { RecordProblem } from './shared/record-problem.ts'

/** LabelMe: a JSON file per image. */
export const labelme: Reader = {
  id: 'labelme',
  aliases: [],
  title: 'LabelMe',
  summary: 'Polygons, rectangles, turned rectangles, circles, lines, points and masks, with their flags; a JSON file per image.',
  options: ['imageSize', 'mediaPrefix'],

  async detect(dataSet) {
    for (const file of dataSet.sample('json')) if (await isLabelme(dataSet, file)) return 'sure'
    return undefined
  },

  async *read(dataSet, context) {
    const tags = new ImageTags(context, () => [])
    for (const file of dataSet.with('json')) {
      if (!(await isLabelme(dataSet, file))) continue
      const task = await readFile(file, dataSet, tags, context)
      if (task !== undefined) yield task
    }
    tags.finish()
  },
}

/** The picture itself may stand before the rest. */
async function isLabelme(dataSet: DataSet, file: DataFile): Promise<boolean> {
  const keys = keysOfHead(await dataSet.headText(file))
  return hasKeys(keys, 'shapes') && (hasKeys(keys, 'flags') || hasKeys(keys, 'imagePath') || hasKeys(keys, 'version'))
}

async function readFile(file: DataFile, dataSet: DataSet, tags: ImageTags, context: ReadContext): Promise<TaskDraft | undefined> {
  const where = { file: file.name, line: 1 }
  try {
    const node = parseJson((await readWholeText(file)).replace(/^\uFEFF/, ''))
    const reference = imageOf(node, file, dataSet)
    const size = await sizeOf(node, reference, context)
    const results: Result[] = []
    for (const [k, shape] of (node.get('shapes')?.elements() ?? []).entries())
      results.push(...readShape(shape, String(k + 1), { tags, size, where, context }))
    const flags = flagsOf(node)
    if (flags.length > 0) {
      const control = context.project.control('Choices', 'flags', tags.image, { choice: 'multiple' })
      results.push(control.answer({ choices: flags.map((flag) => control.label(flag)) }))
    }
    return { data: { image: reference, width: size?.width, height: size?.height }, annotations: [{ results }], where }
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    context.add('record-invalid', where, { problem: error.message })
    return undefined
  }
}

/** `imagePath` is relative to the file. */
function imageOf(node: JsonNode, file: DataFile, dataSet: DataSet): string {
  const path = node.get('imagePath')?.string()?.replaceAll('\\', '/') ?? `${stemOf(file.path)}.jpg`
  return dataSet.at(`${folderOf(file.path)}${path}`)?.path ?? path
}

async function sizeOf(node: JsonNode, reference: string, context: ReadContext): Promise<Size | undefined> {
  const [width = 0, height = 0] = [node.get('imageWidth')?.number(), node.get('imageHeight')?.number()]
  return width > 0 && height > 0 ? { width, height } : context.imageSize(reference)
}

interface Surroundings {
  readonly tags: ImageTags
  readonly size: Size | undefined
  readonly where: { readonly file: string; readonly line: number }
  readonly context: ReadContext
}

function readShape(shape: JsonNode, id: string, surroundings: Surroundings): Result[] {
  const { context, where, size } = surroundings
  try {
    if (size === undefined) {
      context.add('size-unknown', { ...where, region: id })
      return []
    }
    const regions = readRegions(shape, id, size, surroundings)
    return [...regions, ...readAttributes(shape, regions[0]!, surroundings)]
  } catch (error) {
    if (!(error instanceof RecordProblem)) throw error
    context.add('record-invalid', { ...where, region: id }, { problem: error.message })
    return []
  }
}

/** At least one. */
function readRegions(shape: JsonNode, id: string, size: Size, { tags, where, context }: Surroundings): Result[] {
  const type = shape.get('shape_type')?.string() ?? 'polygon'
  const label = shape.get('label')?.string() || undefined
  if (label === undefined) throw new RecordProblem('the shape has no label')
  const points = needPoints(shape, type)
  const [first, second] = [points[0]!, points[1] ?? points[0]!]
  const facts = { size, frame: size }
  switch (type) {
    case 'polygon':
      return [tags.polygon(id, points, label, facts)]
    case 'oriented_rectangle':
    case 'rotation':
      return [tags.outline(id, points, label, facts)]
    case 'rectangle': {
      const [x, y] = [Math.min(first.x, second.x), Math.min(first.y, second.y)]
      return [tags.box(id, { x, y, width: Math.abs(first.x - second.x), height: Math.abs(first.y - second.y) }, label, facts)]
    }
    case 'circle': {
      const radius = Math.hypot(second.x - first.x, second.y - first.y)
      return [tags.ellipse(id, first, { x: radius, y: radius }, 0, label, facts)]
    }
    case 'mask':
      return [tags.mask(id, readMask(shape, first, size), label, facts)]
    case 'line':
    case 'linestrip':
      return [tags.polyline(id, points, label, facts)]
    case 'point':
    case 'points':
      if (points.length > 1) context.add('object-split', { ...where, region: id }, { count: points.length })
      return points.map((point, k) => tags.keypoint(k === 0 ? id : `${id}-${k + 1}`, point, label, false, facts))
  }
  throw new RecordProblem(`a shape of the type ${type} is not read`)
}

/** A picture of the box whose first pixel is the first point. */
function readMask(shape: JsonNode, first: Point, size: Size): readonly number[] {
  const bytes = decodeBase64(shape.get('mask')?.string() ?? '')
  if (bytes === undefined) throw new RecordProblem('the base64 of the mask is damaged')
  const picture = readPngPlane(bytes)
  const [left, top] = [Math.round(first.x), Math.round(first.y)]
  const alpha = new Uint8Array(size.width * size.height)
  for (let k = 0; k < picture.values.length; k++) {
    const [x, y] = [left + (k % picture.width), top + Math.floor(k / picture.width)]
    if (picture.values[k] !== 0 && x >= 0 && y >= 0 && x < size.width && y < size.height) alpha[y * size.width + x] = 255
  }
  return encodeRle(alpha, size)
}

const LEAST_POINTS: Readonly<Record<string, number>> = { polygon: 3, point: 1, points: 1, oriented_rectangle: 4, rotation: 4 }

function needPoints(shape: JsonNode, type: string): Point[] {
  const points = (shape.get('points')?.elements() ?? []).map((pair) => {
    const [x, y] = pair.elements().map((element) => element.number())
    if (x === undefined || y === undefined) throw new RecordProblem('a point is no pair of numbers')
    return { x, y }
  })
  const least = LEAST_POINTS[type] ?? 2
  if (points.length < least) throw new RecordProblem(`the ${type} has ${points.length} points, it needs ${least}`)
  return points
}

/** Flags that are set, a group, a description, and the attributes that newer tools of the family write. */
function readAttributes(shape: JsonNode, region: Result, { tags, context, where }: Surroundings): Result[] {
  const results: (Result | undefined)[] = []
  const put = (name: string, value: JsonNode) => {
    const result = context.project.attribute(tags.image, name, value.value(), region)
    if (result === undefined) context.unread(`shapes[].${name}`, where)
    else results.push(result)
  }
  for (const key of ['group_id', 'description', 'difficult', 'score']) {
    const value = shape.get(key)
    const isEmpty = value === undefined || value.isNull() || value.string() === '' || value.boolean() === false
    if (!isEmpty) put(key, value)
  }
  for (const [name, value] of shape.get('attributes')?.entries() ?? []) put(name, value)
  for (const flag of flagsOf(shape)) results.push(context.project.attribute(tags.image, flag, true, region))
  return results.filter((result) => result !== undefined)
}

/** Those that are set. */
function flagsOf(node: JsonNode): string[] {
  return (node.get('flags')?.entries() ?? []).filter(([, value]) => value.boolean() === true).map(([name]) => name)
}
