import type { ByteTarget } from '../../io/content.ts'
import type { Services } from '../services.ts'
import { Slots } from './slots.ts'

/** So many exports are made at once; others wait their turn. */
export const slots = new Slots(16)

/** Milliseconds after which a client that takes nothing loses its connection: others are waiting. */
const PATIENCE = 60_000

/** What `write` writes, as fast as it is taken; it is called off when nobody takes it any more. */
export function streamOf(
  write: (target: ByteTarget, signal: AbortSignal) => Promise<void>,
  { log }: Pick<Services, 'log'>,
  patience = PATIENCE,
): ReadableStream<Uint8Array> {
  const gone = new AbortController()
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({}, undefined, { highWaterMark: 1 })
  const writer = writable.getWriter()
  const target: ByteTarget = {
    write: (bytes) => within(patience, writer.write(Uint8Array.from(bytes))), // ours are used again
    close: () => writer.close(),
    abort: async () => undefined,
  }
  writer.closed.catch(() => gone.abort())
  slots
    .run(() => write(target, gone.signal))
    .catch((error: unknown) => {
      if (!gone.signal.aborted) log.error('export-failed', { error: error instanceof Error ? error.message : String(error) })
      writer.abort(error).catch(() => undefined) // the client sees that the download broke off
    })
  return readable
}

/** @throws Error when it takes longer */
function within(milliseconds: number, event: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing was taken for ${milliseconds} ms`)), milliseconds)
  })
  return Promise.race([event, tooLate]).finally(() => clearTimeout(timer))
}

export async function writeAll(chunks: AsyncIterable<Uint8Array>, target: ByteTarget): Promise<void> {
  for await (const chunk of chunks) await target.write(chunk)
  await target.close()
}
