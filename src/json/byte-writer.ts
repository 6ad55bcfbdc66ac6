import { BACKSLASH, QUOTE } from './ascii.ts'
import { emptyBytes } from './utf8.ts'

const FIRST_SIZE = 1 << 16 // bytes
const NONE = new Uint8Array(0)
const NO_VIEW = new DataView(NONE.buffer)
/** Up to this many letters a loop is quicker than a call of the encoder. */
const MAX_LOOPED = 48
/** Up to this many bytes a loop is quicker than a move within the same buffer. */
const MAX_LOOPED_AGAIN = 16
/** Decimals of at most 15 digits and the double nearest to them belong to each other one to one, so digits can be printed as an integer's. */
const MAX_EXACT = 1e15
/** JavaScript writes numbers with more zeros behind the point as `1e-7`. */
const MAX_PLAIN = 6
const POWERS_OF_TEN = Array.from({ length: 16 }, (_, k) => 10 ** k)

/** The digits of 000, 001 … 999. */
const TRIPLES = Uint8Array.from({ length: 3000 }, (_, k) => 0x30 + (Math.floor(k / 3 / 10 ** (2 - (k % 3))) % 10))

/** What a character behind a backslash means in JSON; 0 for those that are not alone. */
const ESCAPED = new Uint8Array(128)
for (const [name, meant] of Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }))
  ESCAPED[name.charCodeAt(0)] = meant.charCodeAt(0)

/** What was taken of late, when it was much: so large a buffer is got at once, for batches are much alike. */
let usualSize = FIRST_SIZE
const SPARE = 1 << 16

const encoder = new TextEncoder()

/** A short text that is written often: in words of four bytes, which are several times quicker to copy than bytes. */
export class Snippet {
  readonly words: Int32Array
  readonly size: number

  constructor(bytes: Uint8Array) {
    const padded = new DataView(new ArrayBuffer(bytes.length + 4))
    for (const [k, byte] of bytes.entries()) padded.setUint8(k, byte)
    this.words = Int32Array.from({ length: Math.ceil(bytes.length / 4) }, (_, k) => padded.getInt32(4 * k, true))
    this.size = bytes.length
  }
}

/** Text as UTF-8 bytes in one growing buffer, with numbers printed straight into it: several times faster than strings put together. */
export class ByteWriter {
  #bytes: Uint8Array = NONE
  #view: DataView = NO_VIEW
  #length = 0

  /** Bytes written so far. */
  get length(): number {
    return this.#length
  }

  text(text: string): this {
    const { length } = text
    this.#reserve(length * 3)
    const bytes = this.#bytes
    const start = this.#length
    if (length > MAX_LOOPED) return this.#encode(text)
    for (let k = 0; k < length; k++) {
      const code = text.charCodeAt(k)
      if (code >= 0x80) return this.#encode(text)
      bytes[start + k] = code
    }
    this.#length = start + length
    return this
  }

  /** One ASCII character, by its code. */
  byte(code: number): this {
    this.#reserve(1)
    this.#bytes[this.#length++] = code
    return this
  }

  snippet({ words, size }: Snippet): this {
    this.#reserve(size + 4)
    const view = this.#view
    const start = this.#length
    for (let k = 0; k < words.length; k++) view.setInt32(start + 4 * k, words[k]!, true)
    this.#length = start + size
    return this
  }

  /** A copy of `source[start, end)`. */
  bytes(source: Uint8Array, start = 0, end = source.length): this {
    const size = end - start
    this.#reserve(size)
    const bytes = this.#bytes
    const length = this.#length
    if (size > MAX_LOOPED) bytes.set(source.subarray(start, end), length)
    else for (let k = 0; k < size; k++) bytes[length + k] = source[start + k]!
    this.#length = length + size
    return this
  }

