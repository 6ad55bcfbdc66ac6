import { boundsOf, pixelPoint } from '../model/geometry.ts'
import type { Report } from '../model/issue.ts'
import type { Ellipse, Point, Size } from '../model/shape.ts'
import { type Answer, answerTexts, type Id, type Task } from '../model/task.ts'
import { RecordList } from './coco/document.ts'
import type { Carries, EncodeContext } from './format.ts'
import { drawnOutline, drawnPoints, paintedOutline } from './shared/drawn-outline.ts'
import { defineImageFormat } from './shared/image-format.ts'
import { ImageNames } from './shared/image-names.ts'
import { type DrawnRegion, type LabelledImage, labelledImages } from './shared/labelled-images.ts'
import { drawsShapes, LABEL_OPTIONS, shapesIn } from './shared/labels.ts'
import { rounded } from './shared/rounded.ts'
import { writtenRegions } from './shared/written-regions.ts'

const CARRIES: Carries = {
  rectangle: 'exact',
  rotation: 'exact', // as a polygon of four corners
  ellipse: 'exact',
  polygon: 'exact',
  polyline: 'exact',
  keypoint: 'exact',
  'several-labels': 'exact', // a region per label
  attributes: 'exact',
  brush: 'approximate',
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
  attribute: { default: 'label', help: 'The region attribute that holds the label.' },
  decimals: { default: 3, help: 'Digits after the point, at most; pixels.' },
} as const

type ViaOptions = typeof OPTIONS

interface ViaImage {
  readonly reference: string
  readonly task: Id
  readonly regions: readonly object[]
}

/** VGG Image Annotator: the annotations of all images in one JSON file. */
export const via = defineImageFormat<ViaOptions, readonly ViaImage[]>({
  id: 'via',
  aliases: ['via-json'],
  title: 'VGG Image Annotator',
  summary: 'One JSON file with the regions of all images, as VIA 2 imports them.',
  spec: 'https://gitlab.com/vgg/via/-/blob/master/via-2.x.y/CodeDoc.md',
  singleFile: 'via.json',
  carries: CARRIES,
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config) {
    if (drawsShapes(config, isWritten)) return undefined
    return 'VIA needs an Image on which shapes are drawn'
  },

  encode(batch, context) {
    return Array.from(batch, (task) => labelledImages(task, context).map((image) => encodeImage(image, task, context))).flat()
  },

  async join(parts, sink, context) {
    const names = new ImageNames(context)
    const entries = new RecordList(context.spool())
    for await (const part of parts)
      for (const { reference, task, regions } of part) {
        const filename = names.nameOf(reference, task)
        context.placeMedia(`images/${filename}`, reference, task)
        // the key is name and bytes; VIA writes −1 where it cannot see the file
        await entries.add({ filename, size: -1, regions, file_attributes: {} }, `${filename}-1`)
      }
    await sink.put('via.json', document(entries))
  },
})

async function* document(entries: RecordList): AsyncIterable<string | Uint8Array> {
  yield '{'
  yield* entries.read()
  yield '\n}\n'
}

function encodeImage(
  { image: { reference }, regions }: LabelledImage,
  task: Task,
  { options, report }: EncodeContext<ViaOptions>,
): ViaImage {
  const round = (value: number) => rounded(value, options.decimals)
  const written = writtenRegions(regions, options.unlabelledAs, report, (drawn) => viaShape(drawn, round, report))
  const printed = Array.from(written, ({ drawn, labels, written: shape }) => {
    report.wrote('shapes', labels.length)
    const answers = answersOf(drawn.region.attributes)
    return labels.map((label) => ({
      shape_attributes: shape,
      region_attributes: { ...answers, [options.attribute]: label },
    }))
  })
  report.wrote('images')
  return { reference, task: task.id, regions: printed.flat() }
}

/** The per-region answers under their controls' names. */
function answersOf(attributes: readonly Answer[]): Readonly<Record<string, string>> {
  const texts = new Map<string, string[]>()
  for (const answer of attributes) texts.set(answer.fromName, [...(texts.get(answer.fromName) ?? []), ...answerTexts(answer)])
  return Object.fromEntries([...texts].map(([name, values]) => [name, values.join(', ')]))
}

function viaShape(drawn: DrawnRegion, round: (value: number) => number, report: Report): object | undefined {
  const {
    region: { shape },
    size,
    where,
  } = drawn
  if (shape.kind === 'keypoint' || shape.kind === 'polyline') {
    const points = drawnPoints(drawn, report)
    if (points === undefined) return undefined
    const [first] = points
    return shape.kind === 'polyline'
      ? printPoints('polyline', points, round)
      : { name: 'point', cx: round(first!.x), cy: round(first!.y) }
  }
  const outline = shape.kind === 'brush' ? paintedOutline(drawn, report) : drawnOutline(drawn, report)
  if (outline === undefined) return undefined
  if (shape.kind === 'brush') report.add('outline-sampled', where, { aspect: 'brush', count: outline.length })
  if (shape.kind === 'ellipse') return ellipseShape(shape, size, round)
  if (shape.kind !== 'rectangle' || shape.rotation !== 0) return printPoints('polygon', outline, round)
  const { x, y, width, height } = boundsOf(outline)
  return { name: 'rect', x: round(x), y: round(y), width: round(width), height: round(height) }
}

/** `theta` is in radians, clockwise on the screen. */
function ellipseShape(ellipse: Ellipse, size: Size, round: (value: number) => number): object {
  const centre = pixelPoint(ellipse, size)
  const radii = pixelPoint({ x: Math.abs(ellipse.radiusX), y: Math.abs(ellipse.radiusY) }, size)
  const axes = { cx: round(centre.x), cy: round(centre.y), rx: round(radii.x), ry: round(radii.y) }
  return { name: 'ellipse', ...axes, theta: rounded((ellipse.rotation * Math.PI) / 180, 6) }
}

function printPoints(name: 'polygon' | 'polyline', points: readonly Point[], round: (value: number) => number): object {
  return { name, all_points_x: points.map(({ x }) => round(x)), all_points_y: points.map(({ y }) => round(y)) }
}
