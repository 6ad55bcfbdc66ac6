import { boundsOf, ELLIPSE_POINTS, pixelPoint } from '../model/geometry.ts'
import type { Report } from '../model/issue.ts'
import type { Ellipse, PixelBox, Point, Size } from '../model/shape.ts'
import { type Answer, answerTexts, type Id, placeOf, type Task } from '../model/task.ts'
import type { Carries, EncodeContext } from './format.ts'
import { drawnMask, drawnOutline, drawnPoints } from './shared/drawn-outline.ts'
import { defineImageFormat } from './shared/image-format.ts'
import { ImageNames, imageBeside } from './shared/image-names.ts'
import { type DrawnRegion, type LabelledImage, labelledImages } from './shared/labelled-images.ts'
import { drawsShapes, LABEL_OPTIONS, shapesIn } from './shared/labels.ts'
import { encodeBilevelPng } from './shared/png.ts'
import { prefixFolder } from './shared/prefix-folder.ts'
import { rounded } from './shared/rounded.ts'
import { writtenRegions } from './shared/written-regions.ts'

const CARRIES: Carries = {
  rectangle: 'exact',
  rotation: 'exact', // as a polygon of four corners
  polygon: 'exact',
  polyline: 'exact',
  keypoint: 'exact',
  brush: 'exact',
  'several-labels': 'exact', // a shape per label
  ellipse: 'approximate',
  attributes: 'approximate', // choices as flags, the rest as text
  bitmask: 'drop',
  span: 'drop',
  'html-span': 'drop',
  'dialogue-span': 'drop',
  segment: 'drop',
  track: 'drop',
  'frame-range': 'drop',
  'series-range': 'drop',
  unknown: 'drop',
  answers: 'drop',
  relations: 'drop',
}
const isWritten = shapesIn(CARRIES)

const OPTIONS = {
  unlabelledAs: LABEL_OPTIONS.unlabelledAs,
  imagePrefix: {
    default: '',
    help: 'Stands before every `imagePath`, for instance `../images/`; paths are seen from the JSON file.',
  },
  decimals: { default: 6, help: 'Digits after the point, at most; pixels.' },
} as const

type LabelmeOptions = typeof OPTIONS

interface LabelmeImage {
  readonly reference: string
  readonly task: Id
  readonly size: Size | undefined
  readonly shapes: readonly object[]
}

/** What a shape is in LabelMe: points in pixels, and the mask inside their box where there is one. */
interface LabelmeShape {
  readonly shape_type: 'polygon' | 'rectangle' | 'circle' | 'linestrip' | 'point' | 'mask'
  readonly points: readonly Point[]
  /** A PNG in base64. */
  readonly mask?: string
}

/** LabelMe: a JSON file beside each image. */
export const labelme = defineImageFormat<LabelmeOptions, readonly LabelmeImage[]>({
  id: 'labelme',
  aliases: [],
  title: 'LabelMe',
  summary: 'A JSON file per image with its shapes, as LabelMe opens them.',
  spec: 'https://github.com/wkentaro/labelme/blob/main/labelme/_label_file.py',
  singleFile: undefined,
  carries: CARRIES,
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config) {
    if (drawsShapes(config, isWritten)) return undefined
    return 'LabelMe needs an Image on which shapes are drawn'
  },

  encode(batch, context) {
    return Array.from(batch, (task) => labelledImages(task, context).map((image) => encodeImage(image, task, context))).flat()
  },

  async join(parts, sink, context) {
    const names = new ImageNames(context)
    for await (const part of parts)
      for (const { reference, task, size, shapes } of part) {
        const file = names.nameOf(reference, task, '.json')
        const imageFile = imageBeside(file, reference)
        const imagePath = context.options.imagePrefix + imageFile
        context.placeMedia(prefixFolder(context.options.imagePrefix, '') + imageFile, reference, task)
        const sizes = { imageHeight: size?.height ?? null, imageWidth: size?.width ?? null }
        const document = { version: '5.5.0', flags: {}, shapes, imagePath, imageData: null, ...sizes }
        await sink.put(file, `${JSON.stringify(document, null, 2)}\n`)
      }
  },
})

