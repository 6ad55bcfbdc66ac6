import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Content, Sink } from '../../formats/format.ts'
import { chunksOf, toBytes } from '../../io/content.ts'
import { type DataSet, FileList, printCroissant } from './describe.ts'

/** So much of a file's beginning tells its columns. */
const HEAD_BYTES = 1 << 16
/** What is said about a run is no part of the data. */
const UNLISTED: ReadonlySet<string> = new Set(['report.json', 'missing-media.csv'])

/** Reads along what is written, and writes `croissant.json` beside it when all is there. */
export function croissantSink(sink: Sink, dataSet: DataSet): Sink {
  let files = new FileList()
  return {
    async put(path, content) {
      if (UNLISTED.has(path)) return sink.put(path, content)
      const reading = new Reading()
      await sink.put(path, reading.along(content))
      files.add(reading.describe(path))
    },
    link:
      sink.link &&
      (async (path, target) => {
        const reading = new Reading()
        for await (const _chunk of chunksOf(reading.along(createReadStream(target))));
        await sink.link?.(path, target)
        files.add(reading.describe(path))
      }),
    async close() {
      await sink.put('croissant.json', printCroissant(dataSet, files))
      await sink.close()
    },
    abort: () => sink.abort(),
    startOver:
      sink.startOver &&
      (async () => {
        files = new FileList()
        await sink.startOver?.()
      }),
  }
}

/** Hash, size and beginning of one file, taken while it goes by. */
class Reading {
  readonly #hash = createHash('sha256')
  #head = Buffer.alloc(0)
  #size = 0

  /** The same content. */
  along(content: Content): Content {
    if (typeof content !== 'string' && !(content instanceof Uint8Array)) return this.#chunks(content)
    this.#take(toBytes(content))
    return content
  }

  describe(path: string) {
    return { path, size: this.#size, sha256: this.#hash.digest('hex'), head: this.#head.toString() }
  }

  async *#chunks(content: Exclude<Content, string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
    for await (const chunk of content) {
      this.#take(toBytes(chunk))
      yield chunk
    }
  }

  #take(bytes: Uint8Array): void {
    this.#hash.update(bytes)
    this.#size += bytes.length
    if (this.#head.length < HEAD_BYTES)
      this.#head = Buffer.concat([this.#head, bytes.subarray(0, HEAD_BYTES - this.#head.length)])
  }
}
