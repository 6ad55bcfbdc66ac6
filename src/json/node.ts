import type { KeyTable } from './key-table.ts'
import { scan, type Tape } from './scan.ts'
import { decodeString, decodeUtf8 } from './text.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACE = 0x7b
const OPEN_BRACKET = 0x5b

/**
 * A view of one value on a tape. Nothing is built before it is asked for, and {@link JsonNode.text} gives the value
 * exactly as it was spelled (1.0 stays 1.0, big integers and key order stay).
 */
export class JsonNode {
  readonly tape: Tape
  /** Where the value's token stands in `tape.tokens`. */
  readonly token: number

  constructor(tape: Tape, token: number) {
    this.tape = tape
    this.token = token
  }

  get kind(): JsonKind {
    const start = this.tape.tokens[this.token]!
    if (this.tape.bytes[start - 1] === QUOTE) return 'string' // valid JSON has a quote before nothing but a string's content
    switch (this.tape.bytes[start]) {
      case OPEN_BRACE:
        return 'object'
      case OPEN_BRACKET:
        return 'array'
      case 0x74:
      case 0x66:
        return 'boolean'
      case 0x6e:
        return 'null'
      default:
        return 'number'
    }
  }

  /** First byte of the value in `tape.bytes`, an opening quote included. */
  get start(): number {
    const start = this.tape.tokens[this.token]!
    return this.tape.bytes[start - 1] === QUOTE ? start - 1 : start
  }

  /** Byte behind the value, a closing quote or bracket included. */
  get end(): number {
    const { bytes, tokens } = this.tape
    const start = tokens[this.token]!
    const end = tokens[this.token + 1]!
    if (bytes[start - 1] === QUOTE) return end + 1
    return bytes[start] === OPEN_BRACE || bytes[start] === OPEN_BRACKET ? tokens[end - 1]! : end
  }

  /** The value of a key; of a repeated key the last, as every JSON reader has it. Undefined when this is no object. */
  get(key: string): JsonNode | undefined {
    let found = -1
    const closer = this.#closer(OPEN_BRACE)
    for (let token = this.token + 2; token < closer; token = nextToken(this.tape, token + 2))
      if (isKey(this.tape, token, key)) found = token + 2
    return found < 0 ? undefined : new JsonNode(this.tape, found)
  }

  /** The values of several keys in one walk; see {@link JsonNode.get}. */
  pick<K extends string>(keys: KeyTable<K>): Record<K, JsonNode | undefined> {
    const found = keys.blank()
    const closer = this.#closer(OPEN_BRACE)
    for (let token = this.token + 2; token < closer; token = nextToken(this.tape, token + 2)) {
      const key = keys.find(this.tape, token)
      if (key !== undefined) found[key] = new JsonNode(this.tape, token + 2)
    }
    return found
  }

  /** Keys and values in document order; empty when this is no object. */
  entries(): [string, JsonNode][] {
    const entries: [string, JsonNode][] = []
    const closer = this.#closer(OPEN_BRACE)
    for (let token = this.token + 2; token < closer; token = nextToken(this.tape, token + 2))
      entries.push([decodeString(this.tape, token), new JsonNode(this.tape, token + 2)])
    return entries
  }

  /** Key, value, key, value … of an object, the elements of an array; empty when this is neither. */
  children(): JsonNode[] {
    return this.#nodesUpTo(Math.max(this.#closer(OPEN_BRACE), this.#closer(OPEN_BRACKET)))
  }

  /** The elements of an array; empty when this is none. */
  elements(): JsonNode[] {
    return this.#nodesUpTo(this.#closer(OPEN_BRACKET))
  }

  /** The decoded string, or undefined when this is none. */
  string(): string | undefined {
    return this.#isString() ? decodeString(this.tape, this.token) : undefined
  }

  /** The nearest double, or undefined when this is no number. */
  number(): number | undefined {
    return this.kind === 'number' ? parseNumber(this.tape, this.token) : undefined
  }

