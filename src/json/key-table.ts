import { JsonNode } from './node.ts'
import type { Tape } from './scan.ts'
import { decodeString, equalsAscii } from './text.ts'
import { booleanAt, closerOf, nextToken, numberAt, stringAt } from './token.ts'

/** Keys that are looked for together: one walk over an object finds them all, by length and first byte. */
export class KeyTable<K extends string> {
  /** What each key is called in {@link Located}. */
  readonly at: Readonly<Record<K, number>>
  readonly #keys: readonly K[]
  readonly #slots: readonly (readonly number[])[]
  readonly #located: Located

  constructor(keys: readonly K[]) {
    this.#keys = keys
    this.at = Object.fromEntries(keys.map((key, k) => [key, k])) as Record<K, number> // its keys are those
    const slots = Array.from({ length: SLOTS }, (): number[] => [])
    for (const [k, key] of keys.entries()) slots[slotOf(key.length, key.charCodeAt(0))]!.push(k)
    this.#slots = slots
    this.#located = new Located(keys.length)
  }

  /** The values of an object under these keys; of a repeated key the last, none when it is no object. The answer is good until the next call. */
  locate(tape: Tape, token: number): Located {
    const located = this.#located.begin(tape)
    const closer = closerOf(tape, token, OPEN_BRACE)
    for (let key = token + 2; key < closer; key = nextToken(tape, key + 2)) {
      const k = this.#find(tape, key)
      if (k >= 0) located.set(k, key + 2)
    }
    return located
  }

  /** Which of the keys stands there, -1 when it is none of them. */
  #find(tape: Tape, token: number): number {
    const { bytes, tokens } = tape
    const start = tokens[token]!
    const end = tokens[token + 1]!
    const slot = this.#slots[slotOf(end - start, bytes[start]!)]!
    for (let k = 0; k < slot.length; k++) {
      const key = this.#keys[slot[k]!]!
      if (key.length === end - start && equalsAscii(bytes, start, key)) return slot[k]!
    }
    return isPlain(bytes, start, end) ? -1 : this.#keys.indexOf(decodeString(tape, token) as K) // any other text is not found
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

const OPEN_BRACE = 0x7b
const SLOTS = 64

function slotOf(length: number, first: number): number {
  return (length * 7 + first) & (SLOTS - 1)
}

function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  for (let k = start; k < end; k++) if (bytes[k]! >= 0x80 || bytes[k] === 0x5c) return false
  return true
}
