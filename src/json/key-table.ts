import type { JsonNode } from './node.ts'
import type { Tape } from './scan.ts'
import { decodeString, equalsAscii } from './text.ts'

/** Keys that are looked for together: one walk over an object finds them all ({@link JsonNode.pick}), by length and first byte. */
export class KeyTable<K extends string> {
  readonly #keys: readonly K[]
  readonly #slots: readonly (readonly K[])[]
  readonly #blank: Record<K, JsonNode | undefined>

  constructor(keys: readonly K[]) {
    this.#keys = keys
    this.#blank = Object.fromEntries(keys.map((key) => [key, undefined])) as Record<K, undefined> // its keys are those
    const slots = Array.from({ length: SLOTS }, (): K[] => [])
    for (const key of keys) slots[slotOf(key.length, key.charCodeAt(0))]!.push(key)
    this.#slots = slots
  }

  /** A record that has none of the keys yet. */
  blank(): Record<K, JsonNode | undefined> {
    return { ...this.#blank }
  }

  /** The key whose token stands there, or undefined when it is none of ours. */
  find(tape: Tape, token: number): K | undefined {
    const { bytes, tokens } = tape
    const start = tokens[token]!
    const end = tokens[token + 1]!
    for (const key of this.#slots[slotOf(end - start, bytes[start]!)]!)
      if (key.length === end - start && equalsAscii(bytes, start, key)) return key
    if (isPlain(bytes, start, end)) return undefined
    const spelled = decodeString(tape, token)
    return this.#keys.find((key) => key === spelled)
  }
}

const SLOTS = 64

function slotOf(length: number, first: number): number {
  return (length * 7 + first) & (SLOTS - 1)
}

function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  for (let k = start; k < end; k++) if (bytes[k]! >= 0x80 || bytes[k] === 0x5c) return false
  return true
}
