import { deserialize, serialize } from 'node:v8'
import type { Spool } from '../../formats/format.ts'
import { joinBytes } from '../../json/bytes.ts'

const LENGTH_BYTES = 4

/** Parts that wait for their turn, in a spool: memory does not depend on how many there are. */
export class PartStore {
  readonly #spool: Spool

  constructor(spool: Spool) {
    this.#spool = spool
  }

  async add(part: unknown): Promise<void> {
    const bytes = serialize(part)
    const length = new Uint8Array(LENGTH_BYTES)
    new DataView(length.buffer).setUint32(0, bytes.length)
    await this.#spool.write(length)
    await this.#spool.write(bytes)
  }

  /** In the order in which they came. */
  async *read(): AsyncGenerator<unknown> {
    let held: Uint8Array[] = []
    let size = 0
    let wanted = LENGTH_BYTES
    for await (const chunk of this.#spool.read()) {
      held.push(chunk.slice())
      size += chunk.length
      if (size < wanted) continue
      let bytes = joinBytes(held)
      while (bytes.length >= LENGTH_BYTES) {
        wanted = LENGTH_BYTES + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
        if (bytes.length < wanted) break
        yield deserialize(bytes.slice(LENGTH_BYTES, wanted))
        bytes = bytes.subarray(wanted)
      }
      if (bytes.length < LENGTH_BYTES) wanted = LENGTH_BYTES
      held = [bytes]
      size = bytes.length
    }
  }
}
