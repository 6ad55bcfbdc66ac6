import { beforeAll, describe, expect, it } from 'vitest'
import type { S3Bucket } from '../../src/io/s3.ts'
import { CONFIG, idIn, type TestApp, testApp } from '../server/app.ts'
import { s3Server } from './s3-server.ts'

/** Objects of a real bucket behind the addresses that tasks have for them. */
const s3 = s3Server()
const KEYS = { aws_access_key_id: 'goldpan', aws_secret_access_key: 'goldpan-secret' }
const LARGE = Buffer.from(Array.from({ length: 3_000_000 }, (_, k) => k % 251))
let app: TestApp
let bucket: S3Bucket

beforeAll(async () => {
  app = await testApp({}, true)
  bucket = await s3.bucket('media')
  await bucket.put('images/1 ü.jpg', Buffer.from('0123456789'))
  await bucket.put('images/large.mp4', LARGE)
  await bucket.put('images/empty.png', Buffer.alloc(0))
  await bucket.put('images/page.html', Buffer.from('<script>'), undefined, { contentType: 'text/html' })
  await bucket.put('images/table', Buffer.from('a,b'), undefined, { contentType: 'text/csv' })
  await bucket.put('private/2.jpg', Buffer.from('private'))
})

/** A project with a task for each object below `images`: the address of one, as its task shows it. */
async function newProject(presign: boolean): Promise<(name: string) => string> {
  const project = idIn(await app.json('POST /api/projects', { body: { title: 'Media', label_config: CONFIG } }))
  const place = { bucket: 'media', prefix: 'images', region_name: 'us-east-1', s3_endpoint: s3.url, ...KEYS }
  const body = { project, ...place, use_blob_urls: true, presign, presign_ttl: 2 }
  await app.json(`POST /api/storages/s3/${idIn(await app.json('POST /api/storages/s3', { body }))}/sync`)
  const stored = await images(project, '&resolve_uri=false')
  const shown = await images(project, '')
  return (name) => shown[stored.indexOf(`s3://media/images/${name}`)] ?? ''
}

async function images(project: number, more: string): Promise<string[]> {
  const tasks = (await app.json(`GET /api/tasks?project=${project}${more}`)).get('tasks')?.elements() ?? []
  return tasks.map((task) => task.get('data')?.get('image')?.string() ?? '')
}

describe('a storage with presign', () => {
  it('sends the client to the object, which it gets without credentials', async () => {
    const addressOf = await newProject(true)
    const response = await app.ask(`GET ${addressOf('1 ü.jpg')}`)
    expect(response.status).toBe(303)
    const location = response.headers.get('location') ?? ''
    expect(new URL(location).searchParams.get('X-Amz-Expires')).toBe('120')
    const object = await fetch(location)
    expect([object.status, object.headers.get('content-type'), await object.text()]).toEqual([200, 'image/jpeg', '0123456789'])
    expect((await fetch(location.replace('images/1', 'private/2'))).status).toBe(403) // the signature is of one object
  })

  it('gives the object itself to who asks for that', async () => {
    const addressOf = await newProject(true)
    const response = await app.ask(`GET ${addressOf('1 ü.jpg')}&stream=true`)
    expect([response.status, await response.text()]).toEqual([200, '0123456789'])
  })
})

describe('a storage without presign', () => {
  let addressOf: (name: string) => string
  beforeAll(async () => {
    addressOf = await newProject(false)
  })

  const ask = (name: string, headers: Readonly<Record<string, string>> = {}) => app.ask(`GET ${addressOf(name)}`, { headers })

  it('streams objects with what HTTP wants to know of them', async () => {
    const response = await ask('1 ü.jpg')
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': '10',
      'content-disposition': "inline; filename*=UTF-8''1%20%C3%BC.jpg",
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
    })
    expect(await response.text()).toBe('0123456789')
    const large = Buffer.from(await (await ask('large.mp4')).arrayBuffer())
    expect(large.equals(LARGE)).toBe(true)
    expect([(await ask('empty.png')).status, await (await ask('empty.png')).text()]).toEqual([200, ''])
  })

  it.each([
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=5-100', 206, '56789', 'bytes 5-9/10'],
    ['bytes=1-2,4-5', 200, '0123456789', null],
    ['lines=1-2', 200, '0123456789', null],
  ])('gives the range %s', async (range, status, text, contentRange) => {
    const response = await ask('1 ü.jpg', { range })
    expect([response.status, response.headers.get('content-range'), await response.text()]).toEqual([status, contentRange, text])
  })

  it('gives all of an object that may have changed between two ranges', async () => {
    const response = await ask('1 ü.jpg', { range: 'bytes=2-4', 'if-range': '"other"' })
    expect([response.status, await response.text()]).toEqual([200, '0123456789'])
  })

  it('refuses a range behind the end, and tells a client that has the object already', async () => {
    const behind = await ask('1 ü.jpg', { range: 'bytes=10-' })
    expect([behind.status, await behind.json()]).toMatchObject([416, { code: 'range-invalid', hint: expect.any(String) }])
    const etag = (await ask('1 ü.jpg')).headers.get('etag') ?? ''
    const again = await ask('1 ü.jpg', { 'if-none-match': etag })
    expect([again.status, await again.text()]).toEqual([304, ''])
    const head = await app.ask(`HEAD ${addressOf('large.mp4')}`)
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '3000000', ''])
  })

  it('lets no browser run what somebody put into a bucket', async () => {
    const typeOf = async (name: string) => {
      const { headers } = await ask(name)
      return [headers.get('content-type'), headers.get('content-disposition')?.split(';')[0]]
    }
    expect(await typeOf('page.html')).toEqual(['application/octet-stream', 'attachment'])
    expect(await typeOf('table')).toEqual(['text/csv', 'attachment'])
  })

  it('says when an object is gone, and when the bucket cannot be asked', async () => {
    await bucket.put('images/gone.jpg', Buffer.from('x'))
    const later = await newProject(false)
    await bucket.delete('images/gone.jpg')
    const gone = await app.ask(`GET ${later('gone.jpg')}`)
    expect([gone.status, await gone.json()]).toMatchObject([404, { hint: expect.stringContaining('images/gone.jpg') }])
    const project = (await app.json('GET /api/projects?page_size=1')).get('results')?.elements()[0]?.get('id')?.number()
    const [storage] = (await app.json(`GET /api/storages/s3?project=${project}`)).elements()
    const key = String(idIn(storage!))
    const record = JSON.parse((await app.services.store.records.get('storages', key))!)
    const changeTo = (changes: object) =>
      app.services.store.records.put('storages', key, JSON.stringify({ ...record, ...changes }))
    await changeTo({ s3_endpoint: 'http://127.0.0.1:9' })
    const away = await app.ask(`GET ${later('1 ü.jpg')}`)
    expect([away.status, await away.json()]).toMatchObject([424, { code: 'storage-unusable', hint: expect.any(String) }])
  })

  it('closes the connection to the bucket when nobody wants the rest', async () => {
    const reader = (await ask('large.mp4')).body!.getReader()
    expect((await reader.read()).value?.length).toBeGreaterThan(0)
    await reader.cancel()
    const unread = (await ask('large.mp4')).body!
    await unread.cancel()
    const sockets = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
    await expect.poll(sockets).toBeLessThanOrEqual(1) // the test's own client keeps one
  })
})
