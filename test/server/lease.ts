import { expect, it } from 'vitest'
import { StoreLease } from '../../src/server/lease.ts'
import type { Store } from '../../src/stores/store.ts'

/** Of who is alive: a machine that has much else to do may be late with a beat. */
const MILLISECONDS = 4000
/** Of who is dead, which is waited for. */
const SHORT_MILLISECONDS = 200

/** What a lease has to keep to over any store. @param open opens the same store again, as another server does */
export function describeLease(open: () => Promise<Store>): void {
  const told: string[] = []
  const log = { info: (event: string) => void told.push(event), error: (event: string) => void told.push(event) }
  const take = (store: Store, milliseconds = MILLISECONDS) => StoreLease.take({ store, log, now: () => new Date(), milliseconds })
  /** As a server on another machine has left it. */
  const leave = (store: Store, more: object) =>
    store.records.put(
      'leases',
      'server',
      JSON.stringify({ holder: 'other', machine: 'elsewhere', pid: 1, since: '2026-01-01T00:00:00.000Z', beat: 7, ...more }),
    )

  it('is refused to a second server, and given when the first has ended', async () => {
    const [one, two] = [await open(), await open()]
    const first = await take(one)
    await expect(take(two)).rejects.toMatchObject({ code: 'store-served', message: expect.stringContaining(String(process.pid)) })
    expect(told).toContain('store-served-by-another')
    await first.release()
    const second = await take(two)
    await second.release()
    expect(await one.records.get('leases', 'server')).toBeUndefined()
    for (const store of [one, two]) await store.close()
  })

  it('is given to one of several that ask at once', async () => {
    const stores = [await open(), await open(), await open()]
    const taken = await Promise.allSettled(stores.map(take))
    expect(taken.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    for (const one of taken) if (one.status === 'fulfilled') await one.value.release()
    for (const store of stores) await store.close()
  })

  it('of a server elsewhere is taken over when it shows no more life', async () => {
    const store = await open()
    await leave(store, {})
    const start = performance.now()
    const lease = await take(store, SHORT_MILLISECONDS)
    expect(performance.now() - start).toBeGreaterThan(SHORT_MILLISECONDS)
    await lease.release()
    await store.close()
  })

  it('is lost when another has taken over, and then left alone', async () => {
    const store = await open()
    const lease = await take(store, SHORT_MILLISECONDS)
    await leave(store, {})
    await expect(lease.lost).rejects.toMatchObject({ code: 'store-served', hint: expect.stringContaining('one server') })
    await lease.release()
    expect(await store.records.get('leases', 'server')).toContain('elsewhere')
    await store.records.delete('leases', 'server')
    await store.close()
  })
}
