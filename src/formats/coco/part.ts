import type { Where } from '../../model/error.ts'
import type { Id } from '../../model/task.ts'

/** What `encode` found in a batch; ids and names are still open. */
export interface CocoPart {
  readonly images: readonly CocoImage[]
  /** When the newest annotation was touched, milliseconds since 1970. */
  readonly newest: number | undefined
}

export interface CocoImage {
  readonly task: Id
  /** As `data` spells it. */
  readonly reference: string
  /** Pixels; undefined when nobody knows. */
  readonly width: number | undefined
  readonly height: number | undefined
  readonly annotations: readonly CocoAnnotation[]
}

/** An annotation without its ids. */
export interface CocoAnnotation {
  /** Name of the category; undefined for key points that belong to no region. */
  readonly label: string | undefined
  /** Members from `segmentation` on as JSON text, without braces. */
  readonly members: string
  readonly points: readonly CocoPoint[]
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
