import { createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib'

/** So little at a time that what a hostile file swells to (a thousandfold) fits into memory. */
const PIECE_BYTES = 64 * 1024

/** What gzip packed, in one or several members; see {@link unpackRaw}. */
export function unpackGzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return unpack(packed, createGunzip())
}

/**
 * Unpacks deflate chunk by chunk. Everything before a damage is given out before it throws.
 * @throws the packed stream's own error, or zlib's
 */
export function unpackRaw(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return unpack(packed, createInflateRaw())
}

/** Piping would throw away what is ready when an error comes. */
async function* unpack(packed: AsyncIterable<Uint8Array>, stream: Gunzip | InflateRaw): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  let failure: Error | undefined
  let isOver = false
  let wake = () => {}
  const step = (start: (done: () => void) => void) =>
    new Promise<void>((resolve) => {
      wake = resolve
      start(resolve)
    })
  const over = (error?: Error) => {
    failure ??= error
    isOver = true
    wake()
  }
  stream.on('data', (chunk: Uint8Array) => void ready.push(chunk))
  stream.once('error', over).once('end', () => over()) // it also ends before its input does, when that has something behind it
  try {
    for await (const chunk of packed)
      for (let at = 0; at < chunk.length && !isOver; at += PIECE_BYTES) {
        await step((done) => stream.write(chunk.subarray(at, at + PIECE_BYTES), () => done()))
        yield* ready.splice(0)
      }
    if (!isOver) await step(() => stream.end())
    yield* ready.splice(0)
  } finally {
    stream.destroy()
  }
  if (failure !== undefined) throw failure
}
