import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ALL } from '../../src/query/query.ts'
import { openBucketStore } from '../../src/stores/bucket.ts'
import type { Store } from '../../src/stores/store.ts'
import { describeStore } from '../stores/contract.ts'
import { withScript } from '../stores/kill.ts'
import { indexed, plainTask } from '../stores/random-tasks.ts'
import { s3Server } from './s3-server.ts'

const server = s3Server()
const AT = new Date('2024-01-31T12:00:00Z')
const LOCK_MILLISECONDS = 3000

describeStore(
  'a bucket',
  async () => {
    await server.bucket('contract')
    const url = 's3://contract/some/prefix'
    return { url, open: () => openBucketStore(url), remove: async () => undefined }
  },
  { runs: 5 },
)

describe('a bucket', () => {
  it('has the files of a folder as keys, and takes up what others put there', async () => {
    const bucket = await server.bucket('layout')
    await bucket.put('work/by hand/completions/5.json', Buffer.from('{"data":{}}'))
    await bucket.put('work/by hand/config.xml', Buffer.from('<View/>'))
    const store = await openBucketStore('s3://layout/work')
    expect(await store.projects()).toMatchObject([{ id: 1, title: 'by hand', config: '<View/>' }])
    await store.put(1, [plainTask('a/b ü')], 'skip')
    expect(Buffer.from((await bucket.get('work/by hand/completions/a%2Fb ü.json'))?.bytes ?? [])).toEqual(
      Buffer.from(plainTask('a/b ü').document),
    )
    await bucket.put('work/by hand/completions/6.json', Buffer.from('{"id":6'))
    expect(await documents(store)).toEqual(['{"data":{},"id":5}', '{"id":"a/b ü","data":{"text":""}}'])
    expect(await store.problems(1)).toMatchObject([{ code: 'task-invalid', where: { file: 'by hand/completions/6.json' } }])
    await store.close()
  })

  it('loses nothing when several processes write at once', async () => {
    await server.bucket('several')
    const store = await newStore('s3://several')
    await store.put(1, [indexed('{"id":1,"data":{"n":0}}')], 'skip')
    await withScript('test/stores/count-up.ts', async (script) => {
      const run = (first: number) => promisify(execFile)(process.execPath, [script, 's3://several', String(first)])
      await Promise.all([100, 200].map(run))
    })
    expect(Buffer.from((await store.get(1, 1)) ?? []).toString()).toBe('{"id":1,"data":{"n":60}}')
    expect(await store.count(1, ALL)).toMatchObject({ tasks: 1 + 2 * 60 })
    await store.close()
  })

  it('does not let a process that slept write over what another wrote since', async () => {
    await server.bucket('asleep')
    const store = await newStore('s3://asleep', LOCK_MILLISECONDS)
    await store.put(1, [plainTask(1, 'first')], 'skip')
    await withScript('test/buckets/change-once.ts', async (script) => {
      const late = store.change(1, 1, () => {
        // this process does nothing else meanwhile, and so does not keep its lock
        execFileSync(process.execPath, [script, 's3://asleep', 'second', String(LOCK_MILLISECONDS)], { stdio: 'inherit' })
        return plainTask(1, 'late')
      })
      await expect(late).rejects.toMatchObject({ code: 'store-unreachable', message: 'a lock of the store was lost on the way' })
    })
    expect(await documents(store)).toEqual([Buffer.from(plainTask(1, 'second').document).toString()])
    await store.close()
  })

  it('that is not there is told at once', async () => {
    await expect(openBucketStore('s3://nowhere/x')).rejects.toMatchObject({
      code: 'store-unreachable',
      message: 'the bucket `nowhere` is not there',
    })
    await expect(openBucketStore('s3:/nowhere')).rejects.toMatchObject({ code: 'option-invalid' })
  })
})

async function newStore(url: string, lockMilliseconds?: number): Promise<Store> {
  const store = await openBucketStore(url, lockMilliseconds === undefined ? {} : { lockMilliseconds })
  await store.createProject({ title: 'project', description: '', config: '', extra: '{}' }, AT)
  return store
}

async function documents(store: Store): Promise<string[]> {
  const found: string[] = []
  for await (const batch of store.scan(1, ALL)) for (const { document } of batch) found.push(Buffer.from(document).toString())
  return found
}
