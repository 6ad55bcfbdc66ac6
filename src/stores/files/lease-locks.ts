import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { S3Bucket } from '../../io/s3.ts'
import { GoldpanError } from '../../model/error.ts'
import type { HeldLock } from './file-area.ts'
import { Turns } from './turns.ts'

const FREE = Buffer.from('free\n')
const FIRST_WAIT_MILLISECONDS = 10
const LONGEST_WAIT_MILLISECONDS = 500

/**
 * Locks between processes as objects of a bucket. Whoever holds one writes into it again and again; when it stays the same for long enough, its holder is
 * dead, and another may take it. Nobody's clock is compared with another's; every write is conditional on what was there.
 */
export class LeaseLocks {
  readonly #bucket: S3Bucket
  readonly #prefix: string
  readonly #life: number
  readonly #turns = new Turns()
  /** How the locks looked when they were given back: mostly nobody else took them since. */
  readonly #free = new Map<string, string>()

  /** @param life of a lock that is not renewed; milliseconds */
  constructor(bucket: S3Bucket, prefix: string, life: number) {
    this.#bucket = bucket
    this.#prefix = prefix
    this.#life = life
  }

  exclusively<T>(name: string, work: (lock: HeldLock) => Promise<T>): Promise<T> {
    const key = `${this.#prefix}${name}`
    return this.#turns.take(name, async () => {
      const lease = new Lease(this.#bucket, key, this.#life, await this.#take(key))
      try {
        return await work(lease)
      } finally {
        const etag = await lease.giveBack().catch(() => undefined) // it is free by itself before long
        if (etag === undefined) this.#free.delete(key)
        else this.#free.set(key, etag)
      }
    })
  }

  /** Its etag once it is ours. */
  async #take(key: string): Promise<string> {
    const known = this.#free.get(key)
    const taken = await this.#bucket.put(key, ownMark(), known === undefined ? 'absent' : { etag: known })
    return taken ?? this.#wait(key)
  }

  async #wait(key: string): Promise<string> {
    let seen: string | undefined
    let seenAt = 0
    for (let wait = FIRST_WAIT_MILLISECONDS; ; wait = Math.min(wait * 1.5, LONGEST_WAIT_MILLISECONDS)) {
      const lock = await this.#bucket.get(key)
      if (lock?.etag !== seen) {
        seen = lock?.etag
        seenAt = performance.now()
      }
      const isFree = lock === undefined || Buffer.compare(lock.bytes, FREE) === 0 || performance.now() - seenAt > this.#life
      const taken = isFree && (await this.#bucket.put(key, ownMark(), lock === undefined ? 'absent' : { etag: lock.etag }))
      if (typeof taken === 'string') return taken
      await setTimeout(wait * (0.5 + Math.random()))
    }
  }
}

/** A lock that is held, and kept so. */
class Lease implements HeldLock {
  readonly #bucket: S3Bucket
  readonly #key: string
  readonly #life: number
  readonly #timer: NodeJS.Timeout
  #etag: string
  #renewedAt = performance.now()
  #renewal: Promise<void> = Promise.resolve()
  #isLost = false

  constructor(bucket: S3Bucket, key: string, life: number, etag: string) {
    this.#bucket = bucket
    this.#key = key
    this.#life = life
    this.#etag = etag
    this.#timer = setInterval(() => {
      this.#renewal = this.#renewal.then(() => this.#renew()).catch(() => undefined) // the next try may do
    }, life / 4)
  }

  /** A little earlier than others may take it. */
  needHeld(): void {
    if (!this.#isLost && performance.now() - this.#renewedAt < this.#life * 0.75) return
    const hint = 'the process slept, or the network was away; try again: what was begun is finished or was not begun'
    throw new GoldpanError('store-unreachable', 'a lock of the store was lost on the way', hint)
  }

  /** How it looks then; undefined when it was not ours any more. */
  async giveBack(): Promise<string | undefined> {
    clearInterval(this.#timer)
    await this.#renewal
    return this.#isLost ? undefined : this.#bucket.put(this.#key, FREE, { etag: this.#etag })
  }

  async #renew(): Promise<void> {
    const at = performance.now()
    const etag = await this.#bucket.put(this.#key, ownMark(), { etag: this.#etag })
    if (etag === undefined) this.#isLost = true
    else {
      this.#etag = etag
      this.#renewedAt = at
    }
  }
}

/** Says something else each time. */
function ownMark(): Uint8Array {
  return Buffer.from(`${randomUUID()}\n`)
}
