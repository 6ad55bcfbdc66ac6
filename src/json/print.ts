import { BACKSLASH, BLANK, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './ascii.ts'
import { ByteWriter } from './byte-writer.ts'
import type { JsonNode } from './node.ts'
import type { Tape } from './scan.ts'
import { decodeString, holdsEscape } from './text.ts'
import { isStringAt, nextToken } from './token.ts'
import { decodeUtf8 } from './utf8.ts'

/** A line break and the blanks behind it; two per level. */
const BREAK = new Uint8Array(1 + 2 * 64).fill(BLANK)
BREAK[0] = 0x0a

/** Everything in one line. */
const COMPACT = -1

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
  else write(writer, node.tape, node.token, COMPACT)
}

/** The value as `JSON.stringify(value, null, 2)` lays it out, numbers in their own spelling; its first line begins `depth` levels in. */
export function writePretty(writer: ByteWriter, { tape, token }: JsonNode, depth = 0): void {
  write(writer, tape, token, depth)
}

/** Ends the line; the next one begins so many levels in. */
export function writeBreak(writer: ByteWriter, depth: number): void {
  writer.bytes(BREAK, 0, Math.min(1 + 2 * depth, BREAK.length))
  for (let rest = 1 + 2 * depth - BREAK.length; rest > 0; rest--) writer.byte(BLANK)
}

function write(writer: ByteWriter, tape: Tape, token: number, depth: number): void {
  const opener = openerAt(tape, token)
  if (opener === 0) {
    writeScalar(writer, tape, token)
    return
  }
  writer.byte(opener)
  const inner = depth === COMPACT ? COMPACT : depth + 1
  const closer = tape.tokens[token + 1]! - 2
  for (let child = token + 2; child < closer; child = nextToken(tape, child)) {
    if (child > token + 2) writer.byte(COMMA)
    if (inner !== COMPACT) writeBreak(writer, inner)
    if (opener === OPEN_BRACE) {
      writeScalar(writer, tape, child)
      writer.byte(COLON)
      if (inner !== COMPACT) writer.byte(BLANK)
      child += 2
    }
    write(writer, tape, child, inner)
  }
  if (depth !== COMPACT && closer > token + 2) writeBreak(writer, depth)
  writer.byte(opener + 2)
}

/** The bracket or brace that opens a container there, 0 when there is none; its closer is two further in ASCII. */
function openerAt(tape: Tape, token: number): number {
  const byte = tape.bytes[tape.tokens[token]!]!
  return (byte === OPEN_BRACE || byte === OPEN_BRACKET) && !isStringAt(tape, token) ? byte : 0
}

function writeScalar(writer: ByteWriter, tape: Tape, token: number): void {
  const { bytes, tokens } = tape
  const start = tokens[token]!
  const end = tokens[token + 1]!
  if (!isStringAt(tape, token)) writer.bytes(bytes, start, end)
  else if (holdsEscape(bytes, start, end)) writer.text(JSON.stringify(decodeString(tape, token)))
  else writer.bytes(bytes, start - 1, end + 1)
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
