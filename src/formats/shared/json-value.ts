import type { ByteWriter } from '../../json/byte-writer.ts'
import { JsonNode } from '../../json/node.ts'
import { writeBreak, writeCompact, writePretty } from '../../json/print.ts'
import { encodeUtf8 } from '../../json/utf8.ts'

/** JSON that is put together from parts of the input: nodes keep the spelling of their numbers. */
export type Value = JsonNode | string | number | null | readonly Value[] | Map<string, Value>

const COMMA = 0x2c
const COLON = 0x3a
const BLANK = 0x20
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d

/** Without white space. */
export function writeCompactValue(writer: ByteWriter, value: Value): void {
  if (value instanceof JsonNode) writeCompact(writer, value)
  else if (value === null || typeof value !== 'object') writer.text(JSON.stringify(value))
  else if (value instanceof Map) {
    writer.byte(OPEN_BRACE)
    let count = 0
    for (const [key, member] of value) {
      if (count++ > 0) writer.byte(COMMA)
      writer.bytes(quotedKey(key)).byte(COLON)
      writeCompactValue(writer, member)
    }
    writer.byte(CLOSE_BRACE)
  } else {
    writer.byte(OPEN_BRACKET)
    for (let k = 0; k < value.length; k++) {
      if (k > 0) writer.byte(COMMA)
      writeCompactValue(writer, value[k]!)
    }
    writer.byte(CLOSE_BRACKET)
  }
}

/** Two blanks per level, as {@link writePretty} lays it out. */
export function writePrettyValue(writer: ByteWriter, value: Value, depth = 0): void {
  if (value instanceof JsonNode) writePretty(writer, value, depth)
  else if (value === null || typeof value !== 'object') writer.text(JSON.stringify(value))
  else if (value instanceof Map) {
    writer.byte(OPEN_BRACE)
    let count = 0
    for (const [key, member] of value) {
      if (count++ > 0) writer.byte(COMMA)
      writeBreak(writer, depth + 1)
      writer.bytes(quotedKey(key)).byte(COLON).byte(BLANK)
      writePrettyValue(writer, member, depth + 1)
    }
    if (count > 0) writeBreak(writer, depth)
    writer.byte(CLOSE_BRACE)
  } else {
    writer.byte(OPEN_BRACKET)
    for (let k = 0; k < value.length; k++) {
      if (k > 0) writer.byte(COMMA)
      writeBreak(writer, depth + 1)
      writePrettyValue(writer, value[k]!, depth + 1)
    }
    if (value.length > 0) writeBreak(writer, depth)
    writer.byte(CLOSE_BRACKET)
  }
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
