import { ByteWriter } from '../../json/byte-writer.ts'
import type { Where } from '../../model/error.ts'
import type { CocoCategory, CocoImage, CocoPart, CocoPoint } from './part.ts'

/** Puts a {@link CocoPart} together, annotation by annotation. */
export class PartBuilder {
  /** Takes the members of the annotation at hand; {@link PartBuilder.add} ends them. */
  readonly members = new ByteWriter()
  readonly #images: CocoImage[] = []
  readonly #categories: CocoCategory[] = []
  readonly #places = new Map<string | undefined, number>()
  readonly #categoryOf: number[] = []
  readonly #ends: number[] = []
  readonly #points = new Map<number, readonly CocoPoint[]>()

  /** Annotations so far. */
  get count(): number {
    return this.#ends.length
  }

  image(image: CocoImage): void {
    this.#images.push(image)
  }

  /** An annotation of this category with the members just written. */
  add(label: string | undefined, points: readonly CocoPoint[], where: () => Where): void {
    let place = this.#places.get(label)
    if (place === undefined) {
      place = this.#categories.push({ label, where: where() }) - 1
      this.#places.set(label, place)
    }
    if (points.length > 0) this.#points.set(this.count, points)
    this.#categoryOf.push(place)
    this.#ends.push(this.members.length)
  }

  build(newest: number | undefined): CocoPart {
    return {
      images: this.#images,
      categories: this.#categories,
      categoryOf: Uint32Array.from(this.#categoryOf),
      members: this.members.take(),
      ends: Uint32Array.from(this.#ends),
      points: this.#points,
      newest,
    }
  }
}
