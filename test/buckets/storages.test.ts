import { beforeAll, describe, expect, it } from 'vitest'
import type { S3Bucket } from '../../src/io/s3.ts'
import { parseJson } from '../../src/json/node.ts'
import { box, CONFIG, idIn, type TestApp, testApp } from '../server/app.ts'
import { s3Server } from './s3-server.ts'

/** Sources and targets of projects in a real bucket. */
const s3 = s3Server()
const KEYS = { aws_access_key_id: 'goldpan', aws_secret_access_key: 'goldpan-secret' }
let app: TestApp
let bucket: S3Bucket

beforeAll(async () => {
  app = await testApp({}, true)
  bucket = await s3.bucket('storages')
  await bucket.put(
    'data/1.json',
    Buffer.from(JSON.stringify({ data: { image: 'a.jpg' }, annotations: [{ result: [box('Car')] }] })),
  )
  await bucket.put('data/2.json', Buffer.from(JSON.stringify([{ image: 'b.jpg' }, { image: 'c.jpg' }])))
  await bucket.put('data/deep/3.json', Buffer.from(JSON.stringify({ image: 'd.jpg' })))
  await bucket.put('broken/1.json', Buffer.from(JSON.stringify({ image: 'e.jpg' })))
  await bucket.put('broken/2.json', Buffer.from('{"image":'))
  for (let k = 0; k < 250; k++) await bucket.put(`images/${k}.jpg`, Buffer.from(`image ${k}`))
})

async function newProject(): Promise<number> {
  return idIn(await app.json('POST /api/projects', { body: { title: 'Buckets', label_config: CONFIG } }))
}

function fields(project: number, more: object = {}): object {
  return { project, title: 'b', bucket: 'storages', region_name: 'us-east-1', s3_endpoint: s3.url, ...KEYS, ...more }
}

async function images(project: number): Promise<(string | undefined)[]> {
  const tasks =
    (await app.json(`GET /api/tasks?project=${project}&page_size=1000&resolve_uri=false`)).get('tasks')?.elements() ?? []
  return tasks.map((task) => task.get('data')?.get('image')?.string())
}

describe('a source in a bucket', () => {
  it('brings in tasks once, of one level or of all', async () => {
    const project = await newProject()
    const created = await app.json('POST /api/storages/s3', { body: fields(project, { prefix: 'data' }) })
    expect([created.get('type')?.string(), created.get('status')?.string(), created.get('presign_ttl')?.number()]).toEqual([
      's3',
      'initialized',
      1,
    ])
    expect(created.text()).not.toContain('goldpan-secret')
    const path = `/api/storages/s3/${idIn(created)}`
    const first = await app.json(`POST ${path}/sync`)
    expect([
      first.get('status')?.string(),
      first.get('last_sync_count')?.number(),
      first.get('meta')?.get('tasks_existed')?.number(),
    ]).toEqual(['completed', 3, 0])
    expect(await images(project)).toEqual(['a.jpg', 'b.jpg', 'c.jpg'])
    await app.json(`PATCH ${path}`, { body: { recursive_scan: true } })
    const second = await app.json(`POST ${path}/sync`)
    expect([second.get('last_sync_count')?.number(), second.get('meta')?.get('tasks_existed')?.number()]).toEqual([1, 2])
    expect((await images(project)).at(-1)).toBe('d.jpg')
    const listed = await app.json(`GET /api/storages/s3?project=${project}`)
    expect(listed.elements().map(idIn)).toEqual([idIn(created)])
    expect((await app.ask(`DELETE ${path}`)).status).toBe(204)
    expect((await images(project)).length).toBe(4)
  })

  it('makes each object a task, by a pattern', async () => {
    const project = await newProject()
    const body = fields(project, { prefix: 'images/', use_blob_urls: true, regex_filter: String.raw`.*\d\d\.jpg` })
    const path = `/api/storages/s3/${idIn(await app.json('POST /api/storages/s3', { body }))}`
    expect((await app.json(`POST ${path}/sync`)).get('last_sync_count')?.number()).toBe(240)
    expect((await images(project))[0]).toBe('s3://storages/images/10.jpg')
    expect((await app.json(`POST ${path}/sync`)).get('meta')?.get('tasks_existed')?.number()).toBe(240)
  })

  it('tells of objects that cannot be read, and takes the others', async () => {
    const project = await newProject()
    const path = `/api/storages/s3/${idIn(await app.json('POST /api/storages/s3', { body: fields(project, { prefix: 'broken' }) }))}`
    const synced = await app.json(`POST ${path}/sync`)
    expect([synced.get('status')?.string(), synced.get('last_sync_count')?.number()]).toEqual(['completed_with_errors', 1])
    expect(synced.get('traceback')?.string()).toMatch(/^s3:\/\/storages\/broken\/2\.json: JSON parse error/)
  })
})

