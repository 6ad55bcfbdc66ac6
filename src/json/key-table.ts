import { OPEN_BRACE, OPEN_BRACKET } from './ascii.ts'
import { JsonNode } from './node.ts'
import type { Tape } from './scan.ts'
import { decodeString, equalsAscii, holdsEscape } from './text.ts'
import { booleanAt, closerOf, nextToken, numberAt, stringAt } from './token.ts'

/** Keys that are looked for together: one walk over an object finds them all, by length and first byte. */
export class KeyTable<K extends string> {
  /** What each key is called in {@link Located}. */
  readonly at: Readonly<Record<K, number>>
  readonly #keys: readonly K[]
  /** The one key that may stand in each slot, -1 for none. */
  readonly #slots: Int8Array
  readonly #multiplier: number
  readonly #located: Located

  constructor(keys: readonly K[]) {
    this.#keys = keys
    this.at = Object.fromEntries(keys.map((key, k) => [key, k])) as Record<K, number> // its keys are those
    this.#multiplier = findMultiplier(keys)
    this.#slots = new Int8Array(SLOTS).fill(-1)
    for (const [k, key] of keys.entries()) this.#slots[slotOfKey(key, this.#multiplier)] = k
    this.#located = new Located(keys.length)
  }

  /** The values of an object under these keys; of a repeated key the last, none when it is no object. The answer is good until the next call. */
  locate(tape: Tape, token: number): Located {
    const located = this.#located.begin(tape)
    const closer = closerOf(tape, token, OPEN_BRACE)
    for (let key = token + 2; key < closer; key = nextToken(tape, key + 2)) {
      const k = this.indexOf(tape, key)
      if (k >= 0) located.set(k, key + 2)
    }
    return located
  }

  /** Which of the keys stands there, by its number in {@link KeyTable.at}; -1 when it is none of them. */
  indexOf(tape: Tape, token: number): number {
    const { bytes, tokens } = tape
    const start = tokens[token]!
    const end = tokens[token + 1]!
    const k = this.#slots[slotOf(bytes, start, end, this.#multiplier)]!
    if (k >= 0 && end - start === this.#keys[k]!.length && equalsAscii(bytes, start, this.#keys[k]!)) return k
    return holdsEscape(bytes, start, end) ? this.#keys.indexOf(decodeString(tape, token) as K) : -1 // any other text is not found
  }
}

/** Values found in one object, by their numbers in {@link KeyTable.at}. */
export class Located {
  #tape: Tape | undefined
  /** The token of each value, 0 where there is none: no value of an object is the first token. */
  readonly #tokens: Int32Array

  constructor(size: number) {
    this.#tokens = new Int32Array(size)
  }

  begin(tape: Tape): this {
    this.#tape = tape
    this.#tokens.fill(0)
    return this
  }

  set(k: number, token: number): void {
    this.#tokens[k] = token
  }

  has(k: number): boolean {
    return this.#tokens[k] !== 0
  }

  /** Where the value stands in the tape, 0 when there is none. */
  token(k: number): number {
    return this.#tokens[k]!
  }

  node(k: number): JsonNode | undefined {
    const token = this.#tokens[k]!
    return token === 0 ? undefined : new JsonNode(this.#tape!, token)
  }

  /** As {@link JsonNode.string}. */
  string(k: number): string | undefined {
    const token = this.#tokens[k]!
    return token === 0 ? undefined : stringAt(this.#tape!, token)
  }

  /** The string in a list of one string; undefined for all else. */
  onlyString(k: number): string | undefined {
    const tape = this.#tape!
    const token = this.#tokens[k]!
    const isLonely = token !== 0 && closerOf(tape, token, OPEN_BRACKET) === token + 4
    return isLonely ? stringAt(tape, token + 2) : undefined
  }

  /** As {@link JsonNode.number}. */
  number(k: number): number | undefined {
    const token = this.#tokens[k]!
    return token === 0 ? undefined : numberAt(this.#tape!, token)
  }

  /** As {@link JsonNode.boolean}. */
  boolean(k: number): boolean | undefined {
    const token = this.#tokens[k]!
    return token === 0 ? undefined : booleanAt(this.#tape!, token)
  }
}

const SLOTS = 256

/** By length, first, middle and last byte. */
function slotOf(bytes: Uint8Array, start: number, end: number, multiplier: number): number {
  if (end === start) return 0
  const middle = bytes[(start + end) >> 1]!
  const spread = (bytes[start]! << 16) ^ (middle << 8) ^ bytes[end - 1]! ^ ((end - start) << 20)
  return Math.imul(spread, multiplier) >>> 24
}

function slotOfKey(key: string, multiplier: number): number {
  return slotOf(new TextEncoder().encode(key), 0, key.length, multiplier)
}

/** An odd number that gives every key a slot of its own. */
function findMultiplier(keys: readonly string[]): number {
  const first = 0x9e3779b1
  for (let multiplier = first; multiplier < first + 10_000; multiplier += 2)
    if (new Set(keys.map((key) => slotOfKey(key, multiplier))).size === keys.length) return multiplier
  throw new Error(`cannot tell these keys apart: ${keys.join(', ')}`)
}
