import type { Reader } from './reader.ts'
import { boxOf, detectRows, type RowKind, readYolo, sharesOf } from './yolo/read-yolo.ts'

const BOXES: RowKind = {
  expected: 'class x-centre y-centre width height, and a score',
  isCount: (count) => count === 4,
  read: (row) => [row.tags.box(row.id, boxOf(row.values), row.label, sharesOf(row))],
}

/** YOLO boxes: a text file per image. */
export const yolo: Reader = {
  id: 'yolo',
  aliases: ['yolov5', 'yolov8', 'yolo11', 'darknet'],
  title: 'YOLO boxes',
  summary: 'Label files of boxes with data.yaml or classes.txt; rows with scores as predictions.',
  options: ['imageSize', 'classNames', 'mediaPrefix'],
  detect: (dataSet) =>
    detectRows(dataSet, ({ length }, { keypoints }) => keypoints === undefined && (length === 4 || length === 5)),
  read: (dataSet, context) => readYolo(dataSet, context, BOXES),
}