  /**
   * Pieces of `source` with other bytes around them: `around` up to `ends[0]`, then `source[bounds[0], bounds[1])`, then `around` up to `ends[1]`
   * and so on; the rest of it behind the last piece.
   */
  pieces(source: Uint8Array, bounds: Int32Array, around: Uint8Array, ends: Int32Array): this {
    let size = around.length
    for (let k = 0; k < bounds.length; k += 2) size += bounds[k + 1]! - bounds[k]!
    this.#reserve(size)
    const bytes = this.#bytes
    let at = this.#length
    let next = 0
    for (let k = 0; k < ends.length; k++) {
      for (const end = ends[k]!; next < end; next++) bytes[at++] = around[next]!
      const start = bounds[2 * k]!
      const end = bounds[2 * k + 1]!
      if (end - start > MAX_LOOPED) {
        bytes.set(source.subarray(start, end), at)
        at += end - start
      } else for (let from = start; from < end; from++) bytes[at++] = source[from]!
    }
    for (; next < around.length; next++) bytes[at++] = around[next]!
    this.#length = at
    return this
  }

  /** Once more what stands from `start` to `end` in what was written. */
  again(start: number, end: number): this {
    const size = end - start
    this.#reserve(size)
    const bytes = this.#bytes
    if (size > MAX_LOOPED_AGAIN) bytes.copyWithin(this.#length, start, end)
    else for (let k = 0; k < size; k++) bytes[this.#length + k] = bytes[start + k]!
    this.#length += size
    return this
  }

  /** A copy with every `"` doubled, as CSV wants it. */
  doubled(source: Uint8Array, start = 0, end = source.length): this {
    this.#reserve(2 * (end - start))
    const bytes = this.#bytes
    let at = this.#length
    for (let k = start; k < end; k++) {
      const byte = source[k]!
      if (byte === QUOTE) bytes[at++] = QUOTE
      bytes[at++] = byte
    }
    this.#length = at
    return this
  }

  /** The JSON string with this content as CSV has it: between quotes, each `"` in it doubled. False, and nothing is written, where code units are escaped (`\\u00e9`). */
  requoted(source: Uint8Array, start: number, end: number): boolean {
    this.#reserve(end - start + 2)
    const bytes = this.#bytes
    let at = this.#length
    bytes[at++] = QUOTE
    for (let k = start; k < end; k++) {
      let byte = source[k]!
      if (byte === BACKSLASH) {
        byte = ESCAPED[source[++k]!]!
        if (byte === 0) return false
        if (byte === QUOTE) bytes[at++] = QUOTE
      }
      bytes[at++] = byte
    }
    bytes[at++] = QUOTE
    this.#length = at
    return true
  }

  /** The text of the UTF-16 units `source[start, end)`; a half of a surrogate pair becomes U+FFFD. */
  units(source: Uint16Array, start: number, end: number): this {
    this.#reserve((end - start) * 3)
    const bytes = this.#bytes
    let at = this.#length
    for (let k = start; k < end; k++) {
      const unit = source[k]!
      if (unit < 0x80) bytes[at++] = unit
      else if (unit < 0x800) {
        bytes[at++] = 0xc0 | (unit >> 6)
        bytes[at++] = 0x80 | (unit & 0x3f)
      } else {
        const low = k + 1 < end && unit >> 10 === 0x36 ? source[k + 1]! : 0
        if (low >> 10 === 0x37) k++
        at = putLongCode(bytes, at, low >> 10 === 0x37 ? ((unit & 0x3ff) << 10) + (low & 0x3ff) + 0x10000 : unit)
      }
    }
    this.#length = at
    return this
  }

  /** The shortest decimal that is this double again, as JSON has it; `null` for what is no finite number. */
  number(value: number): this {
    if (value >= 0 && value < MAX_EXACT && Number.isInteger(value)) return this.#digits(value, 0)
    return this.text(Number.isFinite(value) ? String(value + 0) : 'null')
  }

  /**
   * The number rounded (half up) to at most this many digits behind the point, without trailing zeros, never −0; `null` for what is no finite number.
   */
  decimal(value: number, decimals: number): this {
    const factor = POWERS_OF_TEN[decimals] ?? 10 ** decimals
    const scaled = Math.round(value * factor)
    if (scaled > -MAX_EXACT && scaled < MAX_EXACT && isPlain(decimals)) return this.#digits(scaled, decimals)
    return this.number(Number.isSafeInteger(scaled) ? scaled / factor : value)
  }

  /** What was written, good until more is; the writer is empty afterwards. */
  flush(): Uint8Array {
    const written = this.#bytes.subarray(0, this.#length)
    this.#length = 0
    return written
  }

  /** What was written, for keeps; the writer is empty afterwards. */
  take(): Uint8Array {
    const length = this.#length
    this.#length = 0
    if (length > FIRST_SIZE) usualSize = Math.max(length, Math.floor(usualSize * 0.9))
    if (length * 2 < this.#bytes.length) return this.#bytes.slice(0, length)
    const taken = this.#bytes.subarray(0, length)
    this.#bytes = NONE
    this.#view = NO_VIEW
    return taken
  }

  /** `scaled` / 10 ** decimals; an integer of at most 15 digits over at most {@link MAX_PLAIN}. */
  #digits(scaled: number, decimals: number): this {
    this.#reserve(24)
    if (scaled < 0) this.#bytes[this.#length++] = 0x2d
    const magnitude = Math.abs(scaled)
    const whole = Math.floor(magnitude / POWERS_OF_TEN[decimals]!)
    this.#integer(whole)
    const fraction = magnitude - whole * POWERS_OF_TEN[decimals]!
    if (fraction > 0) this.#fraction(fraction * POWERS_OF_TEN[MAX_PLAIN - decimals]!)
    return this
  }

  #integer(value: number): void {
    const bytes = this.#bytes
    const start = this.#length
    let rest = value
    let at = start + digitsOf(value)
    this.#length = at
    while (rest > 999) {
      const thousands = Math.floor(rest / 1000)
      at = this.#triple(at - 3, rest - thousands * 1000) - 3
      rest = thousands
    }
    for (let small = rest | 0; at > start; small = (small / 10) | 0) bytes[--at] = 0x30 + (small % 10)
  }

  /** A point and the digits of so many millionths, trailing zeros left out. */
  #fraction(millionths: number): void {
    const bytes = this.#bytes
    const thousandths = (millionths / 1000) | 0
    bytes[this.#length] = 0x2e
    let end = this.#triple(this.#triple(this.#length + 1, thousandths), (millionths | 0) - thousandths * 1000)
    while (bytes[end - 1] === 0x30) end--
    this.#length = end
  }

  /** Three digits; gives the place behind them. */
  #triple(at: number, value: number): number {
    const bytes = this.#bytes
    bytes[at] = TRIPLES[3 * value]!
    bytes[at + 1] = TRIPLES[3 * value + 1]!
    bytes[at + 2] = TRIPLES[3 * value + 2]!
    return at + 3
  }

