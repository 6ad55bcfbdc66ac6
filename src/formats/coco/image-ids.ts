import { DigestIndex } from '../../model/digest-index.ts'

/** Ids of images from 0. Tasks that show the same file share an id, unless they disagree about its size; some 60 bytes per image. */
export class ImageIds {
  /** The newest image of each file name. */
  readonly #newest = new DigestIndex()
  readonly #widths: number[] = []
  readonly #heights: number[] = []
  /** Another image of the same file, which had another size; -1 for none. */
  readonly #older: number[] = []

  /** The image's id, and whether it is new; without a size (NaN) it is the newest of that name. */
  of(name: string, width: number, height: number): { readonly id: number; readonly isNew: boolean } {
    const next = this.#older.length
    const newest = this.#newest.put(name, next) ?? -1
    let id = newest
    while (id >= 0 && !Number.isNaN(width) && (this.#widths[id] !== width || this.#heights[id] !== height)) id = this.#older[id]!
    if (id >= 0) {
      this.#newest.put(name, newest)
      return { id, isNew: false }
    }
    this.#older.push(newest)
    this.#widths.push(width)
    this.#heights.push(height)
    return { id: next, isNew: true }
  }
}
