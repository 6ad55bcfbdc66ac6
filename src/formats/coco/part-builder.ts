import { ByteWriter } from '../../json/byte-writer.ts'
import type { Where } from '../../model/error.ts'
import type { Size } from '../../model/shape.ts'
import type { Id } from '../../model/task.ts'
import type { BoxRun } from './box-run.ts'
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
  /** Of labels that came in runs, by their numbers there. */
  readonly #placeOfNumber: (number | undefined)[] = []
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
    if (points.length > 0) this.#points.set(this.#ends.length, points)
    this.#categoryOf.push(this.#placeOf(label, where))
    this.#ends.push(this.members.length)
  }

  #placeOf(label: string | undefined, where: () => Where): number {
    let place = this.#places.get(label)
    if (place === undefined) {
      place = this.#categories.push({ label, where: where() }) - 1
      this.#places.set(label, place)
    }
    return place
  }

  /** Many at once. @param tell called for each image before its boxes */
  addRun(run: BoxRun, tell: (image: number) => void): void {
    const start = this.members.length
    this.members.bytes(run.members)
    let box = 0
    for (let image = 0; image < run.tasks; image++) {
      tell(image)
      for (const end = box + run.boxesOf(image); box < end; box++) {
        const number = run.labelNumberOf(box)
        this.#placeOfNumber[number] ??= this.#placeOf(run.labelOf(box, image), () => run.placeOfBox(box, image))
        this.#categoryOf.push(this.#placeOfNumber[number]!)
        this.#ends.push(start + run.endOf(box))
      }
      this.image(run.idOf(image), run.referenceOf(image), run.sizeOf(image))
    }
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
