import type { Where } from '../../model/error.ts'
import type { Id } from '../../model/task.ts'

/** What `encode` found in a batch; ids and names are still open. All but names stand in typed arrays: there are many. */
export interface CocoPart {
  /** Of each image its task and what `data` calls it. */
  readonly tasks: readonly Id[]
  readonly references: readonly string[]
  /** Width and height of each image, pixels; NaN where nobody knows. */
  readonly sizes: Float64Array
  /** So many annotations are on each image; they come in the order of the images. */
  readonly counts: Uint32Array
  /** Categories in order of appearance. */
  readonly categories: readonly CocoCategory[]
  /** Of each annotation its place in `categories`. */
  readonly categoryOf: Uint32Array
  /** Of each annotation the members from `segmentation` on, as JSON text without braces, one behind the other. */
  readonly members: Uint8Array
  /** Where those of each annotation end. */
  readonly ends: Uint32Array
  /** Key points by annotation, of those that have any. */
  readonly points: ReadonlyMap<number, readonly CocoPoint[]>
  /** When the newest annotation was touched, milliseconds since 1970. */
  readonly newest: number | undefined
}

export interface CocoCategory {
  /** Undefined for key points that belong to no region. */
  readonly label: string | undefined
  /** Where it was met first. */
  readonly where: Where
}

/** A key point in pixels, rounded. */
export interface CocoPoint {
  readonly label: string
  readonly x: number
  readonly y: number
  /** 1: marked but hidden, 2: visible. */
  readonly visibility: 1 | 2
  readonly where: Where
}

/** Category of key points that belong to no region, as Label Studio calls it. */
export const LOOSE_CATEGORY = 'default'
