import { MINUS, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './ascii.ts'
import { parseDecimal } from './number.ts'
import type { Tape } from './scan.ts'
import { decodeString } from './text.ts'

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'

// What stands at a token of a tape, without an object for it.

/** Valid JSON has a quote before nothing but a string's content. */
export function isStringAt({ bytes, tokens }: Tape, token: number): boolean {
  return bytes[tokens[token]! - 1] === QUOTE
}

export function kindAt(tape: Tape, token: number): JsonKind {
  if (isStringAt(tape, token)) return 'string'
  switch (tape.bytes[tape.tokens[token]!]) {
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

/** Where the token behind a value stands; a container is stepped over whole. */
export function nextToken({ bytes, tokens }: Tape, token: number): number {
  const start = tokens[token]!
  const byte = bytes[start]
  return (byte === OPEN_BRACE || byte === OPEN_BRACKET) && bytes[start - 1] !== QUOTE ? tokens[token + 1]! : token + 2
}

/** Where the closing token stands of the container that opens with this byte; 0 when this is none. */
export function closerOf(tape: Tape, token: number, open: number): number {
  return tape.bytes[tape.tokens[token]!] === open && !isStringAt(tape, token) ? tape.tokens[token + 1]! - 2 : 0
}

/** The tokens of an array's elements; empty when it is none. */
export function elementsAt(tape: Tape, token: number): number[] {
  const elements: number[] = []
  const closer = closerOf(tape, token, OPEN_BRACKET)
  for (let element = token + 2; element < closer; element = nextToken(tape, element)) elements.push(element)
  return elements
}

/** The decoded string, or undefined when this is none. */
export function stringAt(tape: Tape, token: number): string | undefined {
  return isStringAt(tape, token) ? decodeString(tape, token) : undefined
}

/** The nearest double, or undefined when this is no number. */
export function numberAt(tape: Tape, token: number): number | undefined {
  const { bytes, tokens } = tape
  const start = tokens[token]!
  const byte = bytes[start]!
  const isNumber = (byte === MINUS || (byte >= 0x30 && byte <= 0x39)) && bytes[start - 1] !== QUOTE
  return isNumber ? parseDecimal(bytes, start, tokens[token + 1]!) : undefined
}

export function booleanAt(tape: Tape, token: number): boolean | undefined {
  return kindAt(tape, token) === 'boolean' ? tape.bytes[tape.tokens[token]!] === 0x74 : undefined
}
