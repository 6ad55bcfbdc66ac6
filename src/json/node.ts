import { BACKSLASH, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './ascii.ts'
import { scan, type Tape } from './scan.ts'
import { decodeString } from './text.ts'
import { booleanAt, closerOf, elementsAt, type JsonKind, kindAt, nextToken, numberAt, stringAt } from './token.ts'
import { decodeUtf8 } from './utf8.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

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
    return kindAt(this.tape, this.token)
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
    const closer = closerOf(this.tape, this.token, OPEN_BRACE)
    for (let token = this.token + 2; token < closer; token = nextToken(this.tape, token + 2))
      if (isKey(this.tape, token, key)) found = token + 2
    return found < 0 ? undefined : new JsonNode(this.tape, found)
  }

  /** Keys and values in document order; empty when this is no object. */
  entries(): [string, JsonNode][] {
    const entries: [string, JsonNode][] = []
    const closer = closerOf(this.tape, this.token, OPEN_BRACE)
    for (let token = this.token + 2; token < closer; token = nextToken(this.tape, token + 2))
      entries.push([decodeString(this.tape, token), new JsonNode(this.tape, token + 2)])
    return entries
  }

  /** Key, value, key, value … of an object, the elements of an array; empty when this is neither. */
  children(): JsonNode[] {
    const { tape, token } = this
    const nodes: JsonNode[] = []
    const closer = Math.max(closerOf(tape, token, OPEN_BRACE), closerOf(tape, token, OPEN_BRACKET))
    for (let child = token + 2; child < closer; child = nextToken(tape, child)) nodes.push(new JsonNode(tape, child))
    return nodes
  }

  /** The elements of an array; empty when this is none. */
  elements(): JsonNode[] {
    return elementsAt(this.tape, this.token).map((token) => new JsonNode(this.tape, token))
  }

  /** The decoded string, or undefined when this is none. */
  string(): string | undefined {
    return stringAt(this.tape, this.token)
  }

  /** The nearest double, or undefined when this is no number. */
  number(): number | undefined {
    return numberAt(this.tape, this.token)
  }

  boolean(): boolean | undefined {
    return booleanAt(this.tape, this.token)
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
        return this.number()!
      case 'boolean':
        return this.boolean()!
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
