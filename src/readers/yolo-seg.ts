import type { Reader } from './reader.ts'
import { boxOf, detectRows, pointsOf, type RowKind, readYolo, sharesOf } from './yolo/read-yolo.ts'
import { isParallelogram } from './yolo-obb.ts'

const OUTLINES: RowKind = {
  expected: 'class x1 y1 x2 y2 x3 y3 …, and a score',
  isCount: (count) => count === 4 || (count >= 6 && count % 2 === 0),
  read(row) {
    const facts = sharesOf(row)
    if (row.values.length === 4) return [row.tags.box(row.id, boxOf(row.values), row.label, facts)] // Label Studio mixes them
    return [row.tags.polygon(row.id, pointsOf(row.values), row.label, facts)]
  },
}

/** YOLO outlines: a polygon per row. */
export const yoloSeg: Reader = {
  id: 'yolo-seg',
  aliases: ['yolov5-seg', 'yolov8-seg', 'yolo11-seg'],
  title: 'YOLO outlines',
  summary: 'Label files of polygons with data.yaml or classes.txt; rows of boxes among them too.',
  options: ['imageSize', 'classNames', 'mediaPrefix'],
  async detect(dataSet) {
    let [hasOutlines, hasOther] = [false, false]
    const evidence = await detectRows(dataSet, (values, { keypoints }) => {
      if (values.length > 5) hasOutlines = true
      if (values.length > 5 && !isParallelogram(values)) hasOther = true
      return keypoints === undefined && values.length !== 5
    })
    return hasOutlines && hasOther ? evidence : undefined
  },
  read: (dataSet, context) => readYolo(dataSet, context, OUTLINES),
}
