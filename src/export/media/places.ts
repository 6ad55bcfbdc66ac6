import type { Spool } from '../../formats/format.ts'
import { DigestIndex } from '../../model/digest-index.ts'
import type { Id } from '../../model/task.ts'

/** Where a media file belongs in the output. */
export interface MediaPlace {
  readonly path: string
  /** What the data of the task calls it. */
  readonly reference: string
  readonly task: Id
}

/** All media files of an export in the order in which the format named them, each path once; some 30 bytes of memory each. */
export class MediaPlaces {
  readonly #spool: Spool
  readonly #known = new DigestIndex()
  readonly #waiting: string[] = []

  constructor(spool: Spool) {
    this.#spool = spool
  }

  get count(): number {
    return this.#known.size
  }

  add(place: MediaPlace): void {
    const { count } = this
    if (this.#known.add(place.path) === count) this.#waiting.push(`${JSON.stringify(place)}\n`)
  }

  /** Puts what was added into the spool; it is called between two batches, for `add` cannot wait. */
  async settle(): Promise<void> {
    if (this.#waiting.length === 0) return
    await this.#spool.write(this.#waiting.join(''))
    this.#waiting.length = 0
  }

  async *read(): AsyncGenerator<MediaPlace> {
    await this.settle()
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of this.#spool.read()) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) yield JSON.parse(line)
    }
  }
}
