import type { Result } from './project.ts'
import type { Reader } from './reader.ts'
import { rectangleOf } from './shared/quadrilateral.ts'
import { detectRows, pointsOf, type RowKind, readYolo, sharesOf, type YoloRow } from './yolo/read-yolo.ts'

const CORNERS: RowKind = {
  expected: 'class x1 y1 x2 y2 x3 y3 x4 y4, and a score',
  isCount: (count) => count === 8,
  read: (row) => [readCorners(row)],
}

/** YOLO turned boxes: four corners per row. */
export const yoloObb: Reader = {
  id: 'yolo-obb',
  aliases: ['yolov8-obb', 'yolo11-obb'],
  title: 'YOLO turned boxes',
  summary: 'Label files of four corners; corners that make no rectangle, or images of unknown size, as polygons.',
  options: ['imageSize', 'classNames', 'mediaPrefix'],
  async detect(dataSet) {
    let [parallelograms, others] = [0, 0] // corners that were cut at the border make none
    const evidence = await detectRows(dataSet, (values, { keypoints }) => {
      if (isParallelogram(values)) parallelograms++
      else others++
      return keypoints === undefined && (values.length === 8 || values.length === 9)
    })
    return parallelograms > others ? evidence : undefined
  },
  read: (dataSet, context) => readYolo(dataSet, context, CORNERS),
}

/** Which a rectangle is also in shares of the image, where its corners are not square. */
export function isParallelogram(values: readonly number[]): boolean {
  if (values.length !== 8 && values.length !== 9) return false
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0, x4 = 0, y4 = 0] = values
  return Math.abs(x1 + x3 - x2 - x4) <= SHARE_TOLERANCE && Math.abs(y1 + y3 - y2 - y4) <= SHARE_TOLERANCE
}

/** Writers round to four digits or more, and corners are rounded one by one. */
const SHARE_TOLERANCE = 1e-3
/** Of the longer side of the image. */
const CORNER_TOLERANCE = 1e-3

/** Corners are square in pixels only. */
function readCorners({ values, size, tags, id, label, score }: YoloRow & { readonly score: number | undefined }): Result {
  const points = pointsOf(values)
  if (size === undefined) return tags.polygon(id, points, label, sharesOf({ size, score }))
  const pixels = points.map(({ x, y }) => ({ x: x * size.width, y: y * size.height }))
  const box = rectangleOf(pixels, CORNER_TOLERANCE * Math.max(size.width, size.height))
  const facts = { size, frame: size, score }
  return box === undefined ? tags.polygon(id, pixels, label, facts) : tags.box(id, box, label, facts)
}
