const FIRST_SLOTS = 1 << 12
/** Words of an entry: four of the digest, one value. */
const ENTRY = 5

/**
 * Texts and a number for each, in some 30 bytes per text however long it is: kept are digests of 128 bits.
 * Two texts of the same digest would count as one; among a thousand million texts the chance of that is about 10 ** -21.
 */
export class DigestIndex {
  #slots = FIRST_SLOTS
  #words = new Uint32Array(FIRST_SLOTS * ENTRY)
  #size = 0
  readonly #digest = new Uint32Array(4)

  /** The text's number, or undefined when it has none. */
  get(text: string): number | undefined {
    digest(text, this.#digest)
    const at = this.#find(this.#digest)
    return this.#words[at + 4] === 0 ? undefined : this.#words[at + 4]! - 1
  }

  /** Gives the text a number, 0 … 2 ** 32 − 2, and tells the one it had. */
  put(text: string, value: number): number | undefined {
    if (this.#size * 3 > this.#slots * 2) this.#grow()
    const words = this.#words
    digest(text, this.#digest)
    const at = this.#find(this.#digest)
    const before = words[at + 4]!
    for (let k = 0; k < 4; k++) words[at + k] = this.#digest[k]!
    words[at + 4] = value + 1
    if (before > 0) return before - 1
    this.#size++
    return undefined
  }

  /** Where the entry of a digest is, or where it would have to be. */
  #find(key: Uint32Array): number {
    const words = this.#words
    for (let slot = key[0]! & (this.#slots - 1); ; slot = (slot + 1) & (this.#slots - 1)) {
      const at = slot * ENTRY
      if (words[at + 4] === 0) return at
      if (words[at] === key[0] && words[at + 1] === key[1] && words[at + 2] === key[2] && words[at + 3] === key[3]) return at
    }
  }

  #grow(): void {
    const old = this.#words
    this.#slots *= 2
    this.#words = new Uint32Array(this.#slots * ENTRY)
    for (let at = 0; at < old.length; at += ENTRY)
      if (old[at + 4] !== 0) {
        const entry = old.subarray(at, at + ENTRY)
        this.#words.set(entry, this.#find(entry))
      }
  }
}

/** Four lanes of multiply and xor over the UTF-16 units, mixed into each other at the end. */
function digest(text: string, into: Uint32Array): void {
  let [a, b, c, d] = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344] // digits of pi
  for (let k = 0; k < text.length; k++) {
    const unit = text.charCodeAt(k)
    a = b ^ Math.imul(a ^ unit, 0x9e3779b1)
    b = c ^ Math.imul(b ^ unit, 0x85ebca77)
    c = d ^ Math.imul(c ^ unit, 0xc2b2ae3d)
    d = a ^ Math.imul(d ^ unit, 0x27d4eb2f)
  }
  a = mixed(a ^ text.length ^ b)
  b = mixed(b ^ a ^ c)
  c = mixed(c ^ b ^ d)
  d = mixed(d ^ c ^ a)
  into[0] = a ^ d
  into[1] = b ^ a
  into[2] = c ^ b
  into[3] = d
}

function mixed(word: number): number {
  let mix = Math.imul(word ^ (word >>> 16), 0x21f0aaad)
  mix = Math.imul(mix ^ (mix >>> 15), 0x735a2d97)
  return mix ^ (mix >>> 15)
}
