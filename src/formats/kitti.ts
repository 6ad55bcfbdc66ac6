import type { Report } from '../model/issue.ts'
import { baseName } from '../model/media.ts'
import type { PixelBox } from '../model/shape.ts'
import type { Id, Task } from '../model/task.ts'
import type { Carries, EncodeContext, Options } from './format.ts'
import { boxToWrite, reportBoxed } from './shared/drawn-box.ts'
import { defineImageFormat } from './shared/image-format.ts'
import { ImageNames, imageBeside } from './shared/image-names.ts'
import { type DrawnRegion, type LabelledImage, labelledImages } from './shared/labelled-images.ts'
import { drawsShapes, LABEL_OPTIONS, shapesIn } from './shared/labels.ts'
import { writtenRegions } from './shared/written-regions.ts'

const CARRIES: Carries = {
  rectangle: 'exact',
  'several-labels': 'exact', // a line per label
  rotation: 'approximate',
  ellipse: 'approximate',
  polygon: 'approximate',
  polyline: 'approximate',
  brush: 'approximate',
  keypoint: 'drop',
  bitmask: 'drop',
  span: 'drop',
  'html-span': 'drop',
  'dialogue-span': 'drop',
  segment: 'drop',
  track: 'drop',
  'frame-range': 'drop',
  'series-range': 'drop',
  unknown: 'drop',
  attributes: 'drop',
  answers: 'drop',
  relations: 'drop',
}
const isWritten = shapesIn(CARRIES)

const OPTIONS = {
  unlabelledAs: LABEL_OPTIONS.unlabelledAs,
  clip: { default: true, help: 'Cut boxes at the border of the image and say how much of them is missing.' },
  decimals: { default: 2, help: 'Digits after the point; pixels.' },
} as const

type KittiOptions = typeof OPTIONS

interface KittiImage {
  readonly reference: string
  readonly task: Id
  readonly lines: string
}

/** KITTI object detection: a text file of 15 columns per image. */
export const kitti = defineImageFormat<KittiOptions, readonly KittiImage[]>({
  id: 'kitti',
  aliases: [],
  title: 'KITTI',
  summary: 'A text file per image with 15 columns per box; what two dimensions do not tell has KITTI’s values for "unknown".',
  spec: 'https://www.cvlibs.net/datasets/kitti/eval_object.php',
  singleFile: undefined,
  carries: CARRIES,
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config) {
    if (drawsShapes(config, isWritten)) return undefined
    return 'KITTI needs an Image with RectangleLabels or another control that draws boxes or outlines'
  },

  encode(batch, context) {
    return Array.from(batch, (task) =>
      labelledImages(task, context)
        .filter(({ regions, hasUnplaced }) => regions.length > 0 || !hasUnplaced)
        .map((image) => encodeImage(image, task, context)),
    ).flat()
  },

  async join(parts, sink, context) {
    const names = new ImageNames(context)
    const index = context.spool()
    for await (const part of parts)
      for (const { reference, task, lines } of part) {
        const file = names.nameOf(reference, task, '.txt')
        await sink.put(`label_2/${file}`, lines)
        const image_file = `image_2/${imageBeside(file, reference)}`
        context.placeMedia(image_file, reference, task)
        const image = { task, image: reference, image_name: baseName(reference) }
        await index.write(`${JSON.stringify({ file: `label_2/${file}`, image_file, ...image })}\n`)
      }
    await sink.put('index.jsonl', index.read())
  },
})

function encodeImage(
  { image: { reference }, regions }: LabelledImage,
  task: Task,
  { options, report }: EncodeContext<KittiOptions>,
): KittiImage {
  let lines = ''
  const written = writtenRegions(regions, options.unlabelledAs, report, (drawn) => boxNumbers(drawn, options, report))
  for (const { drawn, labels, written: numbers } of written) {
    for (const label of labels) lines += `${typeOf(label, drawn, report)} ${numbers}\n`
    report.wrote('objects', labels.length)
  }
  report.wrote('images')
  return { reference, task: task.id, lines }
}

/** Columns are parted by blanks. */
function typeOf(label: string, { where }: DrawnRegion, report: Report): string {
  const written = label.trim().replace(/\s+/g, '_') || '_'
  if (written !== label) report.add('label-renamed', where, { label, written })
  return written
}

/** What stands behind the type: truncated, occluded (3: unknown), alpha, box, and of the third dimension what KITTI writes where it is not known. */
function boxNumbers(drawn: DrawnRegion, { clip, decimals }: Options<KittiOptions>, report: Report): string | undefined {
  const { region, annotation } = drawn
  const boxes = boxToWrite(drawn, clip, report)
  if (boxes === undefined) return undefined
  const { whole, box } = boxes
  reportBoxed(drawn, box !== whole, report)
  const edges = [box.x, box.y, box.x + box.width, box.y + box.height].map((value) => value.toFixed(decimals))
  const score = annotation.origin === 'prediction' ? (region.score ?? annotation.score) : undefined
  const columns = [missingShare(whole, box).toFixed(2), 3, -10, ...edges, -1, -1, -1, -1000, -1000, -1000, -10]
  return [...columns, ...(score === undefined ? [] : [score])].join(' ')
}

function missingShare(whole: PixelBox, rest: PixelBox): number {
  return Math.max(0, 1 - (rest.width * rest.height) / (whole.width * whole.height))
}
