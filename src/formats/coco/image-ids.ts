import { DigestIndex } from '../../model/digest-index.ts'

/** Ids of images from 0. Tasks that show the same file share an id, unless they disagree about its size; some 60 bytes per image. */
export class ImageIds {
  /** The newest image of each file name. */
  readonly #newest = new DigestIndex()
  readonly #widths: (number | undefined)[] = []
  readonly #heights: (number | undefined)[] = []
  /** Another image of the same file, which had another size; -1 for none. */
  readonly #older: number[] = []

  /** The image's id, and whether it is new; without a size it is the newest of that name. */
  of(name: string, width: number | undefined, height: number | undefined): { readonly id: number; readonly isNew: boolean } {
    const newest = this.#newest.get(name) ?? -1
    let id = newest
    while (id >= 0 && width !== undefined && (this.#widths[id] !== width || this.#heights[id] !== height)) id = this.#older[id]!
    if (id >= 0) return { id, isNew: false }
    const made = this.#older.push(newest) - 1
    this.#widths.push(width)
    this.#heights.push(height)
    this.#newest.set(name, made)
    return { id: made, isNew: true }
  }
}
