import { PngError, readPng } from '../../io/read-png.ts'
import { encodeRle } from '../../model/rle.ts'
import type { Size } from '../../model/shape.ts'
import { type DataFile, type DataSet, readWhole } from '../data-set.ts'
import { RecordProblem } from './record-problem.ts'

/** A number per pixel, row by row; those of colours are red + 256 green + 256² blue. */
export interface MaskPicture extends Size {
  readonly values: Uint8Array | Uint16Array | Uint32Array
  /** The colour that a value is shown in, as such a number; undefined of grey pictures. */
  colourOf(value: number): number | undefined
}

/** What VOC paints round objects, and many tools where nobody has to say anything. */
export const VOID = 255
/** How a mask calls what belongs to no object. */
export const BACKGROUND = 0

/** @throws RecordProblem when it is no PNG that can be read */
export async function readMaskFile(file: DataFile): Promise<MaskPicture> {
  try {
    return pictureOf(readPng(await readWhole(file)))
  } catch (error) {
    if (error instanceof PngError) throw new RecordProblem(`the mask \`${file.name}\` cannot be read: ${error.message}`)
    throw error
  }
}

/** Where a folder is beside that of a file: `a/SegmentationClass/1.png` for `a/Annotations/1.xml`. */
export function besideFolder(dataSet: DataSet, path: string, folder: string): DataFile | undefined {
  const [, root = '', name = ''] = /^(.*\/)?(?:[^/]*\/)([^/]*)\.[^./]*$/s.exec(path) ?? []
  return dataSet.at(`${root}${folder}/${name}.png`) ?? dataSet.at(`${folder}/${name}.png`)
}

/** A region for each value: its pixels as Label Studio keeps masks. By value, from small to large. */
export function* regionsOfMask({ values, width, height }: MaskPicture): Generator<{ value: number; rle: readonly number[] }> {
  const ranges = new Map<number, { readonly first: number; last: number }>()
  for (let pixel = 0; pixel < values.length; pixel++) {
    const range = ranges.get(values[pixel]!)
    if (range === undefined) ranges.set(values[pixel]!, { first: pixel, last: pixel })
    else range.last = pixel
  }
  for (const [value, { first, last }] of [...ranges].sort(([a], [b]) => a - b)) {
    const alpha = new Uint8Array(values.length)
    for (let pixel = first; pixel <= last; pixel++) if (values[pixel] === value) alpha[pixel] = 255
    yield { value, rle: encodeRle(alpha, { width, height }) }
  }
}

function pictureOf({ width, height, channels, samples, palette }: ReturnType<typeof readPng>): MaskPicture {
  const colourAt = (colours: ArrayLike<number>, at: number) => colours[at]! + 256 * colours[at + 1]! + 65536 * colours[at + 2]!
  if (channels > 2) {
    const values = Uint32Array.from({ length: width * height }, (_, pixel) => colourAt(samples, pixel * channels))
    return { width, height, values, colourOf: (value) => value }
  }
  const values = channels === 1 ? samples : samples.filter((_, k) => k % 2 === 0)
  return { width, height, values, colourOf: (value) => palette && colourAt(palette, 3 * value) }
}
