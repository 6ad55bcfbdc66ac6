import type { Where } from '../model/error.ts'
import type { Report } from '../model/issue.ts'
import type { PixelBox, Size } from '../model/shape.ts'
import type { Id, Task } from '../model/task.ts'
import type { Carries, EncodeContext, JoinContext, Sink } from './format.ts'
import { csvLine } from './shared/csv-line.ts'
import { type BoxToWrite, boxToWrite, isSizelessBox, reportBoxed } from './shared/drawn-box.ts'
import { defineImageFormat } from './shared/image-format.ts'
import { ImageNames, imageBeside } from './shared/image-names.ts'
import { labelledImages } from './shared/labelled-images.ts'
import { classListOf, drawsShapes, LABEL_OPTIONS, shapesIn } from './shared/labels.ts'
import { rounded } from './shared/rounded.ts'
import { type WrittenRegion, writtenRegions } from './shared/written-regions.ts'

const CARRIES: Carries = {
  rectangle: 'exact',
  'several-labels': 'exact', // a row per label
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
  columns: {
    default: 'openimages',
    choices: ['openimages', 'retinanet'],
    help: 'openimages: 13 columns, corners from 0 to 1. retinanet: path, corners in pixels, class, as keras-retinanet and torchvision scripts read them.',
  },
  unlabelledAs: LABEL_OPTIONS.unlabelledAs,
  clip: { default: true, help: 'Cut boxes at the border of the image and mark them as truncated.' },
  decimals: { default: 6, help: 'Digits after the point, at most.' },
} as const

type CsvOptions = typeof OPTIONS

/** An image with its boxes. */
interface BoxedImage {
  readonly reference: string
  readonly task: Id
  readonly size: Size | undefined
  readonly boxes: readonly BoxRow[]
}
interface BoxRow {
  readonly labels: readonly string[]
  readonly where: Where
  readonly box: PixelBox
  /** Of the picture that `box` is in. */
  readonly size: Size
  readonly isTruncated: boolean
  readonly isPrediction: boolean
  readonly score: number | undefined
}

/** Object detection tables: a row per box. */
export const csvDetection = defineImageFormat<CsvOptions, readonly BoxedImage[]>({
  id: 'csv-detection',
  aliases: ['openimages'],
  title: 'CSV of boxes',
  summary: 'A table with a row per box, in the columns of Open Images or of RetinaNet’s scripts, and a list of the classes.',
  spec: 'https://storage.googleapis.com/openimages/web/download_v7.html',
  singleFile: undefined,
  carries: CARRIES,
  options: OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config) {
    if (drawsShapes(config, isWritten)) return undefined
    return 'a CSV of boxes needs an Image with RectangleLabels or another control that draws boxes or outlines'
  },

  encode(batch, context) {
    return Array.from(batch, (task) => encodeTask(task, context)).flat()
  },

  async join(parts, sink, context) {
    if (context.options.columns === 'openimages') await joinOpenImages(parts, sink, context)
    else await joinRetinanet(parts, sink, context)
  },
})

function encodeTask(task: Task, context: EncodeContext<CsvOptions>): BoxedImage[] {
  const { options, report } = context
  const isSizeless = options.columns === 'openimages' ? isSizelessBox : undefined
  return labelledImages(task, context, isSizeless)
    .filter(({ regions, hasUnplaced }) => regions.length > 0 || !hasUnplaced)
    .map(({ image: { reference, size }, regions }) => {
      report.wrote('images')
      const written = writtenRegions(regions, options.unlabelledAs, report, (drawn) => boxToWrite(drawn, options.clip, report))
      return { reference, task: task.id, size, boxes: Array.from(written, (region) => boxRow(region, report)) }
    })
}

function boxRow({ drawn, labels, written: { whole, box } }: WrittenRegion<BoxToWrite>, report: Report): BoxRow {
  const { region, annotation, where, size } = drawn
  const isTruncated = box !== whole
  reportBoxed(drawn, isTruncated, report)
  report.wrote('rows', labels.length)
  const isPrediction = annotation.origin === 'prediction'
  return { labels, where, box, size, isTruncated, isPrediction, score: region.score ?? annotation.score }
}

/** −1 where nobody said. */
async function joinOpenImages(
  parts: AsyncIterable<readonly BoxedImage[]>,
  sink: Sink,
  context: JoinContext<CsvOptions>,
): Promise<void> {
  const { config, options, report } = context
  const classes = (context.carried.classes ??= classListOf(config, isWritten, { firstId: 0, report }))
  const names = new ImageNames(context)
  const [rows, images] = [context.spool(), context.spool()]
  const head = 'ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside'
  await rows.write(`${head}\n`)
  await images.write(csvLine(['ImageID', 'OriginalURL', 'Task']))
  for await (const part of parts)
    for (const { reference, task, boxes } of part) {
      const id = names.nameOf(reference, task, '')
      context.placeMedia(`images/${imageBeside(`${id}.`, reference)}`, reference, task)
      await images.write(csvLine([id, reference, task]))
      for (const { labels, where, box, size, isTruncated, isPrediction, score } of boxes)
        for (const label of labels) {
          classes.idOf(label, where)
          const round = (value: number) => rounded(value, options.decimals)
          const edgesX = [round(box.x / size.width), round((box.x + box.width) / size.width)]
          const edgesY = [round(box.y / size.height), round((box.y + box.height) / size.height)]
          const confidence = isPrediction ? (score ?? 1) : 1
          const source = isPrediction ? 'prediction' : 'manual'
          await rows.write(csvLine([id, source, label, confidence, ...edgesX, ...edgesY, -1, isTruncated ? 1 : 0, -1, -1, -1]))
        }
    }
  await sink.put('annotations-bbox.csv', rows.read())
  await sink.put('images.csv', images.read())
  const list = classes.entries().map(({ name }) => csvLine([name, name]))
  await sink.put('class-descriptions.csv', list.join(''))
}

/** Whole pixels, which its readers insist on; an image without boxes has a row without values. https://github.com/fizyr/keras-retinanet#csv-datasets */
async function joinRetinanet(
  parts: AsyncIterable<readonly BoxedImage[]>,
  sink: Sink,
  context: JoinContext<CsvOptions>,
): Promise<void> {
  const { config, report } = context
  const classes = (context.carried.classes ??= classListOf(config, isWritten, { firstId: 0, report }))
  const names = new ImageNames(context)
  const rows = context.spool()
  for await (const part of parts)
    for (const { reference, task, boxes } of part) {
      const path = names.nameOf(reference, task)
      context.placeMedia(path, reference, task)
      if (boxes.length === 0) await rows.write(csvLine([path, '', '', '', '', '']))
      for (const { labels, where, box } of boxes)
        for (const label of labels) {
          classes.idOf(label, where)
          const [x1, y1] = [Math.round(box.x), Math.round(box.y)]
          const [x2, y2] = [Math.max(x1 + 1, Math.round(box.x + box.width)), Math.max(y1 + 1, Math.round(box.y + box.height))]
          await rows.write(csvLine([path, x1, y1, x2, y2, label]))
        }
    }
  await sink.put('annotations.csv', rows.read())
  const list = classes.entries().map(({ name }, k) => csvLine([name, k]))
  await sink.put('classes.csv', list.join(''))
}
