import { parseJson } from '../../json/node.ts'
import { JsonSyntaxError } from '../../json/scan.ts'
import type { DataFile } from '../data-set.ts'
import type { ReadContext } from '../reader.ts'
import { ElementStore, groupPlaces, NumberList } from '../shared/element-store.ts'
import { SectionCutter } from '../shared/json-sections.ts'
import { Categories } from './categories.ts'

/** One annotation as it stands in a file. */
export interface RawAnnotation {
  readonly bytes: Uint8Array
  readonly file: string
  /** Where in the file. */
  readonly byte: number
  /** From a results file. */
  readonly isResult: boolean
}

/** One entry of `images` with its annotations, which may stand anywhere. */
export interface RawImage {
  readonly bytes: Uint8Array
  readonly byte: number
  annotations(): Iterable<RawAnnotation>
}

/** A COCO file, and results files about it, by image. Annotations wait in a temporary file; in memory are their places and the images' ids. */
export class CocoIndex {
  readonly categories: Categories
  readonly #file: string
  readonly #context: ReadContext
  readonly #slots = new Map<string, number>()
  readonly #images = new ElementStore()
  readonly #imageBytes = new NumberList()
  /** Of the images and annotations, in their order: the slot of the image id. */
  readonly #slotsOfImages = new NumberList()
  readonly #slotsOfAnnotations = new NumberList()
  readonly #annotations = new ElementStore()
  readonly #annotationBytes = new NumberList()
  /** Whose annotations begin at which number. */
  readonly #sources: { readonly name: string; readonly from: number; readonly isResult: boolean }[] = []

  constructor(file: string, context: ReadContext) {
    this.#file = file
    this.#context = context
    this.categories = new Categories(file, context)
  }

  /** @throws GoldpanError `input-damaged` */
  async add(file: DataFile, isResult: boolean): Promise<void> {
    this.#sources.push({ name: file.name, from: this.#annotations.count, isResult })
    const cutter = new SectionCutter(file.name, {
      element: (key, bytes, byte) => {
        if (isResult || key === 'annotations') this.#addAnnotation(bytes, byte)
        else if (key === 'images') this.#addImage(bytes, byte)
        else if (key === 'categories') this.categories.add(bytes, byte)
      },
      member: () => undefined, // `info`: about the file
    })
    for await (const chunk of file.open()) cutter.push(chunk)
    cutter.end()
  }

  /** The images in their order; annotations of images that are not listed are reported. */
  *images(): Generator<RawImage> {
    const { places, starts } = groupPlaces(this.#slotsOfAnnotations, this.#slots.size)
    const isListed = new Uint8Array(this.#slots.size)
    for (let k = 0; k < this.#images.count; k++) {
      const slot = this.#slotsOfImages.at(k)
      const byte = this.#imageBytes.at(k)
      if (isListed[slot] === 1) this.#invalid(byte, 'another image has the same `id`; the annotations are with the first')
      const own = isListed[slot] === 1 ? [] : places.subarray(starts[slot], starts[slot + 1])
      isListed[slot] = 1
      yield { bytes: this.#images.at(k), byte, annotations: () => this.#annotationsAt(own) }
    }
    for (const [id, slot] of this.#slots)
      if (isListed[slot] === 0)
        for (const { file, byte } of this.#annotationsAt(places.subarray(starts[slot], starts[slot + 1])))
          this.#context.add('image-unlisted', { file, byte }, { image: id })
  }

  close(): void {
    this.#images.close()
    this.#annotations.close()
  }

  #addImage(bytes: Uint8Array, byte: number): void {
    const id = this.#memberOf(bytes, byte, 'id', 'image')
    if (id === undefined) return
    this.#slotsOfImages.add(this.#slot(id))
    this.#images.add(bytes)
    this.#imageBytes.add(byte)
  }

  #addAnnotation(bytes: Uint8Array, byte: number): void {
    const id = this.#memberOf(bytes, byte, 'image_id', 'annotation')
    if (id === undefined) return
    this.#slotsOfAnnotations.add(this.#slot(id))
    this.#annotations.add(bytes)
    this.#annotationBytes.add(byte)
  }

  /** An id as it is spelled; undefined once the report says why there is none. */
  #memberOf(bytes: Uint8Array, byte: number, key: string, what: string): string | undefined {
    try {
      const id = parseJson(bytes).get(key)?.text()
      if (id === undefined) this.#invalid(byte, `the ${what} has no \`${key}\``)
      return id
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error
      this.#invalid(byte, error.message)
      return undefined
    }
  }

  #slot(id: string): number {
    const known = this.#slots.get(id)
    if (known !== undefined) return known
    this.#slots.set(id, this.#slots.size)
    return this.#slots.size - 1
  }

  *#annotationsAt(places: Iterable<number>): Generator<RawAnnotation> {
    for (const place of places) {
      const { name, isResult } = this.#sources.findLast(({ from }) => from <= place)!
      yield { bytes: this.#annotations.at(place), file: name, byte: this.#annotationBytes.at(place), isResult }
    }
  }

  #invalid(byte: number, problem: string): void {
    this.#context.add('record-invalid', { file: this.#sources.at(-1)?.name ?? this.#file, byte }, { problem })
  }
}
