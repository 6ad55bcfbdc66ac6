import type { Carries } from './format.ts'
import { defineImageFormat } from './shared/image-format.ts'
import { drawsShapes, shapesIn } from './shared/labels.ts'
import { isSizelessQuadrangle, unitCorners } from './yolo/corners.ts'
import { joinYolo, LABEL_STUDIO_LAYOUT, YOLO_OPTIONS, yoloSplitPath } from './yolo/dataset.ts'
import { encodeRegions } from './yolo/encode.ts'
import type { YoloPart } from './yolo/rows.ts'

const CARRIES: Carries = {
  rectangle: 'exact',
  rotation: 'exact',
  'several-labels': 'exact', // a row per label
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

/** Turned boxes: a row `class x1 y1 x2 y2 x3 y3 x4 y4` per box. */
export const yoloObb = defineImageFormat<typeof YOLO_OPTIONS, YoloPart>({
  id: 'yolo-obb',
  aliases: ['YOLO_OBB', 'YOLO_OBB_WITH_IMAGES', 'yolov8-obb', 'yolo11-obb'],
  aliasOutput: { YOLO_OBB_WITH_IMAGES: { media: 'download' } },
  aliasOptions: { YOLO_OBB: LABEL_STUDIO_LAYOUT, YOLO_OBB_WITH_IMAGES: LABEL_STUDIO_LAYOUT },
  title: 'YOLO turned boxes',
  summary: 'A text file per image with a class and the four corners of a turned box per row, as Ultralytics reads them.',
  spec: 'https://docs.ultralytics.com/datasets/obb/#yolo-obb-format',
  singleFile: undefined,
  carries: CARRIES,
  options: YOLO_OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config) {
    if (drawsShapes(config, isBoxed)) return undefined
    return 'YOLO turned boxes need an Image with RectangleLabels or another control that draws boxes or outlines'
  },

  encode: (batch, context) => encodeRegions(batch, context, { isSizeless: isSizelessQuadrangle, toNumbers: unitCorners }),

  async join(parts, sink, context) {
    await joinYolo(parts, sink, context, { options: context.options, isClass: isBoxed })
  },
  splitPath: yoloSplitPath,
})
