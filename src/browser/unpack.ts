import { Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2, zlibInflateReset } from 'pako'

/**
 * Takes the place of `io/unpack.ts`, and does step by step what Node's streams do, so that of a damaged file the same is read and told. A
 * browser's own DecompressionStream takes no second member and throws away what stands before a damage.
 */

/** Node's sizes: what is packed, and what is unpacked, at a time. */
const PIECE_BYTES = 64 * 1024
const OUTPUT_BYTES = 16 * 1024

const GZIP_WINDOW = 15 + 16
const RAW_WINDOW = -15

/** What gzip packed, in one or several members; see {@link unpackRaw}. */
export function unpackGzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return unpack(packed, GZIP_WINDOW)
}

/**
 * Unpacks deflate chunk by chunk. Everything before a damage is given out before it throws.
 * @throws the packed stream's own error, or zlib's
 */
export function unpackRaw(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return unpack(packed, RAW_WINDOW)
}

async function* unpack(packed: AsyncIterable<Uint8Array>, windowBits: number): AsyncGenerator<Uint8Array> {
  const stream = new ZStream()
  zlibInflateInit2(stream, windowBits)
  const inflation = new Inflation(stream, windowBits === GZIP_WINDOW)
  for await (const chunk of packed)
    for (let at = 0; at < chunk.length && !inflation.isOver; at += PIECE_BYTES)
      yield* inflation.add(chunk.subarray(at, at + PIECE_BYTES))
  if (!inflation.isWhole) throw new Error('unexpected end of file')
}

class Inflation {
  readonly #stream: ZStream
  readonly #takesMembers: boolean
  /** Nothing more is wanted. */
  isOver = false
  /** It may end here. */
  isWhole = false

  constructor(stream: ZStream, takesMembers: boolean) {
    this.#stream = stream
    this.#takesMembers = takesMembers
    this.#newOutput()
  }

  *add(piece: Uint8Array): Generator<Uint8Array> {
    const stream = this.#stream
    stream.input = piece
    stream.next_in = 0
    stream.avail_in = piece.length
    let isFull = true
    while (isFull && !this.isOver) {
      const from = stream.next_out
      this.#step()
      if (stream.next_out > from) yield stream.output.slice(from, stream.next_out)
      isFull = stream.avail_out === 0
      if (isFull) this.#newOutput()
    }
  }

  /** Zeros behind a member are padding; anything else is the next one. */
  #step(): void {
    const stream = this.#stream
    let status = zlibInflate(stream, Z_NO_FLUSH)
    while (this.#takesMembers && status === Z_STREAM_END && stream.avail_in > 0 && stream.input[stream.next_in] !== 0) {
      zlibInflateReset(stream)
      status = zlibInflate(stream, Z_NO_FLUSH)
    }
    this.isWhole = status === Z_STREAM_END
    this.isOver = this.isWhole && stream.avail_in > 0
    if (!this.isWhole && status !== Z_OK && status !== Z_BUF_ERROR) throw new Error(stream.msg || 'zlib error')
  }

  #newOutput(): void {
    this.#stream.output = new Uint8Array(OUTPUT_BYTES)
    this.#stream.next_out = 0
    this.#stream.avail_out = OUTPUT_BYTES
  }
}
