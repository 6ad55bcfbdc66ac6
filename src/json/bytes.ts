const MANY = 16384

/** The bytes of all parts, one behind the other. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = roomFor(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** Bytes to be written over, with anything in them: where they are many, zeros would cost as much as a copy. */
export function roomFor(size: number): Uint8Array<ArrayBuffer> {
  return size < MANY ? new Uint8Array(size) : new Uint8Array(Buffer.allocUnsafeSlow(size).buffer)
}
