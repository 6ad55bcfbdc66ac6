import type { LabelConfig } from '../model/label-config.ts'
import type { ShapeKind } from '../model/shape.ts'
import { Skeleton } from './coco/keypoints.ts'
import type { Carries } from './format.ts'
import { SILENT } from './shared/class-plane.ts'
import { isSizelessBox } from './shared/drawn-box.ts'
import { defineImageFormat } from './shared/image-format.ts'
import { drawsShapes } from './shared/labels.ts'
import { joinYolo, YOLO_OPTIONS, yamlText, yoloSplitPath } from './yolo/dataset.ts'
import { encodeYolo } from './yolo/encode.ts'
import { flipIndexes } from './yolo/flip.ts'
import { PoseWriter } from './yolo/poses.ts'
import type { YoloPart } from './yolo/rows.ts'

const CARRIES: Carries = {
  rectangle: 'exact',
  keypoint: 'exact',
  'several-labels': 'exact', // a row per label
  rotation: 'approximate',
  ellipse: 'approximate',
  polygon: 'approximate',
  polyline: 'approximate',
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
  attributes: 'drop',
  answers: 'drop',
  relations: 'drop',
}

/** Pose estimation: a row `class x-centre y-centre width height x1 y1 visibility1 …` per box. */
export const yoloPose = defineImageFormat<typeof YOLO_OPTIONS, YoloPart>({
  id: 'yolo-pose',
  aliases: ['yolov8-pose', 'yolo11-pose'],
  title: 'YOLO poses',
  summary: 'A text file per image with a class, a box and its key points per row, for pose estimation with Ultralytics.',
  spec: 'https://docs.ultralytics.com/datasets/pose/#ultralytics-yolo-format',
  singleFile: undefined,
  carries: CARRIES,
  options: YOLO_OPTIONS,
  defaults: { annotations: 'ground-truth-first', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,

  unsuited(config) {
    if (drawsShapes(config, (shape) => shape === 'keypoint')) return undefined
    return 'YOLO poses need an Image with KeyPointLabels, and RectangleLabels for the boxes that the key points belong to'
  },

  encode(batch, context) {
    const { config, options, report } = context
    const names = keypointNames(config)
    return encodeYolo(batch, context, {
      isSizeless: isSizelessBox,
      writeImage: ({ regions }, rows) => new PoseWriter(names, rows, options, report).write(regions),
    })
  },

  async join(parts, sink, context) {
    const names = keypointNames(context.config)
    await joinYolo(parts, sink, context, {
      options: context.options,
      isClass: isBoxed,
      printYaml: (classes) => printPoseYaml(names, classes),
    })
  },
  splitPath: yoloSplitPath,
})

/** What a class can be of; labels of key points name their places instead. */
function isBoxed(shape: ShapeKind): boolean {
  return shape !== 'keypoint' && CARRIES[shape] !== 'drop'
}

/** By `model_index`, those without one behind in config order. */
function keypointNames(config: LabelConfig): readonly string[] {
  return new Skeleton(config, SILENT, false).names
}

/** All classes have the same key points. */
function printPoseYaml(names: readonly string[], classes: number): string {
  const flip = flipIndexes(names)
  const list = `[${names.map(yamlText).join(', ')}]`
  return [
    `kpt_shape: [${names.length}, 3]\n`,
    flip === undefined ? '' : `flip_idx: [${flip.join(', ')}]\n`,
    classes === 0 ? '' : 'kpt_names:\n',
    ...Array.from({ length: classes }, (_, index) => `  ${index}: ${list}\n`),
  ].join('')
}
