import type { Carries } from './format.ts'
import { defineImageFormat } from './shared/image-format.ts'
import { drawsShapes, shapesIn } from './shared/labels.ts'
import { joinYolo, YOLO_OPTIONS, yoloSplitPath } from './yolo/dataset.ts'
import { encodeRegions } from './yolo/encode.ts'
import { isSizelessOutline, unitOutline } from './yolo/outline.ts'
import type { YoloPart } from './yolo/rows.ts'

const CARRIES: Carries = {
  rectangle: 'exact', // its four corners
  rotation: 'exact',
  polygon: 'exact',
  'several-labels': 'exact', // a row per label
  ellipse: 'approximate',
  brush: 'approximate',
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
const isOutlined = shapesIn(CARRIES)

/** Instance segmentation: a row `class x y x y …` per outline. */
export const yoloSeg = defineImageFormat<typeof YOLO_OPTIONS, YoloPart>({
  id: 'yolo-seg',
  aliases: ['yolov5-seg', 'yolov8-seg', 'yolo11-seg'],
  title: 'YOLO outlines',
  summary: 'A text file per image with a class and an outline per row, for instance segmentation with Ultralytics.',
  spec: 'https://docs.ultralytics.com/datasets/segment/#ultralytics-yolo-format',
  singleFile: undefined,
  carries: CARRIES,
  options: YOLO_OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config) {
    if (drawsShapes(config, isOutlined)) return undefined
    return 'YOLO outlines need an Image with PolygonLabels, BrushLabels or another control that draws areas'
  },

  encode: (batch, context) => encodeRegions(batch, context, { isSizeless: isSizelessOutline, toNumbers: unitOutline }),

  async join(parts, sink, context) {
    await joinYolo(parts, sink, context, { options: context.options, isClass: isOutlined })
  },
  splitPath: yoloSplitPath,
})
