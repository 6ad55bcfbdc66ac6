import type { Where } from '../../model/error.ts'
import type { Report } from '../../model/issue.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import type { ShapeKind, Size } from '../../model/shape.ts'
import { ClassList, hasOpenLabels, labelsOfShapes } from './labels.ts'

/** What one byte per pixel can tell apart; 0 is the background. */
export const LAST_INDEX = 255

/** A plane of class indexes: a finished file where all labels stand in the config, else pixels whose indexes only the whole export can settle. */
export type ClassPlane =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'pending'; readonly values: Uint8Array; readonly size: Size; readonly labels: readonly PendingLabel[] }

/** A label that is not in the config: its index is given out when all parts are joined. */
export interface PendingLabel {
  readonly label: string
  /** What stands for it in the plane until then. */
  readonly index: number
  /** The regions under that label, for the report. */
  readonly regions: Where[]
}

/** Writes a plane of indexes as a file. */
export type PlaneEncoder = (values: Uint8Array, size: Size) => Uint8Array

/** The classes of masks, from 1: `category` of the config where it fits, the others in config order, then `unlabelledAs`; labels met only in the data behind them. */
export function maskClasses(config: LabelConfig, unlabelledAs: string, report: Report): ClassList {
  const labels = labelsOfShapes(config, isMaskShape).map((label) => {
    const { category } = label
    return category !== undefined && category >= 1 && category <= LAST_INDEX ? label : { ...label, category: undefined }
  })
  const classes = new ClassList(labels, hasOpenLabels(config, isMaskShape), { firstId: 1, report })
  if (unlabelledAs !== '') classes.add(unlabelledAs)
  return classes
}

/** For the classes of one batch: what there is to say about the config is said once, when the parts are joined. */
export const SILENT: Report = { add: () => {}, wrote: () => {} }

/** Shapes that can be painted. */
export function isMaskShape(shape: ShapeKind): boolean {
  return shape === 'brush' || shape === 'polygon' || shape === 'rectangle' || shape === 'ellipse'
}

/** The indexes of one image before the whole export is known. */
export class ImageClasses {
  readonly #known: ClassList
  readonly #pending = new Map<string, PendingLabel>()
  #next = LAST_INDEX

  constructor(known: ClassList) {
    this.#known = known
  }

  /** The index to paint with; undefined when there is none left that fits a byte. */
  indexOf(label: string, where: Where): number | undefined {
    if (this.#known.has(label)) {
      const index = this.#known.idOf(label, where)
      return index <= LAST_INDEX ? index : undefined
    }
    return (this.#pending.get(label) ?? this.#makePending(label))?.index
  }

  /** Notes a painted region of a label whose index is not settled yet; false when it is. */
  note(label: string, where: Where): boolean {
    return this.#pending.get(label)?.regions.push(where) !== undefined
  }

  finish(values: Uint8Array, size: Size, encode: PlaneEncoder): ClassPlane {
    if (this.#pending.size === 0) return { kind: 'file', bytes: encode(values, size) }
    return { kind: 'pending', values, size, labels: [...this.#pending.values()] }
  }

  /** From the top, so that they do not meet the known ones. */
  #makePending(label: string): PendingLabel | undefined {
    const taken = new Set(this.#known.entries().map(({ id }) => id))
    while (taken.has(this.#next)) this.#next--
    if (this.#next < 1) return undefined
    const pending = { label, index: this.#next--, regions: [] }
    this.#pending.set(label, pending)
    return pending
  }
}

/** The file of a plane, its pending indexes settled. `settled` hears of each pending label whether it got an index that fits a byte. */
export function settlePlane(
  plane: ClassPlane,
  classes: ClassList,
  encode: PlaneEncoder,
  settled: (label: PendingLabel, fits: boolean) => void,
): Uint8Array {
  if (plane.kind === 'file') return plane.bytes
  const table = Uint8Array.from({ length: LAST_INDEX + 1 }, (_, index) => index)
  for (const pending of plane.labels) {
    const final = classes.idOf(pending.label, pending.regions[0] ?? {})
    table[pending.index] = final <= LAST_INDEX ? final : 0
    settled(pending, final <= LAST_INDEX)
  }
  return encode(
    plane.values.map((index) => table[index]!),
    plane.size,
  )
}
