import { isImageTag } from '../model/media.ts'
import type { ShapeKind } from '../model/shape.ts'
import { type Annotation, annotationsOf, placeOf, type Task } from '../model/task.ts'
import { type SizedRegion, writeAnnotations } from './coco/annotations.ts'
import type { BoxRun, BoxStyle } from './coco/box-run.ts'
import { instantOf, newest } from './coco/date.ts'
import { fillKeypoints } from './coco/keypoints.ts'
import type { CocoPart } from './coco/part.ts'
import { PartBuilder } from './coco/part-builder.ts'
import { printInfo, Records } from './coco/records.ts'
import type { Carries, EncodeContext, JoinContext } from './format.ts'
import { defineImageFormat } from './shared/image-format.ts'
import { drawsShapes, LABEL_OPTIONS, shapesIn } from './shared/labels.ts'
import { imagesOf, needImage, needSize } from './shared/task-images.ts'

const CARRIES: Carries = {
  rectangle: 'exact',
  rotation: 'exact', // the four corners are in `segmentation`, `bbox` is the box around them
  polygon: 'exact',
  brush: 'exact',
  keypoint: 'exact',
  ellipse: 'approximate',
  'several-labels': 'exact',
  attributes: 'approximate', // those of key points have no place
  polyline: 'drop',
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
  ...LABEL_OPTIONS,
  imagePrefix: { default: '', help: 'Stands before every `file_name`, for instance `images/`.' },
  rle: {
    default: 'compressed',
    choices: ['compressed', 'uncompressed'],
    help: 'Run lengths of brush masks as a string, or as a list of numbers. pycocotools reads both.',
  },
  boxSegmentation: {
    default: 'rotated',
    choices: ['rotated', 'all'],
    help: 'Which boxes have their four corners as `segmentation`: the turned ones, or all.',
  },
  clip: { default: false, help: 'Cut what reaches beyond the image.' },
  decimals: { default: 6, help: 'Digits after the point, at most; pixels.' },
  roundKeypoints: { default: false, help: 'Key points in whole pixels, as Label Studio writes them.' },
} as const

type Options = typeof OPTIONS

/** COCO object detection, segmentation and key points in one `result.json`. */
export const coco = defineImageFormat<Options, CocoPart>({
  id: 'coco',
  aliases: ['COCO', 'COCO_WITH_IMAGES'],
  aliasOptions: { COCO_WITH_IMAGES: { imagePrefix: 'images/' } },
  aliasOutput: { COCO_WITH_IMAGES: { media: 'download' } },
  title: 'COCO',
  summary: 'One JSON file with boxes, polygons, masks and key points of all images.',
  spec: 'https://cocodataset.org/#format-data',
  singleFile: 'result.json',
  carries: CARRIES,
  options: OPTIONS,
  defaults: { annotations: 'all', unannotated: true },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config) {
    if (drawsShapes(config, isWritten)) return undefined
    return 'COCO needs an Image with RectangleLabels, PolygonLabels, EllipseLabels, BrushLabels or KeyPointLabels, or with Labels and such shapes'
  },

  encode(batch, context) {
    const part = new PartBuilder()
    let touched: number | undefined
    const style = boxStyle(context)
    if (style !== undefined)
      context.printer?.boxes(style, {
        take(run, tell) {
          takeRun(run, tell, part, context)
          touched = newest(touched, run.newest)
        },
      })
    for (const task of batch) {
      for (const annotation of annotationsOf(task)) touched = newest(touched, instantOf(annotation))
      encodeTask(task, part, context)
    }
    return part.build(touched)
  },

  async join(parts, sink, context) {
    await sink.put('result.json', document(parts, context))
  },
  splitPath: (path, split) => (path === 'result.json' ? `instances_${split}.json` : path),
})

/** How boxes may be printed at once: where there is one image to a task and they are not to be cut. */
function boxStyle({ config, options: { clip, decimals, boxSegmentation } }: EncodeContext<Options>): BoxStyle | undefined {
  const [image, ...others] = config.objects.filter(({ tag }) => isImageTag(tag))
  if (image === undefined || others.length > 0 || config.indexFlags.length > 0 || clip || /[.[\]]/.test(image.dataPath))
    return undefined
  return { decimals, hasAllCorners: boxSegmentation === 'all', imageKey: image.dataPath, objectName: image.name }
}

/** What a category can be of; labels of key points name parts of an instance instead. */
function isOutlined(shape: ShapeKind): boolean {
  return shape !== 'keypoint' && isWritten(shape)
}

/** What one annotation says about one image. */
interface Drawing {
  readonly annotation: Annotation
  readonly regions: SizedRegion[]
}

function takeRun(run: BoxRun, tell: (image: number) => void, part: PartBuilder, { report }: EncodeContext<Options>): void {
  part.addRun(run, (image) => {
    tell(image)
    if (run.sizeOf(image) === undefined) report.add('size-absent', run.placeOf(image))
  })
  report.wrote('regions', run.boxes)
}

function encodeTask(task: Task, part: PartBuilder, context: EncodeContext<Options>): void {
  const { options, report } = context
  const images = imagesOf(task, context)
  const drawings = images.map((): Drawing[] => [])
  for (const annotation of annotationsOf(task)) {
    const place = { task, annotation }
    for (const region of context.regions(annotation)) {
      const image = needImage(images, region, place, context)
      const size = image && needSize(image, region, place, report)
      if (size === undefined) continue
      const ofImage = drawings[images.indexOf(image!)]!
      let drawing = ofImage.at(-1)
      if (drawing?.annotation !== annotation) {
        drawing = { annotation, regions: [] }
        ofImage.push(drawing)
      }
      drawing.regions.push({ region, size })
    }
  }
  for (const [k, { reference, size }] of images.entries()) {
    for (const { annotation, regions } of drawings[k]!) writeAnnotations(regions, { task, annotation, options, report }, part)
    if (size === undefined) report.add('size-absent', placeOf(task))
    part.image(task.id, reference, size)
  }
}

/** The file, piece by piece; annotations wait in a spool until all images are written. One record a line. */
async function* document(parts: AsyncIterable<CocoPart>, context: JoinContext<Options>): AsyncIterable<string | Uint8Array> {
  const spool = context.spool()
  const records = new Records(context, { ...context.options, isOutlined })
  let touched: number | undefined
  yield '{\n  "images": ['
  for await (const part of parts) {
    touched = newest(touched, part.newest)
    const { images, annotations } = records.add(part)
    await spool.write(annotations)
    yield images
  }
  yield `\n  ],\n  "categories": [${records.categories()}\n  ],\n  "annotations": [`
  yield* fillKeypoints(spool.read(), records.skeleton)
  yield `\n  ],\n  "info": ${printInfo(touched)}\n}\n`
}