describe('a target in a bucket', () => {
  it('gets an object per annotation, and follows them', async () => {
    const project = await newProject()
    const tasks = Array.from({ length: 40 }, (_, k) => ({ data: { image: `${k}.jpg` }, annotations: [{ result: [box('Car')] }] }))
    const imported = await app.json(`POST /api/projects/${project}/import?return_task_ids=1`, { body: tasks })
    const task = imported.get('task_ids')!.elements()[0]!.number()
    const created = await app.json('POST /api/storages/export/s3', {
      body: fields(project, { prefix: 'out', can_delete_objects: true }),
    })
    const synced = await app.json(`POST /api/storages/export/s3/${idIn(created)}/sync`)
    expect([synced.get('status')?.string(), synced.get('last_sync_count')?.number()]).toEqual(['completed', 40])
    const [annotation] = (await app.json(`GET /api/tasks/${task}/annotations`)).elements()
    const object = async (id: number) => (await bucket.get(`out/${id}`))?.bytes
    const written = parseJson((await object(idIn(annotation!)))!)
    expect([written.get('id')?.number(), written.get('task')?.get('id')?.number()]).toEqual([idIn(annotation!), task])
    const added = idIn(await app.json(`POST /api/tasks/${task}/annotations`, { body: { result: [box('Person')] } }))
    await expect.poll(() => object(added)).toBeDefined()
    await app.ask(`DELETE /api/annotations/${added}`)
    await expect.poll(() => object(added)).toBeUndefined()
  })
})

describe('a storage that cannot be used', () => {
  it.each([
    ['wrong keys', { aws_secret_access_key: 'wrong' }, 'cannot be used'],
    ['an unknown key', { aws_access_key_id: 'nobody' }, 'cannot be used'],
    ['a bucket that is not there', { bucket: 'nowhere' }, 'is not there'],
    ['no bucket', { bucket: '' }, 'Bucket must be set'],
    ['a prefix with nothing below', { prefix: 'nothing' }, 'nothing below the prefix'],
    ['an endpoint that is no address', { s3_endpoint: 'here' }, 'is no address'],
  ])('for %s is refused with the reason', async (_name, wrong, reason) => {
    const project = await newProject()
    for (const path of ['/api/storages/s3', '/api/storages/s3/validate']) {
      const response = await app.ask(`POST ${path}`, { body: fields(project, wrong) })
      expect([path, response.status]).toEqual([path, 400])
      const text = await response.text()
      expect(text).toContain(reason)
      expect(text).not.toContain('goldpan-secret')
    }
    expect((await app.json(`GET /api/storages?project=${project}`)).elements()).toEqual([])
  })

  it('tells when its keys are no longer good', async () => {
    const project = await newProject()
    const path = `/api/storages/s3/${idIn(await app.json('POST /api/storages/s3', { body: fields(project, { prefix: 'data' }) }))}`
    const id = Number(path.split('/').at(-1))
    const record = JSON.parse((await app.services.store.records.get('storages', String(id)))!)
    await app.services.store.records.put(
      'storages',
      String(id),
      JSON.stringify({ ...record, credentials: null, bucket: 'nowhere' }),
    )
    const synced = await app.json(`POST ${path}/sync`)
    expect([synced.get('status')?.string(), synced.get('traceback')?.string()]).toEqual([
      'failed',
      expect.stringContaining('nowhere'),
    ])
  })

  it('in a private net is refused where that is not allowed', async () => {
    const closed = await testApp()
    const project = idIn(await closed.json('POST /api/projects', { body: { title: 'Closed' } }))
    const port = new URL(s3.url).port
    for (const host of ['127.0.0.1', 'localhost']) {
      const body = fields(project, { s3_endpoint: `http://${host}:${port}` })
      const response = await closed.ask('POST /api/storages/s3/validate', { body })
      expect([host, response.status]).toEqual([host, 403])
      expect(await response.json()).toMatchObject({
        code: 'address-private',
        detail: expect.stringContaining('reserved network address'),
      })
    }
  })
})
