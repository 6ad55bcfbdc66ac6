import type { Where } from '../../model/error.ts'
import type { Size } from '../../model/shape.ts'

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

/** Tasks in a row whose annotations hold nothing but boxes on one image, printed at once. Good until the next is printed. */
export interface BoxRun {
  /** One per task. */
  readonly images: number
  idOf(image: number): number
  /** What `data` calls it. */
  referenceOf(image: number): string
  /** Pixels; undefined where nobody knows. */
  sizeOf(image: number): Size | undefined
  placeOf(image: number): Where
  /** How many annotations the task has. */
  annotationsOf(image: number): number
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

export interface RunTaker {
  /** @param tell is to be called for each image, before anything else is reported about its task */
  take(run: BoxRun, tell: (image: number) => void): void
}

/** Prints plain tasks before they are read. */
export interface BoxPrinter {
  /** Is called before the first task is taken: runs are handed over in between the tasks, in the order of the input. */
  start(style: BoxStyle, taker: RunTaker): void
}
