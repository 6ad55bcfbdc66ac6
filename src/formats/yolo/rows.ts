import { ByteWriter } from '../../json/byte-writer.ts'
import type { Where } from '../../model/error.ts'
import type { Size } from '../../model/shape.ts'
import type { Id } from '../../model/task.ts'

/** The label files of a batch; class indexes and names are still open. Rows are numbers and bytes only: there are many. */
export interface YoloPart {
  readonly images: readonly YoloImage[]
  /** In order of appearance. */
  readonly labels: readonly YoloLabel[]
  /** Of each row its place in `labels`. */
  readonly labelOf: Uint32Array
  /** Of each row what follows its class index, with the line end, one behind the other. */
  readonly text: Uint8Array
  /** Where the text of each row ends. */
  readonly ends: Uint32Array
}

export interface YoloLabel {
  /** Undefined for key points that belong to no box. */
  readonly label: string | undefined
  /** Where it was met first. */
  readonly where: Where
}

/** An image or page with a label file. */
export interface YoloImage {
  readonly reference: string
  readonly task: Id
  /** Of a multi-page image, from 0. */
  readonly page: number | undefined
  readonly size: Size | undefined
  /** Where its rows end; they begin where those of the image before end. */
  readonly rowsEnd: number
}

/** Puts a {@link YoloPart} together, row by row. */
export class RowBuilder {
  /** Takes what follows the class index of the row at hand; {@link RowBuilder.endRow} ends it. */
  readonly text = new ByteWriter()
  readonly #images: YoloImage[] = []
  readonly #labels: YoloLabel[] = []
  readonly #places = new Map<string | undefined, number>()
  readonly #labelOf: number[] = []
  readonly #ends: number[] = []

  /** Writes the row once for each label. */
  endRow(labels: readonly (string | undefined)[], where: Where): void {
    const start = this.#ends.at(-1) ?? 0
    this.text.text('\n')
    const end = this.text.length
    for (const [k, label] of labels.entries()) {
      if (k > 0) this.text.again(start, end)
      this.#labelOf.push(this.#placeOf(label, where))
      this.#ends.push(this.text.length)
    }
  }

  /** The image that the rows since the last one are of. */
  endImage(image: Omit<YoloImage, 'rowsEnd'>): void {
    this.#images.push({ ...image, rowsEnd: this.#ends.length })
  }

  build(): YoloPart {
    return {
      images: this.#images,
      labels: this.#labels,
      labelOf: Uint32Array.from(this.#labelOf),
      text: this.text.take(),
      ends: Uint32Array.from(this.#ends),
    }
  }

  #placeOf(label: string | undefined, where: Where): number {
    const known = this.#places.get(label)
    if (known !== undefined) return known
    this.#places.set(label, this.#labels.length)
    return this.#labels.push({ label, where }) - 1
  }
}
