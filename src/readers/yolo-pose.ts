import type { Result } from './project.ts'
import type { Reader } from './reader.ts'
import type { YoloNames } from './yolo/classes.ts'
import { boxOf, detectRows, keypointNames, type RowKind, readYolo, sharesOf, type YoloRow } from './yolo/read-yolo.ts'

const POSES: RowKind = {
  expected: 'class, box and the key points that `kpt_shape` in data.yaml tells, and a score',
  isCount: (count, names) => count === 4 + pointNumbers(names),
  read: readPose,
}

/** YOLO poses: a box and its key points per row. */
export const yoloPose: Reader = {
  id: 'yolo-pose',
  aliases: ['yolov8-pose', 'yolo11-pose'],
  title: 'YOLO poses',
  summary: 'Label files of boxes with key points; data.yaml has to have `kpt_shape`.',
  options: ['imageSize', 'classNames', 'mediaPrefix'],
  detect: (dataSet) =>
    detectRows(dataSet, ({ length }, names) => {
      const expected = 4 + pointNumbers(names)
      return names.keypoints !== undefined && (length === expected || length === expected + 1)
    }),
  read: (dataSet, context) => readYolo(dataSet, context, POSES),
}

function pointNumbers({ keypoints }: YoloNames): number {
  return keypoints === undefined ? 0 : keypoints.count * keypoints.numbers
}

/** A point of visibility 0, or without visibility at 0, 0, is not labelled. */
function readPose({ values, names, tags, id, label, size, score }: YoloRow & { readonly score: number | undefined }): Result[] {
  const facts = sharesOf({ size, score })
  const box = tags.box(id, boxOf(values), label, facts)
  const step = names.keypoints?.numbers ?? 0
  const points = keypointNames(names).flatMap((name, k) => {
    const [x = 0, y = 0, visibility = x === 0 && y === 0 ? 0 : 2] = values.slice(4 + k * step, 4 + (k + 1) * step)
    if (visibility === 0) return []
    return [tags.keypoint(`${id}-${name}`, { x, y }, name, visibility === 1, { ...facts, parentId: id })]
  })
  return [box, ...points]
}
