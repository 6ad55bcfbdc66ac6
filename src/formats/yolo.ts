import type { Carries } from './format.ts'
import { isSizelessBox } from './shared/drawn-box.ts'
import { defineImageFormat } from './shared/image-format.ts'
import { drawsShapes, shapesIn } from './shared/labels.ts'
import { unitBox } from './yolo/box.ts'
import { joinYolo, LABEL_STUDIO_LAYOUT, YOLO_OPTIONS, yoloSplitPath } from './yolo/dataset.ts'
import { encodeRegions } from './yolo/encode.ts'
import type { YoloPart } from './yolo/rows.ts'

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
const isBoxed = shapesIn(CARRIES)

/** Object detection: a row `class x-centre y-centre width height` per box. */
export const yolo = defineImageFormat<typeof YOLO_OPTIONS, YoloPart>({
  id: 'yolo',
  aliases: ['YOLO', 'YOLO_WITH_IMAGES', 'yolov5', 'yolov8', 'yolo11'],
  aliasOutput: { YOLO_WITH_IMAGES: { media: 'download' } },
  aliasOptions: { YOLO: LABEL_STUDIO_LAYOUT, YOLO_WITH_IMAGES: LABEL_STUDIO_LAYOUT },
  title: 'YOLO boxes',
  summary: 'A text file per image with a class and a box per row, and the data.yaml that Ultralytics trains from.',
  spec: 'https://docs.ultralytics.com/datasets/detect/#ultralytics-yolo-format',
  singleFile: undefined,
  carries: CARRIES,
  options: YOLO_OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config) {
    if (drawsShapes(config, isBoxed)) return undefined
    return 'YOLO needs an Image with RectangleLabels or another control that draws boxes or outlines'
  },

  encode: (batch, context) => encodeRegions(batch, context, { isSizeless: isSizelessBox, toNumbers: unitBox }),

  async join(parts, sink, context) {
    await joinYolo(parts, sink, context, { options: context.options, isClass: isBoxed })
  },
  splitPath: yoloSplitPath,
})
