import type { Content, Sink } from '../formats/format.ts'
import { GoldpanError } from '../model/error.ts'

/** A sink that takes nothing more once the run is called off: a large file is given up half-way. */
export function cancelling(sink: Sink, signal: AbortSignal): Sink {
  return {
    put(path, content) {
      if (signal.aborted) throw cancelled()
      return sink.put(path, typeof content === 'string' || content instanceof Uint8Array ? content : watched(content, signal))
    },
    close: () => {
      if (signal.aborted) throw cancelled()
      return sink.close()
    },
    abort: () => sink.abort(),
    link: sink.link,
    startOver: sink.startOver,
  }
}

export function cancelled(cause?: unknown): GoldpanError {
  return new GoldpanError('cancelled', 'the run was called off', 'nothing was written', {}, { cause })
}

/** What ends a run: the error, or that the run was called off where that is the cause. */
export function calledOff(error: unknown, signal: AbortSignal | undefined): unknown {
  return signal?.aborted === true && !(error instanceof GoldpanError && error.code === 'cancelled') ? cancelled(error) : error
}

async function* watched(
  content: Extract<Content, AsyncIterable<unknown>>,
  signal: AbortSignal,
): AsyncGenerator<string | Uint8Array> {
  for await (const chunk of content) {
    if (signal.aborted) throw cancelled()
    yield chunk
  }
}
