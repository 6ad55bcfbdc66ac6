import type { Size } from '../model/shape.ts'
import { type Id, placeOf, type Task } from '../model/task.ts'
import { RecordList } from './coco/document.ts'
import { ImageIds } from './coco/image-ids.ts'
import { type LabelledRecord, labelledRecords } from './coco/labelled-records.ts'
import { type Outline, outlineOfRegion } from './coco/outline.ts'
import type { Carries, EncodeContext } from './format.ts'
import { defineImageFormat } from './shared/image-format.ts'
import { type DrawnRegion, labelledImages } from './shared/labelled-images.ts'
import { classListOf, drawsShapes, LABEL_OPTIONS, shapesIn } from './shared/labels.ts'
import { rounded } from './shared/rounded.ts'

const CARRIES: Carries = {
  rectangle: 'exact',
  rotation: 'exact',
  polygon: 'exact',
  brush: 'exact',
  ellipse: 'approximate',
  'several-labels': 'exact', // a result per label
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
  ...LABEL_OPTIONS,
  clip: { default: false, help: 'Cut what reaches beyond the image.' },
  decimals: { default: 6, help: 'Digits after the point, at most; pixels.' },
} as const

type ResultOptions = typeof OPTIONS

/** What was predicted for one image, less the ids. */
interface PredictedImage {
  readonly reference: string
  readonly task: Id
  readonly size: Size | undefined
  readonly results: readonly LabelledRecord[]
}

/** COCO's list of results: predictions with scores, for pycocotools to hold against the annotations. */
export const cocoResults = defineImageFormat<ResultOptions, readonly PredictedImage[]>({
  id: 'coco-results',
  aliases: [],
  title: 'COCO results',
  summary:
    'Predictions with their scores as a list of results, which pycocotools evaluates against the coco file of the same tasks.',
  spec: 'https://cocodataset.org/#format-results',
  singleFile: 'results.json',
  carries: CARRIES,
  options: OPTIONS,
  defaults: { annotations: 'all', unannotated: true, predictions: 'with' },
  purpose: 'records',
  survey: 'without-config',

  unsuited(config) {
    if (drawsShapes(config, isWritten)) return undefined
    return 'COCO results need an Image with RectangleLabels, PolygonLabels, EllipseLabels or BrushLabels, and predictions'
  },

  encode(batch, context) {
    return Array.from(batch, (task) => encodeTask(task, context)).flat()
  },

  async join(parts, sink, context) {
    const { config, options, report } = context
    const classes = (context.carried.classes ??= classListOf(config, isWritten, { firstId: options.firstId, report }))
    const images = new ImageIds(context.carried)
    const results = new RecordList(context.spool())
    for await (const part of parts)
      for (const { reference, task, size, results: own } of part) {
        const { number } = context.mediaFile(reference, task) // of the name it has in the coco file, so that ids are the same
        const { id } = images.of(number, size?.width ?? Number.NaN, size?.height ?? Number.NaN)
        for (const { label, where, members } of own)
          await results.add({ image_id: id, category_id: classes.idOf(label, where), ...members })
        report.wrote('results', own.length)
      }
    await sink.put('results.json', printList(results))
  },
})

async function* printList(results: RecordList): AsyncIterable<string | Uint8Array> {
  yield '['
  yield* results.read()
  yield '\n]\n'
}

function encodeTask(task: Task, context: EncodeContext<ResultOptions>): PredictedImage[] {
  const { options, report } = context
  for (const annotation of task.annotations)
    if (annotation.regions.length > 0) report.add('annotation-unscored', placeOf(task, annotation))
  return labelledImages(task, context).map(({ image: { reference, size }, regions }) => {
    const predicted = regions.filter(({ annotation }) => annotation.origin === 'prediction')
    const results = labelledRecords(predicted, options.unlabelledAs, report, (drawn) => membersOf(drawn, context))
    return { reference, task: task.id, size, results }
  })
}

/** `bbox` always, `segmentation` where it says more: loadRes takes the results for boxes if the first has a bbox, and keeps segmentations. */
function membersOf(
  { region, annotation, size, where }: DrawnRegion,
  { options, report }: EncodeContext<ResultOptions>,
): object | undefined {
  const outline = outlineOfRegion(
    region.shape,
    size,
    { clip: options.clip, rle: 'compressed', boxSegmentation: 'rotated' },
    () => where,
    report,
  )
  if (outline === undefined) return undefined
  const score = region.score ?? annotation.score
  if (score === undefined) report.add('score-missing', where)
  const round = (value: number) => rounded(value, options.decimals)
  const { bbox } = outline
  return { bbox: [bbox.x, bbox.y, bbox.width, bbox.height].map(round), ...segmentationOf(outline, round), score: score ?? 1 }
}

function segmentationOf({ segmentation }: Outline, round: (value: number) => number): object {
  if ('counts' in segmentation) return { segmentation }
  return segmentation.length === 0 ? {} : { segmentation: segmentation.map((polygon) => polygon.map(round)) }
}
