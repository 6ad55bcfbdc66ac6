import type { Where } from '../../model/error.ts'
import type { Size } from '../../model/shape.ts'
import type { PlainRun } from '../plain-run.ts'

/** How boxes are printed, and of which image they are. */
export interface BoxStyle {
  /** Digits behind the point, at most. */
  readonly decimals: number
  /** Whether boxes that are not turned have their corners as `segmentation`, too. */
  readonly hasAllCorners: boolean
  /** The key in `data` that names the image. */
  readonly imageKey: string
  /** The object tag of the image. */
  readonly objectName: string
}

/** Tasks whose annotations hold nothing but boxes on one image; an image is numbered as its task. */
export interface BoxRun extends PlainRun {
  idOf(image: number): number
  /** What `data` calls it. */
  referenceOf(image: number): string
  /** Pixels; undefined where nobody knows. */
  sizeOf(image: number): Size | undefined
  /** How many boxes are on the image; they come in the order of the images. */
  boxesOf(image: number): number
  readonly boxes: number
  /** The same number stands for the same label in all runs of a batch. */
  labelNumberOf(box: number): number
  /** @param image the one that the box is on, as in {@link BoxRun.placeOfBox} */
  labelOf(box: number, image: number): string
  placeOfBox(box: number, image: number): Where
  /** All boxes as `CocoPart.members` has them, and where each of them ends. */
  readonly members: Uint8Array
  endOf(box: number): number
  /** When the newest annotation was touched, milliseconds since 1970. */
  readonly newest: number | undefined
}
