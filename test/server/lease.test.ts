import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { StoreLease } from '../../src/server/lease.ts'
import { openStore } from '../../src/stores/index.ts'
import { describeLease } from './lease.ts'

const path = join(tmpdir(), `goldpan-lease-${process.pid}.db`)
afterAll(() => {
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
})

describe('a lease of a store', () => {
  describeLease(() => openStore(path))

  it('of a process that is gone is taken over at once', async () => {
    const store = await openStore(path)
    const parts = { store, log: { info: () => undefined, error: () => undefined }, now: () => new Date(), milliseconds: 60_000 }
    const lease = await StoreLease.take(parts)
    const held = JSON.parse((await store.records.get('leases', 'server'))!)
    await lease.release()
    const { pid } = spawnSync(process.execPath, ['-e', '0'])
    for (const gone of [pid, process.pid]) {
      await store.records.put('leases', 'server', JSON.stringify({ ...held, holder: 'gone', pid: gone }))
      await (await StoreLease.take(parts)).release()
    }
    expect(await store.records.get('leases', 'server')).toBeUndefined()
    await store.close()
  })
})
