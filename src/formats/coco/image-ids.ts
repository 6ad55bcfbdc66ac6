import { DigestIndex } from '../../model/digest-index.ts'
import type { Carried } from '../format.ts'

/** Ids of images from 0, in another split behind those of the one before. Tasks that show the same file share an id, unless they disagree about its size; some 60 bytes per image. */
export class ImageIds {
  /** The newest image of each file name. */
  readonly #newest = new DigestIndex()
  readonly #widths: number[] = []
  readonly #heights: number[] = []
  /** Another image of the same file, which had another size; -1 for none. */
  readonly #older: number[] = []
  readonly #carried: Carried
  readonly #firstId: number

  constructor(carried: Carried) {
    this.#carried = carried
    this.#firstId = carried.images ?? 0
  }

  /** The image's id, whether it is new, and whether it is the first; without a size (NaN) it is the newest of that name. */
  of(name: string, width: number, height: number): { readonly id: number; readonly isNew: boolean; readonly isFirst: boolean } {
    const next = this.#older.length
    const newest = this.#newest.put(name, next) ?? -1
    let id = newest
    while (id >= 0 && !Number.isNaN(width) && (this.#widths[id] !== width || this.#heights[id] !== height)) id = this.#older[id]!
    if (id >= 0) {
      this.#newest.put(name, newest)
      return { id: this.#firstId + id, isNew: false, isFirst: false }
    }
    this.#older.push(newest)
    this.#widths.push(width)
    this.#heights.push(height)
    this.#carried.images = this.#firstId + next + 1
    return { id: this.#firstId + next, isNew: true, isFirst: next === 0 }
  }
}
