import type { PixelBox, Point, Size } from '../model/shape.ts'
import { type DataFile, stemOf } from './data-set.ts'
import { VocMaskFiles, type VocMasks } from './pascal-voc/masks.ts'
import type { Result } from './project.ts'
import type { AnnotationDraft, ReadContext, Reader, TaskDraft } from './reader.ts'
import { ImageTags } from './shared/image-tags.ts'
import { type TurnedBox, turnedAboutCentre } from './shared/quadrilateral.ts'
import { RecordProblem } from './shared/record-problem.ts'
import { childOf, numberOf, readXml, textOf, type XmlElement, XmlProblem } from './shared/xml.ts'

/** Pascal VOC: an XML file per image. */
export const pascalVoc: Reader = {
  id: 'pascal-voc',
  aliases: ['voc', 'pascal_voc', 'voc2012'],
  title: 'Pascal VOC',
  summary:
    'Boxes, parts, attributes and masks (SegmentationObject, SegmentationClass); polygons and turned boxes of tools that write them.',
  options: ['imageSize', 'mediaPrefix'],

  async detect(dataSet) {
    for (const file of dataSet.sample('xml')) {
      const head = await dataSet.headText(file)
      if (/<annotation[\s>]/.test(head) && /<(bndbox|robndbox|size|segmented)[\s>]/.test(head)) return 'sure'
    }
    return undefined
  },

  async *read(dataSet, context) {
    const tags = new ImageTags(context, () => [])
    const masks = new VocMaskFiles(dataSet)
    for (const file of dataSet.with('xml')) {
      const task = await readFile(file, masks, tags, context)
      if (task !== undefined) yield task
    }
    tags.finish()
  },
}

async function readFile(
  file: DataFile,
  maskFiles: VocMaskFiles,
  tags: ImageTags,
  context: ReadContext,
): Promise<TaskDraft | undefined> {
  const where = { file: file.name, line: 1 }
  try {
    const children: XmlElement[] = []
    for await (const child of readXml(file)) children.push(child)
    const root: XmlElement = { name: 'annotation', attributes: {}, children, text: '', line: 1 }
    const reference = textOf(root, 'filename') ?? `${stemOf(file.path)}.jpg`
    const masks = await masksOf(file, maskFiles, context)
    const size = (await sizeOf(root, reference, context)) ?? (masks && { width: masks.width, height: masks.height })
    const source = childOf(root, 'source')
    const results = readObjects(root, { file, tags, size, masks, context, first: firstPixel(source) })
    const annotators = source?.children.filter(({ name }) => name === 'annotator').map(({ text }) => text.trim()) ?? []
    const by = annotators.length === 1 ? annotatorOf(annotators[0]!) : undefined
    const draft: AnnotationDraft = { results, by }
    return { data: { image: reference, width: size?.width, height: size?.height }, annotations: [draft], where }
  } catch (error) {
    if (!(error instanceof XmlProblem)) throw error
    context.add('record-invalid', { file: file.name, line: error.line }, { problem: error.message })
    return undefined
  }
}

/** A mask that cannot be read costs itself only. */
async function masksOf(file: DataFile, maskFiles: VocMaskFiles, context: ReadContext): Promise<VocMasks | undefined> {
  try {
    return await maskFiles.of(file)
  } catch (error) {
    if (!(error instanceof RecordProblem)) throw error
    context.add('record-invalid', { file: file.name }, { problem: error.message })
    return undefined
  }
}

/** Ids are numbers. */
function annotatorOf(text: string): string | number {
  return /^\d{1,15}$/.test(text) ? Number(text) : text
}

/** The original data sets count pixels from 1, both ends inside; tools of today write edges from 0. */
function firstPixel(source: XmlElement | undefined): 0 | 1 {
  return /PASCAL\s*VOC/i.test((source && textOf(source, 'annotation')) ?? '') ? 1 : 0
}

async function sizeOf(root: XmlElement, reference: string, context: ReadContext): Promise<Size | undefined> {
  const stated = childOf(root, 'size')
  const width = numberOf(stated && textOf(stated, 'width')) ?? 0
  const height = numberOf(stated && textOf(stated, 'height')) ?? 0
  return width > 0 && height > 0 ? { width, height } : context.imageSize(reference)
}

interface Surroundings {
  readonly file: DataFile
  readonly tags: ImageTags
  readonly size: Size | undefined
  readonly masks: VocMasks | undefined
  readonly context: ReadContext
  readonly first: 0 | 1
}

function readObjects(root: XmlElement, surroundings: Surroundings): Result[] {
  const { file, size, context } = surroundings
  const results: Result[] = []
  const objects = root.children.filter(({ name }) => name === 'object')
  for (const [k, object] of objects.entries()) {
    const where = { file: file.name, line: object.line }
    try {
      if (size === undefined) context.add('size-unknown', where)
      else results.push(...readObject(object, String(k + 1), size, surroundings))
    } catch (error) {
      if (!(error instanceof RecordProblem)) throw error
      context.add('record-invalid', where, { problem: error.message })
    }
  }
  return [...results, ...readClasses(surroundings)]
}

