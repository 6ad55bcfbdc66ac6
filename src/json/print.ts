import { BACKSLASH, BLANK, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './ascii.ts'
import { ByteWriter, Snippet } from './byte-writer.ts'
import type { JsonNode } from './node.ts'
import type { Tape } from './scan.ts'
import { decodeString, holdsEscape } from './text.ts'
import { nextToken } from './token.ts'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'

/** In the place of a depth: everything in one line. */
export const COMPACT = -1

/** The depth inside of a container. */
export function deeper(depth: number): number {
  return depth === COMPACT ? COMPACT : depth + 1
}

/** The value without white space. Numbers keep their spelling, strings lose needless escapes (`\/`, `\u00e9`). */
export function printCompact(node: JsonNode): string {
  if (isCompact(node)) return node.text()
  const writer = new ByteWriter()
  writeCompact(writer, node)
  const { length } = writer
  return decodeUtf8(writer.flush(), 0, length)
}

/** The same into a writer. */
export function writeCompact(writer: ByteWriter, node: JsonNode): void {
  if (isCompact(node)) writer.bytes(node.tape.bytes, node.start, node.end)
  else writeAt(writer, node.tape, node.token, COMPACT)
}

/** The value as `JSON.stringify(value, null, 2)` lays it out, numbers in their own spelling; its first line begins `depth` levels in. */
export function writePretty(writer: ByteWriter, { tape, token }: JsonNode, depth = 0): void {
  writeAt(writer, tape, token, depth)
}

/** Line breaks and the blanks behind them by depth, two per level. */
const breaks: Snippet[] = []

/** Ends the line; the next one begins so many levels in. */
export function writeBreak(writer: ByteWriter, depth: number): void {
  breaks[depth] ??= new Snippet(encodeUtf8(`\n${'  '.repeat(depth)}`))
  writer.snippet(breaks[depth])
}

/** What stands at a token, in either way. */
export function writeAt(writer: ByteWriter, tape: Tape, token: number, depth: number): void {
  const { bytes, tokens } = tape
  const start = tokens[token]!
  const byte = bytes[start]
  if (bytes[start - 1] === QUOTE) writeString(writer, tape, token)
  else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) writeContainer(writer, tape, token, depth)
  else writer.bytes(bytes, start, tokens[token + 1]!)
}

function writeContainer(writer: ByteWriter, tape: Tape, token: number, depth: number): void {
  const opener = tape.bytes[tape.tokens[token]!]!
  const inner = deeper(depth)
  const closer = tape.tokens[token + 1]! - 2
  writer.byte(opener)
  for (let child = token + 2; child < closer; child = nextToken(tape, child)) {
    if (child > token + 2) writer.byte(COMMA)
    if (inner !== COMPACT) writeBreak(writer, inner)
    if (opener === OPEN_BRACE) {
      writeString(writer, tape, child)
      writer.byte(COLON)
      if (inner !== COMPACT) writer.byte(BLANK)
      child += 2
    }
    writeAt(writer, tape, child, inner)
  }
  if (depth !== COMPACT && closer > token + 2) writeBreak(writer, depth)
  writer.byte(opener + 2) // in ASCII
}

function writeString(writer: ByteWriter, tape: Tape, token: number): void {
  const { bytes, tokens } = tape
  const start = tokens[token]!
  const end = tokens[token + 1]!
  if (holdsNeedless(bytes, start, end)) writer.text(JSON.stringify(decodeString(tape, token)))
  else writer.bytes(bytes, start - 1, end + 1)
}

/** What stands behind the backslash where `JSON.stringify` would write the same. */
const SHORT_ESCAPES = Uint8Array.from('"\\bfnrt', (letter) => letter.charCodeAt(0))

/** Whether `bytes[start, end)` holds other escapes than `JSON.stringify` writes. */
function holdsNeedless(bytes: Uint8Array, start: number, end: number): boolean {
  if (!holdsEscape(bytes, start, end)) return false
  const content = bytes.subarray(start, end)
  for (let at = content.indexOf(BACKSLASH); at >= 0; at = content.indexOf(BACKSLASH, at + 2))
    if (!SHORT_ESCAPES.includes(content[at + 1]!)) return true
  return false
}

/** Whether the value's own bytes are what {@link printCompact} prints: no white space between tokens, no escapes. */
function isCompact({ tape: { bytes }, start, end }: JsonNode): boolean {
  let isInString = false
  for (let k = start; k < end; k++) {
    const byte = bytes[k]!
    if (byte === BACKSLASH) return false
    if (byte === QUOTE) isInString = !isInString
    else if (byte <= BLANK && !isInString) return false
  }
  return true
}
