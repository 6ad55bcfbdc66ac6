import { ByteWriter } from '../../json/byte-writer.ts'
import type { Where } from '../../model/error.ts'
import type { Size } from '../../model/shape.ts'
import type { Id } from '../../model/task.ts'
import type { CocoCategory, CocoPart, CocoPoint } from './part.ts'

/** Puts a {@link CocoPart} together, annotation by annotation. */
export class PartBuilder {
  /** Takes the members of the annotation at hand; {@link PartBuilder.add} ends them. */
  readonly members = new ByteWriter()
  readonly #tasks: Id[] = []
  readonly #references: string[] = []
  readonly #sizes: number[] = []
  readonly #counts: number[] = []
  #onImages = 0 // annotations that are on an image
  readonly #categories: CocoCategory[] = []
  readonly #places = new Map<string | undefined, number>()
  readonly #categoryOf: number[] = []
  readonly #ends: number[] = []
  readonly #points = new Map<number, readonly CocoPoint[]>()

  /** The image that the annotations since the last one are on. */
  image(task: Id, reference: string, size: Size | undefined): void {
    this.#tasks.push(task)
    this.#references.push(reference)
    this.#sizes.push(size?.width ?? Number.NaN, size?.height ?? Number.NaN)
    this.#counts.push(this.#ends.length - this.#onImages)
    this.#onImages = this.#ends.length
  }

  /** An annotation of this category with the members just written. */
  add(label: string | undefined, points: readonly CocoPoint[], where: () => Where): void {
    let place = this.#places.get(label)
    if (place === undefined) {
      place = this.#categories.push({ label, where: where() }) - 1
      this.#places.set(label, place)
    }
    if (points.length > 0) this.#points.set(this.#ends.length, points)
    this.#categoryOf.push(place)
    this.#ends.push(this.members.length)
  }

  build(newest: number | undefined): CocoPart {
    return {
      tasks: this.#tasks,
      references: this.#references,
      sizes: Float64Array.from(this.#sizes),
      counts: Uint32Array.from(this.#counts),
      categories: this.#categories,
      categoryOf: Uint32Array.from(this.#categoryOf),
      members: this.members.take(),
      ends: Uint32Array.from(this.#ends),
      points: this.#points,
      newest,
    }
  }
}
