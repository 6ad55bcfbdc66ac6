/*
 * Deflate (RFC 1951) for small contents: one block, matches found through a table of the last place of each four bytes, the fixed
 * Huffman codes. Setting up zlib costs more than this takes for a whole file of two kilobytes; what it finds better is about a fifth of the size.
 */

const MIN_MATCH = 4
const MAX_MATCH = 258
/** The largest content, so that every place before is near enough for a match. */
export const MAX_SMALL_BYTES = 8192
const HASH_BITS = 12
const GOLDEN = 0x9e3779b1 // 2 ** 32 / golden ratio: spreads what is multiplied by it
const END_OF_BLOCK_BITS = 7 // seven zeros
const LAST_FIXED_BLOCK = 0b011

/** Codes with their extra bits, the first bit to write lowest, and how many bits they are. */
interface Codes {
  readonly bits: Uint32Array
  readonly counts: Uint8Array
}

const LITERALS = literalCodes()
const LENGTHS = rangeCodes(MAX_MATCH, 3, 4, (code) => fixedCode(257 + code))
const DISTANCES = rangeCodes(MAX_SMALL_BYTES, 1, 2, (code) => ({ bits: reversed(code, 5), count: 5 }))
LENGTHS.bits[MAX_MATCH] = fixedCode(285).bits // the longest match has a code of its own, without extra bits
LENGTHS.counts[MAX_MATCH] = fixedCode(285).count

/** Where four bytes stood last, by their hash: the place behind `base`, so that places of earlier contents need not be wiped out. */
const lastPlaces = new Int32Array(1 << HASH_BITS)
let base = 1
const scratch = new Uint8Array(Math.ceil((MAX_SMALL_BYTES * 9) / 8) + 8)

/** The same bytes give the same bytes. @param bytes at most {@link MAX_SMALL_BYTES} */
export function deflateSmall(bytes: Uint8Array): Uint8Array {
  if (base > 2 ** 31 - 1 - MAX_SMALL_BYTES) {
    lastPlaces.fill(0)
    base = 1
  }
  const packed = scratch.slice(0, pack(bytes, base))
  base += bytes.length
  return packed
}

/** Into {@link scratch}; how many bytes. */
function pack(bytes: Uint8Array, start: number): number {
  const size = bytes.length
  const lastHashed = size - MIN_MATCH
  let pending = LAST_FIXED_BLOCK
  let pendingBits = 3
  let end = 0
  for (let at = 0; at < size; ) {
    const before = at <= lastHashed ? exchangePlace(bytes, at, start) : -1
    const length = before < 0 ? 0 : matchLength(bytes, before, at, Math.min(size, at + MAX_MATCH))
    if (length < MIN_MATCH) {
      const literal = bytes[at++]!
      pending |= LITERALS.bits[literal]! << pendingBits
      pendingBits += LITERALS.counts[literal]!
    } else {
      pending |= LENGTHS.bits[length]! << pendingBits
      for (pendingBits += LENGTHS.counts[length]!; pendingBits >= 8; pendingBits -= 8, pending >>>= 8) scratch[end++] = pending
      pending |= DISTANCES.bits[at - before]! << pendingBits
      pendingBits += DISTANCES.counts[at - before]!
      at += length
    }
    for (; pendingBits >= 8; pendingBits -= 8, pending >>>= 8) scratch[end++] = pending
  }
  for (pendingBits += END_OF_BLOCK_BITS; pendingBits > 0; pendingBits -= 8, pending >>>= 8) scratch[end++] = pending
  return end
}

/** Where these four bytes may have stood before, below 0 when nowhere; they stand here now. */
function exchangePlace(bytes: Uint8Array, at: number, start: number): number {
  const four = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
  const hash = Math.imul(four, GOLDEN) >>> (32 - HASH_BITS)
  const before = lastPlaces[hash]! - start
  lastPlaces[hash] = start + at
  return before
}

function matchLength(bytes: Uint8Array, before: number, at: number, end: number): number {
  let place = at
  for (let k = before; place < end && bytes[k] === bytes[place]; k++) place++
  return place - at
}

function literalCodes(): Codes {
  const codes = Array.from({ length: 256 }, (_, literal) => fixedCode(literal))
  return { bits: Uint32Array.from(codes, ({ bits }) => bits), counts: Uint8Array.from(codes, ({ count }) => count) }
}

/** RFC 1951, section 3.2.6. */
function fixedCode(symbol: number): { bits: number; count: number } {
  if (symbol < 144) return { bits: reversed(0b00110000 + symbol, 8), count: 8 }
  if (symbol < 256) return { bits: reversed(0b110010000 + symbol - 144, 9), count: 9 }
  if (symbol < 280) return { bits: reversed(symbol - 256, 7), count: 7 }
  return { bits: reversed(0b11000000 + symbol - 280, 8), count: 8 }
}

/**
 * Lengths and distances, section 3.2.5: codes of ranges, each with the place in its range behind it. The first codes have one value each;
 * from then on so many codes have ranges of the same size, the next so many of twice that.
 */
function rangeCodes(last: number, first: number, each: number, codeOf: (code: number) => { bits: number; count: number }): Codes {
  const bits = new Uint32Array(last + 1)
  const counts = new Uint8Array(last + 1)
  for (let code = 0, from = first; from <= last; code++) {
    const extra = Math.max(0, Math.floor(code / each) - 1)
    const symbol = codeOf(code)
    for (let k = 0; k < 1 << extra && from <= last; k++, from++) {
      bits[from] = symbol.bits | (k << symbol.count)
      counts[from] = symbol.count + extra
    }
  }
  return { bits, counts }
}

function reversed(code: number, count: number): number {
  let bits = 0
  for (let k = 0; k < count; k++) bits |= ((code >> k) & 1) << (count - 1 - k)
  return bits
}