/** What a mask of classes says, where none says it of the objects. */
function readClasses({ masks, tags }: Surroundings): Result[] {
  if (masks === undefined) return []
  const facts = { size: masks, frame: masks }
  return masks.classes.map(({ label, rle }, k) => tags.mask(`class ${k + 1}`, rle, label, facts))
}

function readObject(object: XmlElement, id: string, size: Size, surroundings: Surroundings): Result[] {
  const { tags, first, masks } = surroundings
  const label = textOf(object, 'name')
  if (label === undefined) throw new RecordProblem('the object has no `name`')
  const facts = { size, frame: size }
  const polygon = childOf(object, 'polygon')
  const mask = masks?.objects.get(Number(id))
  const region =
    mask !== undefined && masks !== undefined // it says more than the box around it
      ? tags.mask(id, mask, label, { size: masks, frame: masks })
      : polygon === undefined
        ? tags.box(id, readBox(object, first), label, facts)
        : tags.polygon(id, readPolygon(polygon), label, facts)
  const parts = object.children.filter(({ name }) => name === 'part')
  return [
    region,
    ...readAttributes(object, region, surroundings),
    ...parts.map((part, k) =>
      tags.box(`${id}-${k + 1}`, readBox(part, first), textOf(part, 'name') ?? 'part', { ...facts, parentId: id }),
    ),
  ]
}

function readBox(object: XmlElement, first: 0 | 1): PixelBox | TurnedBox {
  const turned = childOf(object, 'robndbox')
  if (turned !== undefined) return readTurned(turned)
  const bndbox = childOf(object, 'bndbox')
  if (bndbox === undefined) throw new RecordProblem('the object has no `bndbox`')
  const [xmin, ymin, xmax, ymax] = needNumbers(bndbox, ['xmin', 'ymin', 'xmax', 'ymax'])
  const box = { x: xmin! - first, y: ymin! - first, width: xmax! - xmin! + first, height: ymax! - ymin! + first }
  if (box.width < 0 || box.height < 0) throw new RecordProblem('`bndbox` ends before it begins')
  return box
}

/** roLabelImg: centre, size, radians. */
function readTurned(element: XmlElement): TurnedBox {
  const [cx, cy, width, height, angle] = needNumbers(element, ['cx', 'cy', 'w', 'h', 'angle'])
  return turnedAboutCentre({ x: cx!, y: cy! }, { width: width!, height: height! }, (angle! * 180) / Math.PI)
}

/** `<x1>`, `<y1>`, `<x2>` …, or `<pt><x/><y/></pt>` … */
function readPolygon(polygon: XmlElement): Point[] {
  const points = polygon.children.some(({ name }) => name === 'pt')
    ? polygon.children.map((point) => ({ x: numberOf(textOf(point, 'x')), y: numberOf(textOf(point, 'y')) }))
    : polygon.children
        .filter(({ name }) => /^x\d+$/.test(name))
        .map(({ name, text }) => ({ x: numberOf(text), y: numberOf(textOf(polygon, name.replace('x', 'y'))) }))
  if (points.length < 3) throw new RecordProblem(`the polygon has ${points.length} points, it needs 3`)
  return points.map(({ x, y }) => {
    if (x === undefined || y === undefined) throw new RecordProblem('a point of the polygon has no coordinates')
    return { x, y }
  })
}

function needNumbers(element: XmlElement, names: readonly string[]): number[] {
  return names.map((name) => {
    const number = numberOf(textOf(element, name))
    if (number === undefined) throw new RecordProblem(`\`${element.name}\` has no number in \`${name}\``)
    return number
  })
}

/** Members that are read elsewhere, or say nothing. */
const KNOWN: ReadonlySet<string> = new Set(['name', 'bndbox', 'robndbox', 'polygon', 'part', 'attributes', 'type'])
const SILENT: ReadonlySet<string> = new Set(['0', '', 'unspecified'])

/** `difficult`, `truncated`, `occluded`, `pose` where they say something, and the attributes that CVAT writes. */
function readAttributes(object: XmlElement, region: Result, { context, tags, file }: Surroundings): Result[] {
  const results: Result[] = []
  const put = (name: string, value: string | boolean | readonly string[]) => {
    const result = context.project.attribute(tags.image, name, value, region)
    if (result !== undefined) results.push(result)
  }
  for (const { name, text, children, line } of object.children) {
    if (KNOWN.has(name) || SILENT.has(text.trim().toLowerCase())) continue
    if (children.length > 0) context.unread(`object/${name}`, { file: file.name, line })
    else put(name, text.trim() === '1' ? true : text.trim())
  }
  const listed = new Map<string, string[]>()
  for (const attribute of childOf(object, 'attributes')?.children ?? []) {
    const name = textOf(attribute, 'name')
    const value = childOf(attribute, 'value')?.text ?? ''
    if (name !== undefined) listed.set(name, [...(listed.get(name) ?? []), value])
  }
  for (const [name, values] of listed) put(name, values)
  return results
}