  boolean(): boolean | undefined {
    return this.kind === 'boolean' ? this.tape.bytes[this.start] === 0x74 : undefined
  }

  isNull(): boolean {
    return this.kind === 'null'
  }

  /** The value as it stands in the input, letter for letter. */
  text(): string {
    return decodeUtf8(this.tape.bytes, this.start, this.end)
  }

  /** The same as {@link JsonNode.text}, in bytes; a view, not a copy. */
  bytes(): Uint8Array {
    return this.tape.bytes.subarray(this.start, this.end)
  }

  /** What `JSON.parse` would give. Objects have no prototype, so a key such as `__proto__` is only a key. */
  value(): Json {
    switch (this.kind) {
      case 'object': {
        const object: Record<string, Json> = Object.create(null)
        for (const [key, value] of this.entries()) object[key] = value.value()
        return object
      }
      case 'array':
        return this.elements().map((element) => element.value())
      case 'string':
        return decodeString(this.tape, this.token)
      case 'number':
        return parseNumber(this.tape, this.token)
      case 'boolean':
        return this.tape.bytes[this.start] === 0x74
      case 'null':
        return null
    }
  }

  #isString(): boolean {
    return this.tape.bytes[this.tape.tokens[this.token]! - 1] === QUOTE
  }

  /** Where the closing token stands of the container that opens with this byte; 0 when this is none. */
  #closer(open: number): number {
    const { bytes, tokens } = this.tape
    return bytes[tokens[this.token]!] === open && !this.#isString() ? tokens[this.token + 1]! - 2 : 0
  }

  #nodesUpTo(closer: number): JsonNode[] {
    const nodes: JsonNode[] = []
    for (let token = this.token + 2; token < closer; token = nextToken(this.tape, token))
      nodes.push(new JsonNode(this.tape, token))
    return nodes
  }
}

/** Scans a JSON text into a node. @throws JsonSyntaxError */
export function parseJson(text: string | Uint8Array): JsonNode {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return new JsonNode(scan(bytes), 0)
}

/** Where the token behind a value stands; a container is stepped over whole. */
function nextToken({ bytes, tokens }: Tape, token: number): number {
  const start = tokens[token]!
  const byte = bytes[start]
  return (byte === OPEN_BRACE || byte === OPEN_BRACKET) && bytes[start - 1] !== QUOTE ? tokens[token + 1]! : token + 2
}

const POWERS_OF_TEN = Array.from({ length: 23 }, (_, k) => 10 ** k)

/** The nearest double. Up to 15 digits over a power of ten that is exact itself are one correctly rounded division (Clinger 1990). */
function parseNumber({ bytes, tokens }: Tape, token: number): number {
  const start = tokens[token]!
  const end = tokens[token + 1]!
  const isNegative = bytes[start] === 0x2d
  let value = 0
  let digits = 0
  let decimals = -1
  for (let k = isNegative ? start + 1 : start; k < end; k++) {
    const byte = bytes[k]!
    if (byte === 0x2e) decimals = 0
    else if (byte < 0x30 || byte > 0x39 || ++digits > 15) return Number(decodeUtf8(bytes, start, end))
    else {
      value = value * 10 + (byte - 0x30)
      if (decimals >= 0) decimals++
    }
  }
  if (decimals > 0) value /= POWERS_OF_TEN[decimals]!
  return isNegative ? -value : value
}

/** Whether the key there is this one. */
function isKey(tape: Tape, token: number, key: string): boolean {
  const start = tape.tokens[token]!
  const end = tape.tokens[token + 1]!
  if (end - start < key.length) return false // spelled otherwise (escapes, UTF-8) a text is only longer
  for (let k = start; k < end; k++) {
    const byte = tape.bytes[k]!
    if (byte === BACKSLASH || byte >= 0x80) return decodeString(tape, token) === key
    if (byte !== key.charCodeAt(k - start)) return false
  }
  return end - start === key.length
}
