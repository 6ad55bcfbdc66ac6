import { GoldpanError } from '../model/error.ts'

/** So many bytes tell whether a file starts with a byte order mark. */
export const LONGEST_MARK = 3

/**
 * How many of the first bytes are UTF-8's byte order mark.
 * @throws GoldpanError `input-encoding` for UTF-16 and UTF-32, with or without a mark: JSON starts with two ASCII characters (RFC 4627 §3)
 */
export function markLength([a, b, c]: Uint8Array, file: string): number {
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || (a === 0 && b !== undefined) || (a !== undefined && b === 0))
    throw new GoldpanError(
      'input-encoding',
      'the input is UTF-16 or UTF-32, expected UTF-8',
      'convert it first: iconv -f UTF-16 -t UTF-8',
      { file, byte: 0 },
    )
  return a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0
}

/** A byte as an error names it: the character, or its number where it shows nothing. */
export function printByte(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? `'${String.fromCharCode(byte)}'` : `byte 0x${byte.toString(16).padStart(2, '0')}`
}

export function isCloser(byte: number): boolean {
  return byte === 0x7d || byte === 0x5d
}

const TASKS_KEY = new TextEncoder().encode('"tasks"')

/** Whether `"tasks":` stands right before `at`, with or without white space; `before` is what comes before the bytes. */
export function endsWithTasksKey(before: Uint8Array, bytes: Uint8Array, at: number): boolean {
  const byteAt = (k: number) => (k < 0 ? before.at(k) : bytes[k])
  const behindGap = (k: number) => {
    let last = k
    while (isSpace(byteAt(last - 1))) last--
    return last
  }
  const colon = behindGap(at) - 1
  if (byteAt(colon) !== 0x3a) return false
  const key = behindGap(colon) - TASKS_KEY.length
  return TASKS_KEY.every((byte, k) => byteAt(key + k) === byte) && byteAt(key - 1) !== 0x5c
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}
