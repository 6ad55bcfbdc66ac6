/**
 * What there is from a place on, into two buffers in turn: the next chunk is read while this one is in use.
 * @param read fills a buffer with what stands from `position` on, or a part of it; gives how many bytes that are, 0 at the end
 */
export async function* readAhead(
  read: (into: Uint8Array, position: number) => Promise<number>,
  buffers: readonly [Uint8Array, Uint8Array],
  from = 0,
): AsyncGenerator<Uint8Array> {
  let position = from
  const begin = (turn: number) => {
    const reading = read(buffers[turn]!, position)
    reading.catch(() => undefined) // thrown where it is awaited, in its turn
    return reading
  }
  let next = begin(0)
  try {
    for (let turn = 0; ; turn ^= 1) {
      const size = await next
      if (size === 0) return
      position += size
      next = begin(turn ^ 1)
      yield buffers[turn]!.subarray(0, size)
    }
  } finally {
    await next.catch(() => undefined) // the buffers are somebody else's then
  }
}
