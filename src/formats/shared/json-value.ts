import { BLANK, CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET } from '../../json/ascii.ts'
import type { ByteWriter } from '../../json/byte-writer.ts'
import { JsonNode } from '../../json/node.ts'
import { writeBreak, writeCompact, writePretty } from '../../json/print.ts'
import { encodeUtf8 } from '../../json/utf8.ts'

/** JSON that is put together from parts of the input: nodes keep the spelling of their numbers. */
export type Value = JsonNode | string | number | null | readonly Value[] | Map<string, Value>

/** Everything in one line. */
const COMPACT = -1

/** Without white space. */
export function writeCompactValue(writer: ByteWriter, value: Value): void {
  writeValue(writer, value, COMPACT)
}

/** Two blanks per level, as {@link writePretty} lays it out. */
export function writePrettyValue(writer: ByteWriter, value: Value): void {
  writeValue(writer, value, 0)
}

function writeValue(writer: ByteWriter, value: Value, depth: number): void {
  if (value instanceof JsonNode) {
    if (depth === COMPACT) writeCompact(writer, value)
    else writePretty(writer, value, depth)
  } else if (value === null || typeof value !== 'object') writer.text(JSON.stringify(value))
  else writeContainer(writer, value, depth)
}

function writeContainer(writer: ByteWriter, value: readonly Value[] | Map<string, Value>, depth: number): void {
  const inner = depth === COMPACT ? COMPACT : depth + 1
  const isObject = value instanceof Map
  const start = writer.byte(isObject ? OPEN_BRACE : OPEN_BRACKET).length
  if (isObject)
    value.forEach((member, key) => {
      writeLead(writer, start, inner)
      writer.bytes(quotedKey(key)).byte(COLON)
      if (inner !== COMPACT) writer.byte(BLANK)
      writeValue(writer, member, inner)
    })
  else
    for (let k = 0; k < value.length; k++) {
      writeLead(writer, start, inner)
      writeValue(writer, value[k]!, inner)
    }
  if (depth !== COMPACT && writer.length > start) writeBreak(writer, depth)
  writer.byte(isObject ? CLOSE_BRACE : CLOSE_BRACKET)
}

/** What stands before a member of the container that started there. */
function writeLead(writer: ByteWriter, start: number, depth: number): void {
  if (writer.length > start) writer.byte(COMMA)
  if (depth !== COMPACT) writeBreak(writer, depth)
}

const MOST_KEYS = 4096
const quotedKeys = new Map<string, Uint8Array>()

/** The same few keys come again and again. */
function quotedKey(key: string): Uint8Array {
  const known = quotedKeys.get(key)
  if (known !== undefined) return known
  const quoted = encodeUtf8(JSON.stringify(key))
  if (quotedKeys.size < MOST_KEYS) quotedKeys.set(key, quoted)
  return quoted
}