  #encode(text: string): this {
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written
    return this
  }

  #reserve(size: number): void {
    const needed = this.#length + size
    if (needed <= this.#bytes.length) return
    const grown = emptyBytes(
      Math.max(needed, 2 * this.#bytes.length, this.#bytes.length < FIRST_SIZE ? FIRST_SIZE : usualSize + SPARE),
    )
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}

/** A code point of three or four bytes; gives the place behind it. */
function putLongCode(bytes: Uint8Array, start: number, code: number): number {
  const whole = code >> 11 === 0x1b ? 0xfffd : code // half of a surrogate pair
  let at = start
  if (whole < 0x10000) bytes[at++] = 0xe0 | (whole >> 12)
  else {
    bytes[at++] = 0xf0 | (whole >> 18)
    bytes[at++] = 0x80 | ((whole >> 12) & 0x3f)
  }
  bytes[at++] = 0x80 | ((whole >> 6) & 0x3f)
  bytes[at++] = 0x80 | (whole & 0x3f)
  return at
}

function isPlain(decimals: number): boolean {
  return decimals >= 0 && decimals <= MAX_PLAIN && Number.isInteger(decimals)
}

function digitsOf(value: number): number {
  let digits = 1
  while (digits < 16 && value >= POWERS_OF_TEN[digits]!) digits++
  return digits
}
