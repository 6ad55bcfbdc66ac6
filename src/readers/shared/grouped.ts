import type { Where } from '../../model/error.ts'
import { ElementStore, groupPlaces, NumberList } from './element-store.ts'

/** A piece of a file, with its place. */
export interface Piece {
  readonly bytes: Uint8Array
  readonly where: Where & { readonly file: string; readonly line: number }
}

/** Pieces of files by what they are about, which may come in any order; in memory are keys and places only. */
export class GroupedPieces {
  readonly #store = new ElementStore()
  readonly #groups = new Map<string, number>()
  readonly #groupOf = new NumberList()
  readonly #lines = new NumberList()
  readonly #files: { readonly name: string; readonly from: number }[] = []

  add(key: string, text: string, file: string, line: number): void {
    if (this.#files.at(-1)?.name !== file) this.#files.push({ name: file, from: this.#store.count })
    const group = this.#groups.get(key) ?? this.#groups.size
    this.#groups.set(key, group)
    this.#groupOf.add(group)
    this.#lines.add(line)
    this.#store.add(new TextEncoder().encode(text))
  }

  /** In order of first appearance. */
  *groups(): Generator<{ readonly key: string; readonly pieces: readonly Piece[] }> {
    const { places, starts } = groupPlaces(this.#groupOf, this.#groups.size)
    for (const [key, group] of this.#groups) {
      const own = [...places.subarray(starts[group], starts[group + 1])]
      yield { key, pieces: own.map((place) => this.#pieceAt(place)) }
    }
  }

  close(): void {
    this.#store.close()
  }

  #pieceAt(place: number): Piece {
    const { name } = this.#files.findLast(({ from }) => from <= place)!
    return { bytes: this.#store.at(place), where: { file: name, line: this.#lines.at(place) } }
  }
}
