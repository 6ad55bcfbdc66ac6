import { OPEN_BRACE } from './ascii.ts'
import type { JsonNode } from './node.ts'
import type { Tape } from './scan.ts'
import { decodeString } from './text.ts'
import { closerOf, nextToken } from './token.ts'

/**
 * The keys of an object as they are spelled. Most objects of a kind have the same ones in the same order, and to see that takes less than to
 * look up each of them.
 */
export class KnownKeys {
  readonly names: readonly string[]
  /** One behind the other. */
  readonly #bytes: Uint8Array
  /** Where each of them ends. */
  readonly #ends: Int32Array

  /** @param object none has no keys, as what is no object */
  constructor(object?: JsonNode) {
    const names: string[] = []
    const bytes: number[] = []
    const ends: number[] = []
    if (object !== undefined) {
      const { tape, token } = object
      const closer = closerOf(tape, token, OPEN_BRACE)
      for (let key = token + 2; key < closer; key = nextToken(tape, key + 2)) {
        names.push(decodeString(tape, key))
        for (let k = tape.tokens[key]!; k < tape.tokens[key + 1]!; k++) bytes.push(tape.bytes[k]!)
        ends.push(bytes.length)
      }
    }
    this.names = names
    this.#bytes = Uint8Array.from(bytes)
    this.#ends = Int32Array.from(ends)
  }

  /** Whether an object has just these keys. If so, the tokens of its values are in `values` from `first` on. */
  match(tape: Tape, token: number, values: number[], first: number): boolean {
    const known = this.#bytes
    const ends = this.#ends
    const { bytes, tokens } = tape
    const closer = closerOf(tape, token, OPEN_BRACE)
    let key = token + 2
    let at = 0
    for (let k = 0; k < ends.length; k++) {
      const end = ends[k]!
      const start = tokens[key]!
      if (key >= closer || tokens[key + 1]! - start !== end - at) return false
      for (let spelled = start; at < end; at++, spelled++) if (bytes[spelled] !== known[at]) return false
      values[first + k] = key + 2
      key = nextToken(tape, key + 2)
    }
    return key === closer
  }
}
