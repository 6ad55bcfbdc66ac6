/** Where what is printed goes, byte by byte. Whoever puts something looks first whether there is room. */

/** Where the next byte goes, and where memory ends. */
export let next: usize = 0
export let limit: usize = 0

export function printTo(at: usize, end: usize): void {
  next = at
  limit = end
}

/** Goes on there: what stands before it was put in another way. */
// @ts-ignore: decorator
@inline
export function moveTo(at: usize): void {
  next = at
}

// @ts-ignore: decorator
@inline
export function put(byte: u8): void {
  store<u8>(next++, byte)
}

/** At most 32 bytes; so many are written in any case. */
// @ts-ignore: decorator
@inline
export function putShort(from: usize, length: usize): void {
  v128.store(next, v128.load(from))
  v128.store(next, v128.load(from, 16), 16)
  next += length
}

/** Up to 15 bytes more are written. */
export function putBytes(from: usize, length: usize): void {
  if (length > 64) memory.copy(next, from, length)
  else for (let at: usize = 0; at < length; at += 16) v128.store(next + at, v128.load(from + at))
  next += length
}
