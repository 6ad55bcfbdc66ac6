import { BACKSLASH } from './ascii.ts'
import type { Tape } from './scan.ts'
import { decodeUtf8 } from './utf8.ts'

/** Keys, labels and ids come again and again: short ASCII strings are made once and then looked up by their bytes. */
const MAX_INTERNED = 24
/** Up to so many bytes a loop is quicker than a call. */
const MAX_LOOPED = 48
const interned = new Array<string | undefined>(4096)

/** The string whose token stands there, its escapes undone. */
export function decodeString({ bytes, tokens }: Tape, token: number): string {
  const start = tokens[token]!
  const end = tokens[token + 1]!
  if (end - start > MAX_INTERNED) return decodeEscaped(bytes, start, end)
  let hash = end - start
  for (let k = start; k < end; k++) {
    const byte = bytes[k]!
    if (byte >= 0x80 || byte === BACKSLASH) return decodeEscaped(bytes, start, end)
    hash = (hash * 31 + byte) | 0
  }
  const slot = (hash ^ (hash >>> 12)) & 4095
  const known = interned[slot]
  if (known !== undefined && known.length === end - start && equalsAscii(bytes, start, known)) return known
  const text = decodeUtf8(bytes, start, end)
  interned[slot] = text
  return text
}

/** Whether the bytes from `start` on are this text, which is ASCII without a backslash. */
export function equalsAscii(bytes: Uint8Array, start: number, text: string): boolean {
  for (let k = 0; k < text.length; k++) if (bytes[start + k] !== text.charCodeAt(k)) return false
  return true
}

/** Whether there is a backslash in `bytes[start, end)`. */
export function holdsEscape(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > MAX_LOOPED) return bytes.subarray(start, end).includes(BACKSLASH)
  for (let k = start; k < end; k++) if (bytes[k] === BACKSLASH) return true
  return false
}

function decodeEscaped(bytes: Uint8Array, start: number, end: number): string {
  const text = decodeUtf8(bytes, start, end)
  return text.includes('\\') ? String(JSON.parse(`"${text}"`)) : text
}

/** A number that differs for most strings that differ; 0 for what is no string, or may be spelled in another way too (escapes). */
export function hashAt({ bytes, tokens }: Tape, token: number): number {
  const start = tokens[token]!
  const end = tokens[token + 1]!
  if (bytes[start - 1] !== 0x22) return 0
  let hash = end - start + 1
  for (let k = start; k < end; k++) {
    const byte = bytes[k]!
    if (byte === BACKSLASH) return 0
    hash = (Math.imul(hash, 31) + byte) | 0
  }
  return hash === 0 ? 1 : hash
}
