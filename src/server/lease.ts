import { randomUUID } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { z } from '@hono/zod-openapi'
import { GoldpanError } from '../model/error.ts'
import type { Store } from '../stores/store.ts'
import type { Log } from './http/log.ts'

const COLLECTION = 'leases'
const KEY = 'server'

/** Who serves a store. `beat` goes up as long as the holder lives, so no two clocks have to agree. */
const LEASE = z.object({ holder: z.string(), machine: z.string(), pid: z.number(), since: z.string(), beat: z.number() })
type Lease = z.output<typeof LEASE>

export interface LeaseParts {
  readonly store: Store
  readonly log: Log
  now(): Date
  /** Milliseconds without a beat after which a holder counts as dead. */
  readonly milliseconds: number
}

/** Those of this process, which has the number of none that died. */
const ownHolders = new Set<string>()

/**
 * One server to a store: jobs, imports and limits are in its hands alone. Where another one lives, this one is refused; one that was killed on this machine is
 * followed at once, one elsewhere when it has not shown itself for a while.
 */
export class StoreLease {
  readonly #parts: LeaseParts
  readonly #lease: Lease
  readonly #stop = new AbortController()
  readonly #beating: Promise<void>
  /** Never ends, unless another server has taken over: then it throws `store-served`. */
  readonly lost: Promise<never>

  private constructor(parts: LeaseParts, lease: Lease) {
    this.#parts = parts
    this.#lease = lease
    this.#beating = this.#beat()
    this.lost = new Promise((_resolve, reject) => this.#beating.catch(reject))
    this.lost.catch(() => undefined) // nobody has to wait for it
  }

  /** @throws GoldpanError `store-served` */
  static async take(parts: LeaseParts): Promise<StoreLease> {
    const { store, log, now, milliseconds } = parts
    const mine: Lease = { holder: randomUUID(), machine: machine(), pid: process.pid, since: now().toISOString(), beat: 0 }
    ownHolders.add(mine.holder)
    let seen: { readonly lease: Lease; readonly at: number } | undefined
    for (;;) {
      const dead = seen !== undefined && performance.now() - seen.at > milliseconds ? seen.lease : undefined
      const current = await tryToTake(store, mine, dead)
      if (current.holder === mine.holder) return new StoreLease(parts, mine)
      if (seen?.lease.holder === current.holder && seen.lease.beat !== current.beat) {
        ownHolders.delete(mine.holder)
        throw served(store, current)
      }
      if (seen?.lease.holder !== current.holder) {
        seen = { lease: current, at: performance.now() }
        log.info('store-served-by-another', { machine: current.machine, pid: current.pid, since: current.since })
      }
      await setTimeout(milliseconds / BEATS)
    }
  }

  /** So that the next server need not wait. */
  async release(): Promise<void> {
    this.#stop.abort()
    await this.#beating.catch(() => undefined)
    ownHolders.delete(this.#lease.holder)
    await this.#parts.store.records.change(COLLECTION, KEY, (value) => (this.#isMine(value) ? undefined : value))
  }

  /** Until it is released. @throws GoldpanError `store-served` */
  async #beat(): Promise<void> {
    const { store, log, milliseconds } = this.#parts
    const isStopped = () => this.#stop.signal.aborted
    for (let beat = 1; !isStopped(); beat++) {
      await setTimeout(milliseconds / BEATS, undefined, { signal: this.#stop.signal, ref: false }).catch(() => undefined)
      if (isStopped()) return
      const next = JSON.stringify({ ...this.#lease, beat })
      const change = store.records.change(COLLECTION, KEY, (value) => (this.#isMine(value) ? next : value))
      const now = await change.catch((error: unknown) => {
        log.error('lease-not-renewed', { error: String(error) })
        return next // as long as nobody else can write, nobody else takes it
      })
      if (now !== next) throw served(store, now === undefined ? this.#lease : LEASE.parse(JSON.parse(now)))
    }
  }

  #isMine(value: string | undefined): boolean {
    return value !== undefined && LEASE.parse(JSON.parse(value)).holder === this.#lease.holder
  }
}

/** So often a holder shows itself in the time after which it counts as dead. */
const BEATS = 4

/** Takes it where nobody has it, or only somebody who is dead. Gives the one that is there then. */
async function tryToTake({ records }: Store, mine: Lease, dead: Lease | undefined): Promise<Lease> {
  const taken = await records.change(COLLECTION, KEY, (value) => {
    if (value === undefined) return JSON.stringify(mine)
    const lease = LEASE.parse(JSON.parse(value))
    const isStill = lease.holder === dead?.holder && lease.beat === dead.beat
    return isStill || isGone(lease) ? JSON.stringify(mine) : value
  })
  return taken === undefined ? mine : LEASE.parse(JSON.parse(taken))
}

/** Whether it is known to have ended: a process of this machine that is there no more. */
function isGone({ machine: where, pid, holder }: Lease): boolean {
  if (where !== machine() || ownHolders.has(holder)) return false
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

/** A name for what process numbers are counted in: the computer, or the container. */
function machine(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

function served({ name }: Store, { machine: where, pid, since }: Lease): GoldpanError {
  return new GoldpanError(
    'store-served',
    `\`${name}\` is served by another server: process ${pid} on ${where.split(' ')[0]}, since ${since}`,
    'stop that one first; one server serves a store at a time',
  )
}
