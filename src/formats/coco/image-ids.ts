import { NumberList } from '../../model/number-list.ts'
import type { Carried } from '../format.ts'

/** Ids of images from 0, in another split behind those of the one before. Tasks that show the same file share an id, unless they disagree about its size; some 20 bytes per image. */
export class ImageIds {
  /** By file: 1 + its newest image, counted from 0. */
  readonly #newest = new NumberList(Uint32Array)
  /** Width and height of each image, by turns. */
  readonly #sizes = new NumberList(Float64Array)
  /** The image of the same file before it, which had another size; few have one. */
  readonly #older = new Map<number, number>()
  #count = 0
  readonly #carried: Carried
  readonly #firstId: number

  constructor(carried: Carried) {
    this.#carried = carried
    this.#firstId = carried.images ?? 0
  }

  /**
   * The image's id, whether it is new, and whether it is the first; without a size (NaN) it is the newest of that file.
   * @param file its number
   */
  of(file: number, width: number, height: number): { readonly id: number; readonly isNew: boolean; readonly isFirst: boolean } {
    const newest = this.#newest.get(file) - 1
    const known = newest < 0 || Number.isNaN(width) ? newest : this.#ofSize(newest, width, height)
    if (known >= 0) return { id: this.#firstId + known, isNew: false, isFirst: false }
    const image = this.#count++
    this.#newest.set(file, image + 1)
    this.#sizes.set(2 * image, width)
    this.#sizes.set(2 * image + 1, height)
    if (newest >= 0) this.#older.set(image, newest)
    this.#carried.images = this.#firstId + this.#count
    return { id: this.#firstId + image, isNew: true, isFirst: image === 0 }
  }

  /** The image of that size among this one and those of the same file before it, or -1. */
  #ofSize(newest: number, width: number, height: number): number {
    let image = newest
    while (image >= 0 && (this.#sizes.get(2 * image) !== width || this.#sizes.get(2 * image + 1) !== height))
      image = this.#older.get(image) ?? -1
    return image
  }
}
