import { encodeUtf8 } from '../json/utf8.ts'

const PRIMES = firstPrimes(64)
const ROUNDS = Uint32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)))
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))
const BLOCK = 64 // bytes

/** SHA-256 of a text's UTF-8 in hexadecimal (FIPS 180-4): a browser has none that answers at once. */
export function sha256(text: string): string {
  const state = Uint32Array.from(START)
  const bytes = padded(encodeUtf8(text))
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < bytes.length; at += BLOCK) addBlock(state, view, at)
  return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('')
}

/** A one bit, zeros, and the length in bits, so that blocks are whole. */
function padded(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / BLOCK) * BLOCK)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n)
  return padded
}

const words = new Uint32Array(64)

function addBlock(state: Uint32Array, view: DataView, at: number): void {
  for (let k = 0; k < 16; k++) words[k] = view.getUint32(at + 4 * k)
  for (let k = 16; k < 64; k++) {
    const [a, b] = [words[k - 15]!, words[k - 2]!]
    const small = (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))
    words[k] = words[k - 16]! + words[k - 7]! + small
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let k = 0; k < 64; k++) {
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[k]! + words[k]!) | 0
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
  }
  for (const [k, value] of [a, b, c, d, e, f, g, h].entries()) state[k]! += value
}

function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

/** The first 32 bits behind the point. */
function fraction(value: number): number {
  return Math.floor((value - Math.floor(value)) * 2 ** 32)
}

function firstPrimes(count: number): number[] {
  const primes: number[] = []
  for (let candidate = 2; primes.length < count; candidate++)
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  return primes
}