function encodeImage(
  { image: { reference, size }, regions }: LabelledImage,
  task: Task,
  { options, report }: EncodeContext<LabelmeOptions>,
): LabelmeImage {
  if (size === undefined) report.add('size-absent', placeOf(task))
  const groups = groupsOf(regions)
  const written = writtenRegions(regions, options.unlabelledAs, report, (drawn) => labelmeShape(drawn, report))
  const shapes = Array.from(written, ({ drawn, labels, written: shape }) => {
    report.wrote('shapes', labels.length)
    const points = shape.points.map(({ x, y }) => [rounded(x, options.decimals), rounded(y, options.decimals)])
    const described = { ...describe(drawn.region.attributes), group_id: groups.get(drawn) ?? null }
    return labels.map((label) => ({ label, points, shape_type: shape.shape_type, ...described, mask: shape.mask ?? null }))
  })
  report.wrote('images')
  return { reference, task: task.id, size, shapes: shapes.flat() }
}

/** A region and those that are its children have a number in common. */
function groupsOf(regions: readonly DrawnRegion[]): ReadonlyMap<DrawnRegion, number> {
  const groups = new Map<DrawnRegion, number>()
  for (const drawn of regions) {
    const { parentId } = drawn.region
    const parent = regions.find(({ region, annotation }) => region.id === parentId && annotation === drawn.annotation)
    if (parentId === undefined || parent === undefined || parent === drawn) continue
    const group = groups.get(parent) ?? groups.get(drawn) ?? new Set(groups.values()).size + 1
    groups.set(parent, group)
    groups.set(drawn, group)
  }
  return groups
}

/** Choices are flags that are set; every other answer is a line of text. */
function describe(attributes: readonly Answer[]): {
  readonly flags: Readonly<Record<string, true>>
  readonly description: string
} {
  const choices = attributes.filter(({ type }) => type === 'choices').flatMap(answerTexts)
  const others = attributes.filter(({ type }) => type !== 'choices')
  const lines = others.map((answer) => `${answer.fromName}: ${answerTexts(answer).join(', ')}`)
  return { flags: Object.fromEntries(choices.map((choice) => [choice, true])), description: lines.join('\n') }
}

function labelmeShape(drawn: DrawnRegion, report: Report): LabelmeShape | undefined {
  const { shape } = drawn.region
  switch (shape.kind) {
    case 'keypoint':
    case 'polyline': {
      const points = drawnPoints(drawn, report)
      return points && { shape_type: shape.kind === 'keypoint' ? 'point' : 'linestrip', points }
    }
    case 'brush':
      return maskShape(drawn, report)
    default: {
      const outline = drawnOutline(drawn, report)
      if (outline === undefined) return undefined
      if (shape.kind === 'ellipse') return ellipseShape(shape, outline, drawn, report)
      const isUpright = shape.kind === 'rectangle' && shape.rotation === 0
      return isUpright
        ? { shape_type: 'rectangle', points: cornersOf(boundsOf(outline)) }
        : { shape_type: 'polygon', points: outline }
    }
  }
}

/** A circle where it is one: its centre and a point on it. */
function ellipseShape(ellipse: Ellipse, outline: readonly Point[], { size, where }: DrawnRegion, report: Report): LabelmeShape {
  const centre = pixelPoint(ellipse, size)
  const radii = pixelPoint({ x: Math.abs(ellipse.radiusX), y: Math.abs(ellipse.radiusY) }, size)
  if (Math.abs(radii.x - radii.y) < 1e-6 * radii.x)
    return { shape_type: 'circle', points: [centre, { x: centre.x + radii.x, y: centre.y }] }
  report.add('outline-sampled', where, { aspect: 'ellipse', count: ELLIPSE_POINTS })
  return { shape_type: 'polygon', points: outline }
}

/** A picture of the box around the mask; the points are its first and its last pixel. */
function maskShape(drawn: DrawnRegion, report: Report): LabelmeShape | undefined {
  const mask = drawnMask(drawn, report)
  if (mask === undefined) return undefined
  const { pixels, box } = mask
  const cropped = new Uint8Array(box.width * box.height)
  for (let y = 0; y < box.height; y++) {
    const start = (box.y + y) * drawn.size.width + box.x
    cropped.set(pixels.subarray(start, start + box.width), y * box.width)
  }
  const points = cornersOf({ ...box, width: box.width - 1, height: box.height - 1 })
  return { shape_type: 'mask', points, mask: printBase64(encodeBilevelPng(cropped, box)) }
}

function cornersOf({ x, y, width, height }: PixelBox): readonly Point[] {
  return [
    { x, y },
    { x: x + width, y: y + height },
  ]
}

function printBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}
