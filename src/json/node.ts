import { scan, type Tape } from './scan.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

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
    if (this.tape.bytes[start - 1] === 0x22) return 'string' // valid JSON has a quote before nothing but a string's content
    switch (this.tape.bytes[start]) {
      case 0x7b:
        return 'object'
      case 0x5b:
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
    return this.kind === 'string' ? start - 1 : start
  }

  /** Byte behind the value, a closing quote or bracket included. */
  get end(): number {
    const end = this.tape.tokens[this.token + 1]!
    const kind = this.kind
    if (kind === 'string') return end + 1
    return kind === 'object' || kind === 'array' ? this.tape.tokens[end - 1]! : end
  }

  /** The value of a key; of a repeated key the last, as every JSON reader has it. Undefined when this is no object. */
  get(key: string): JsonNode | undefined {
    return this.pick([key])[0]
  }

  /** The values of several keys in one walk, in the order of `keys`; see {@link JsonNode.get}. */
  pick(keys: readonly string[]): (JsonNode | undefined)[] {
    const found = new Array<JsonNode | undefined>(keys.length).fill(undefined)
    if (this.kind !== 'object') return found
    const closer = this.tape.tokens[this.token + 1]! - 2
    for (let token = this.token + 2; token < closer; token = nextToken(this.tape, token + 2)) {
      const k = indexOfKey(this.tape, token, keys)
      if (k >= 0) found[k] = new JsonNode(this.tape, token + 2)
    }
    return found
  }

  /** Keys and values in document order; empty when this is no object. */
  entries(): [string, JsonNode][] {
    const entries: [string, JsonNode][] = []
    if (this.kind !== 'object') return entries
    const { tokens } = this.tape
    const closer = tokens[this.token + 1]! - 2
    for (let token = this.token + 2; token < closer; token = nextToken(this.tape, token + 2))
      entries.push([decodeString(this.tape, token), new JsonNode(this.tape, token + 2)])
    return entries
  }

  /** The elements of an array; empty when this is none. */
  elements(): JsonNode[] {
    const elements: JsonNode[] = []
    if (this.kind !== 'array') return elements
    const closer = this.tape.tokens[this.token + 1]! - 2
    for (let token = this.token + 2; token < closer; token = nextToken(this.tape, token))
      elements.push(new JsonNode(this.tape, token))
    return elements
  }

  /** The decoded string, or undefined when this is none. */
  string(): string | undefined {
    return this.kind === 'string' ? decodeString(this.tape, this.token) : undefined
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
    return decoder.decode(this.bytes())
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
  return (byte === 0x7b || byte === 0x5b) && bytes[start - 1] !== 0x22 ? tokens[token + 1]! : token + 2
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
    else if (byte < 0x30 || byte > 0x39 || ++digits > 15) return Number(asciiText(bytes, start, end))
    else {
      value = value * 10 + (byte - 0x30)
      if (decimals >= 0) decimals++
    }
  }
  if (decimals > 0) value /= POWERS_OF_TEN[decimals]!
  return isNegative ? -value : value
}

function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let k = start; k < end; k++) text += String.fromCharCode(bytes[k]!)
  return text
}

/** Keys, labels and ids come again and again: short ASCII strings are made once and then looked up by their bytes. */
const MAX_INTERNED = 24
const interned = new Array<string | undefined>(4096)

function decodeString(tape: Tape, token: number): string {
  const start = tape.tokens[token]!
  const end = tape.tokens[token + 1]!
  const { bytes } = tape
  let hash = end - start
  let isPlain = true
  let isEscaped = false
  for (let k = start; k < end; k++) {
    const byte = bytes[k]!
    if (byte === 0x5c) isEscaped = true
    if (byte >= 0x80 || byte === 0x5c) isPlain = false
    hash = (hash * 31 + byte) | 0
  }
  if (isEscaped) return String(JSON.parse(`"${decoder.decode(bytes.subarray(start, end))}"`))
  if (!isPlain || end - start > MAX_INTERNED) return decoder.decode(bytes.subarray(start, end))
  const slot = (hash ^ (hash >>> 12)) & 4095
  const known = interned[slot]
  if (known !== undefined && known.length === end - start && equalsAscii(bytes, start, known)) return known
  const text = asciiText(bytes, start, end)
  interned[slot] = text
  return text
}

function indexOfKey(tape: Tape, token: number, keys: readonly string[]): number {
  const start = tape.tokens[token]!
  const length = tape.tokens[token + 1]! - start
  for (let k = 0; k < keys.length; k++) if (keys[k]!.length === length && equalsAscii(tape.bytes, start, keys[k]!)) return k
  for (let k = 0; k < length; k++) {
    const byte = tape.bytes[start + k]!
    if (byte >= 0x80 || byte === 0x5c) return keys.indexOf(decodeString(tape, token)) // an escaped key, or one that is not ASCII
  }
  return -1
}

/** Whether the bytes from `start` on are this text; never true for text that is not ASCII. */
function equalsAscii(bytes: Uint8Array, start: number, text: string): boolean {
  for (let k = 0; k < text.length; k++) {
    const byte = bytes[start + k]!
    if (byte !== text.charCodeAt(k) || byte >= 0x80 || byte === 0x5c) return false
  }
  return true
}
