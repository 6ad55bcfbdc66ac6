import { encodeRle } from '../../model/rle.ts'
import type { Point, Size } from '../../model/shape.ts'
import type { Result } from '../project.ts'
import type { ReadContext } from '../reader.ts'
import type { ImageTags } from '../shared/image-tags.ts'
import { turnedAboutCentre } from '../shared/quadrilateral.ts'
import { RecordProblem } from '../shared/record-problem.ts'
import { numberOf, type XmlElement } from '../shared/xml.ts'

export interface ShapeSurroundings {
  readonly tags: ImageTags
  readonly size: Size
  readonly where: { readonly file: string; readonly line: number }
  readonly context: ReadContext
}

/** The regions that a shape of an image makes, with the answers about them. @throws RecordProblem */
export function readShape(shape: XmlElement, id: string, surroundings: ShapeSurroundings): Result[] {
  const regions = readRegions(shape, id, surroundings)
  const [first] = regions
  return first === undefined ? [] : [...regions, ...readAttributes(shape, first, surroundings)]
}

function readRegions(shape: XmlElement, id: string, surroundings: ShapeSurroundings): Result[] {
  const { tags, size } = surroundings
  const facts = { size, frame: size }
  const label = labelOf(shape)
  switch (shape.name) {
    case 'box': {
      const [left, top, right, bottom] = needNumbers(shape, ['xtl', 'ytl', 'xbr', 'ybr'])
      const rotation = numberOf(shape.attributes.rotation) ?? 0
      const box = { width: right! - left!, height: bottom! - top! }
      if (box.width < 0 || box.height < 0) throw new RecordProblem('the box ends before it begins')
      if (rotation === 0) return [tags.box(id, { x: left!, y: top!, ...box }, label, facts)]
      return [tags.box(id, turnedAboutCentre({ x: (left! + right!) / 2, y: (top! + bottom!) / 2 }, box, rotation), label, facts)]
    }
    case 'ellipse': {
      const [x, y, radiusX, radiusY] = needNumbers(shape, ['cx', 'cy', 'rx', 'ry'])
      const rotation = numberOf(shape.attributes.rotation) ?? 0
      return [tags.ellipse(id, { x: x!, y: y! }, { x: radiusX!, y: radiusY! }, rotation, label, facts)]
    }
    case 'polygon':
      return [tags.polygon(id, needPoints(shape, 3), label, facts)]
    case 'polyline':
      return [tags.polyline(id, needPoints(shape, 2), label, facts)]
    case 'mask':
      return [tags.mask(id, readMask(shape, size), label, facts)]
    case 'points':
      return readPoints(shape, id, label, surroundings)
    case 'skeleton':
      return readSkeleton(shape, id, surroundings)
  }
  throw new RecordProblem(`a ${shape.name} has no place in Label Studio`)
}

function labelOf({ name, attributes: { label } }: XmlElement): string {
  if (label === undefined || label === '') throw new RecordProblem(`the ${name} has no label`)
  return label
}

function readPoints(shape: XmlElement, id: string, label: string, { tags, size, where, context }: ShapeSurroundings): Result[] {
  const points = needPoints(shape, 1)
  if (points.length > 1) context.add('object-split', where, { count: points.length })
  const facts = { size, frame: size }
  const isHidden = shape.attributes.occluded === '1'
  return points.map((point, k) => tags.keypoint(k === 0 ? id : `${id}-${k + 1}`, point, label, isHidden, facts))
}

/** Its points under their own labels; the skeleton has no outline that could be their parent, so its label is an answer about each. */
function readSkeleton(shape: XmlElement, id: string, { tags, size, context }: ShapeSurroundings): Result[] {
  const facts = { size, frame: size }
  const points = shape.children.filter(({ name, attributes }) => name === 'points' && attributes.outside !== '1')
  return points.flatMap((element, k) => {
    const [point] = needPoints(element, 1)
    const region = tags.keypoint(`${id}-${k + 1}`, point!, labelOf(element), element.attributes.occluded === '1', facts)
    const skeleton = context.project.attribute(tags.image, 'skeleton', `${labelOf(shape)} ${id}`, region)
    return skeleton === undefined ? [region] : [region, skeleton]
  })
}

/** Run lengths along the rows of a box, the first of zeros. */
function readMask(shape: XmlElement, size: Size): readonly number[] {
  const [left, top, width, height] = needNumbers(shape, ['left', 'top', 'width', 'height']) as [number, number, number, number]
  const counts = (shape.attributes.rle ?? '').split(',').map(Number)
  if (!counts.every((count) => Number.isInteger(count) && count >= 0)) throw new RecordProblem('`rle` holds no run lengths')
  if (counts.reduce((sum, count) => sum + count, 0) > width * height) throw new RecordProblem('`rle` goes on beyond its box')
  const alpha = new Uint8Array(size.width * size.height)
  let place = 0
  for (const [k, count] of counts.entries()) {
    for (let end = place + count; place < end; place++) {
      const [x, y] = [left + (place % width), top + Math.floor(place / width)]
      if (k % 2 === 1 && x >= 0 && y >= 0 && x < size.width && y < size.height) alpha[y * size.width + x] = 255
    }
  }
  return encodeRle(alpha, size)
}

function needPoints({ name, attributes }: XmlElement, least: number): Point[] {
  const points = (attributes.points ?? '').split(';').map((pair) => {
    const [x, y] = pair.split(',').map(numberOf)
    if (x === undefined || y === undefined) throw new RecordProblem(`\`points\` of the ${name} holds no pairs of numbers`)
    return { x, y }
  })
  if (points.length < least) throw new RecordProblem(`the ${name} has ${points.length} points, it needs ${least}`)
  return points
}

/** Of an element's attributes. @throws RecordProblem */
export function needNumbers({ name, attributes }: XmlElement, names: readonly string[]): number[] {
  return names.map((attribute) => {
    const number = numberOf(attributes[attribute])
    if (number === undefined) throw new RecordProblem(`the ${name} has no number in \`${attribute}\``)
    return number
  })
}

/** `occluded`, a group, an order of drawing, and the attributes of the project. */
function readAttributes(shape: XmlElement, region: Result, { tags, context, where }: ShapeSurroundings): Result[] {
  const { occluded, group_id: group, z_order: order } = shape.attributes
  const results: (Result | undefined)[] = []
  if (occluded === '1' && !['points', 'skeleton'].includes(shape.name))
    results.push(context.project.attribute(tags.image, 'occluded', true, region))
  if (numberOf(group)) results.push(context.project.attribute(tags.image, 'group_id', Number(group), region))
  if (numberOf(order)) context.unread('z_order', where)
  for (const { name, attributes, text } of shape.children)
    if (name === 'attribute' && attributes.name !== undefined)
      results.push(context.project.attribute(tags.image, attributes.name, text.trim(), region))
  return results.filter((result) => result !== undefined)
}
