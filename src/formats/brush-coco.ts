import type { Size } from '../model/shape.ts'
import { annotatorName, type Id, type Task } from '../model/task.ts'
import { CocoDocument } from './coco/document.ts'
import { type LabelledRecord, labelledRecords } from './coco/labelled-records.ts'
import { type Outline, outlineOfRegion } from './coco/outline.ts'
import type { Carries, EncodeContext } from './format.ts'
import { paintedOutline } from './shared/drawn-outline.ts'
import { defineImageFormat } from './shared/image-format.ts'
import { type DrawnRegion, labelledImages } from './shared/labelled-images.ts'
import { classListOf, drawsShapes, LABEL_OPTIONS, shapesIn } from './shared/labels.ts'
import { hexColour } from './shared/png.ts'
import { rounded } from './shared/rounded.ts'

const CARRIES: Carries = {
  brush: 'exact',
  rectangle: 'exact',
  rotation: 'exact',
  polygon: 'exact',
  ellipse: 'approximate',
  'several-labels': 'exact', // an annotation per label
  polyline: 'drop',
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
  firstId: { default: 1, help: 'The id of the first label.' },
  masks: {
    default: 'rle',
    choices: ['rle', 'polygon'],
    help: 'A brush mask as run lengths, or as one polygon along its pixels with holes and parts joined by bridges of no width.',
  },
  clip: { default: false, help: 'Cut what reaches beyond the image.' },
  decimals: { default: 6, help: 'Digits after the point, at most; pixels.' },
} as const

type BrushCocoOptions = typeof OPTIONS

/** An image with what was drawn on it, less what only the whole export knows. */
interface BrushCocoImage {
  readonly reference: string
  readonly task: Id
  readonly size: Size | undefined
  readonly annotations: readonly LabelledRecord[]
}

/** COCO in the shape of Label Studio's `BRUSH_TO_COCO`: `result_coco.json`. */
export const brushCoco = defineImageFormat<BrushCocoOptions, readonly BrushCocoImage[]>({
  id: 'brush-coco',
  aliases: ['BRUSH_TO_COCO'],
  title: 'Brush masks as COCO',
  summary: 'One JSON file as Label Studio’s BRUSH_TO_COCO, with whole masks: holes, parts and exact areas.',
  spec: 'https://labelstud.io/guide/export',
  singleFile: 'result_coco.json',
  carries: CARRIES,
  options: OPTIONS,
  carriesWith: ({ masks }) => (masks === 'polygon' ? { brush: 'approximate' } : {}),
  defaults: { annotations: 'all', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config) {
    if (drawsShapes(config, isWritten)) return undefined
    return 'brush masks as COCO need an Image with BrushLabels, PolygonLabels, RectangleLabels or EllipseLabels, or with Labels and such shapes'
  },

  encode(batch, context) {
    return Array.from(batch, (task) => encodeTask(task, context)).flat()
  },

  async join(parts, sink, context) {
    const { config, options, report } = context
    const classes = (context.carried.classes ??= classListOf(config, isWritten, { firstId: options.firstId, report }))
    const document = new CocoDocument(context)
    for await (const part of parts)
      for (const described of part) {
        const { annotations, reference } = described
        const image = await document.image(described, () => ({ path: reference }))
        report.wrote('images')
        for (const { label, where, members } of annotations)
          await document.annotation({ image_id: image, category_id: classes.idOf(label, where), ...members })
        report.wrote('annotations', annotations.length)
      }
    const categories = classes
      .entries()
      .map(({ id, name }) => ({ id, name, supercategory: '', color: hexColour(id), metadata: {} }))
    await sink.put('result_coco.json', document.print({ categories, info: { version: '1.0', contributor: 'Goldpan' } }))
  },
  splitPath: (path, split) => (path === 'result_coco.json' ? `instances_${split}.json` : path),
})

function encodeTask(task: Task, context: EncodeContext<BrushCocoOptions>): BrushCocoImage[] {
  const { options, report } = context
  return labelledImages(task, context).map(({ image: { reference, size }, regions }) => ({
    reference,
    task: task.id,
    size,
    annotations: labelledRecords(regions, options.unlabelledAs, report, (drawn) => {
      const outline = outlineOf(drawn, context)
      return outline && printMembers(outline, annotatorName(drawn.annotation.annotator), options.decimals)
    }),
  }))
}

function outlineOf(drawn: DrawnRegion, { options, report }: EncodeContext<BrushCocoOptions>): Outline | undefined {
  const { region, size, where } = drawn
  const outline = outlineOfRegion(
    region.shape,
    size,
    { clip: options.clip, rle: 'compressed', boxSegmentation: 'all' },
    () => where,
    report,
  )
  if (outline === undefined || region.shape.kind !== 'brush' || options.masks === 'rle') return outline
  const points = paintedOutline(drawn, report)
  if (points === undefined) return undefined
  report.add('outline-sampled', where, { aspect: 'brush', count: points.length })
  return { ...outline, segmentation: [points.flatMap(({ x, y }) => [x, y])] }
}

function printMembers({ segmentation, bbox, area }: Outline, annotator: Id | undefined, decimals: number): object {
  const round = (value: number) => rounded(value, decimals)
  return {
    segmentation: 'counts' in segmentation ? segmentation : segmentation.map((polygon) => polygon.map(round)),
    area: round(area),
    bbox: [bbox.x, bbox.y, bbox.width, bbox.height].map(round),
    iscrowd: 0,
    ...(annotator === undefined ? {} : { annotator }),
  }
}
