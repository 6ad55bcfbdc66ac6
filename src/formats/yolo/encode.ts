import { BLANK } from '../../json/ascii.ts'
import type { ByteWriter } from '../../json/byte-writer.ts'
import type { Report } from '../../model/issue.ts'
import type { Point, Shape, Size } from '../../model/shape.ts'
import type { Task } from '../../model/task.ts'
import type { EncodeContext, OptionTable } from '../format.ts'
import { type DrawnRegion, type LabelledImage, labelledImages } from '../shared/labelled-images.ts'
import { writtenRegions } from '../shared/written-regions.ts'
import { RowBuilder, type YoloPart } from './rows.ts'

export interface RowOptions {
  readonly unlabelledAs: string
  readonly clip: boolean
  readonly decimals: number
}

/** How a YOLO format writes what was drawn. */
export interface RowFormat {
  /** Shapes whose percents are coordinates already, on an image of any size. */
  isSizeless(shape: Shape): boolean
  /** Writes the rows of all regions of an image. */
  writeImage(image: LabelledImage, rows: RowBuilder): void
}

/** How a YOLO format writes a region: a row for each of its labels. */
export interface RegionFormat extends Pick<RowFormat, 'isSizeless'> {
  /** The numbers behind the class index, coordinates 0–1; undefined once the report says why there are none. */
  toNumbers(drawn: DrawnRegion, options: RowOptions, report: Report): readonly number[] | undefined
}

/** Every region for itself, see {@link encodeYolo}. */
export function encodeRegions(
  batch: Iterable<Task>,
  context: EncodeContext & { readonly options: RowOptions },
  { isSizeless, toNumbers }: RegionFormat,
): YoloPart {
  const { options, report } = context
  return encodeYolo(batch, context, {
    isSizeless,
    writeImage({ regions }, rows) {
      const written = writtenRegions(regions, options.unlabelledAs, report, (drawn) => toNumbers(drawn, options, report))
      for (const { drawn, labels, written: numbers } of written) {
        writeNumbers(rows.text, numbers, options.decimals)
        rows.endRow(labels, drawn.where)
        report.wrote('rows', labels.length)
      }
    },
  })
}

/** The rows of every image that was looked at. An image on which regions could not be placed gets no file unless others could: it is not empty. */
export function encodeYolo<O extends OptionTable>(
  batch: Iterable<Task>,
  context: EncodeContext<O>,
  { isSizeless, writeImage }: RowFormat,
): YoloPart {
  const rows = new RowBuilder()
  for (const task of batch)
    for (const labelled of labelledImages(task, context, isSizeless)) {
      const { image, page, regions, hasUnplaced } = labelled
      if (hasUnplaced && regions.length === 0) continue
      writeImage(labelled, rows)
      rows.endImage({ reference: image.reference, task: task.id, page, size: image.size })
      context.report.wrote('images')
    }
  return rows.build()
}

/** Each with a blank before it. */
export function writeNumbers(writer: ByteWriter, numbers: readonly number[], decimals: number): void {
  for (const number of numbers) writer.byte(BLANK).decimal(number, decimals)
}

/** x, y, x, y … from 0 to 1. */
export function unitCoordinates(points: readonly Point[], { width, height }: Size): number[] {
  return points.flatMap(({ x, y }) => [x / width, y / height])
}
