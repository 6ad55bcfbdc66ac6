import { digest } from './digest.ts'
import { NumberList } from './number-list.ts'

const FIRST_SLOTS = 1 << 10
/** Words of a digest. */
const WORDS = 4

/**
 * Texts and their numbers, in some 25 bytes per text however long it is: kept are digests of 128 bits.
 * Two texts of the same digest would count as one; among a thousand million texts the chance of that is about 10 ** -21.
 */
export class DigestIndex {
  /** By the digest, as far as others have left the place free: 1 + the number of a text, 0 for none. */
  #slots = new Uint32Array(FIRST_SLOTS)
  /** By number. */
  readonly #digests = new NumberList(Uint32Array)
  #size = 0
  readonly #digest = new Uint32Array(WORDS)

  /** Texts that have a number. */
  get size(): number {
    return this.#size
  }

  /** The text's number; a new text gets the next one, from 0. */
  add(text: string): number {
    digest(text, this.#digest)
    const slots = this.#slots
    const last = slots.length - 1
    let slot = this.#digest[0]! & last
    for (; slots[slot] !== 0; slot = (slot + 1) & last) if (this.#isOf(slots[slot]! - 1)) return slots[slot]! - 1
    const number = this.#size++
    slots[slot] = number + 1
    for (let k = 0; k < WORDS; k++) this.#digests.set(WORDS * number + k, this.#digest[k]!)
    if (this.#size * 3 > slots.length * 2) this.#grow()
    return number
  }

  /** Whether the digest at hand is that of the text with this number. */
  #isOf(number: number): boolean {
    for (let k = 0; k < WORDS; k++) if (this.#digests.get(WORDS * number + k) !== this.#digest[k]) return false
    return true
  }

  #grow(): void {
    const slots = new Uint32Array(2 * this.#slots.length)
    const last = slots.length - 1
    for (let number = 0; number < this.#size; number++) {
      let slot = this.#digests.get(WORDS * number) & last
      while (slots[slot] !== 0) slot = (slot + 1) & last
      slots[slot] = number + 1
    }
    this.#slots = slots
  }
}
