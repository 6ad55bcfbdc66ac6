/** Takes the place of `json/utf8.ts`. */

/** Up to this many bytes a loop is quicker than a call of the decoder. */
const MAX_LOOPED = 24

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Room for so many bytes. */
export function emptyBytes(size: number): Uint8Array {
  return new Uint8Array(size)
}

export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text)
}

/** The bytes that a base64 text stands for, which it has to be. */
export function bytesOfBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

/** The bytes as text; a byte order mark stays. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > MAX_LOOPED) return decoder.decode(bytes.subarray(start, end))
  let text = ''
  for (let k = start; k < end; k++) {
    const byte = bytes[k]!
    if (byte >= 0x80) return decoder.decode(bytes.subarray(start, end))
    text += String.fromCharCode(byte)
  }
  return text
}

/** The text's UTF-16 units into an array that has room for them. */
export function copyUnits(text: string, units: Uint16Array): void {
  for (let k = 0; k < text.length; k++) units[k] = text.charCodeAt(k)
}
