import { SYMBOLS } from './symbols.ts'

const MIX = 0xc6a4a7935bd1e995n
const SHIFT = 47n
const SEED = 1n
const encoder = new TextEncoder()

/**
 * The number by which spaCy knows a string: that of a symbol, else MurmurHash64A of its UTF-8 bytes with seed 1
 * (https://github.com/explosion/spaCy/blob/master/spacy/strings.pyx, https://github.com/explosion/murmurhash).
 */
export function hashString(text: string): bigint {
  const symbol = SYMBOLS.get(text)
  if (symbol !== undefined) return symbol
  const bytes = encoder.encode(text)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const whole = bytes.length - (bytes.length % 8)
  let hash = SEED ^ wrapped(BigInt(bytes.length) * MIX)
  for (let at = 0; at < whole; at += 8) {
    let block = wrapped(view.getBigUint64(at, true) * MIX)
    block ^= block >> SHIFT
    hash = wrapped((hash ^ wrapped(block * MIX)) * MIX)
  }
  if (whole < bytes.length) {
    let rest = 0n
    for (let at = bytes.length - 1; at >= whole; at--) rest = (rest << 8n) | BigInt(bytes[at]!)
    hash = wrapped((hash ^ rest) * MIX)
  }
  hash = wrapped((hash ^ (hash >> SHIFT)) * MIX)
  return hash ^ (hash >> SHIFT)
}

function wrapped(value: bigint): bigint {
  return BigInt.asUintN(64, value)
}
