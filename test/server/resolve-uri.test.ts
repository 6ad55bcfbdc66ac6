import { beforeAll, describe, expect, it } from 'vitest'
import { parseJson } from '../../src/json/node.ts'
import { EMPTY_CONFIG } from '../../src/model/label-config.ts'
import { encodeUri, namesUri, storageHolding, withAddresses, withoutAddresses } from '../../src/server/storages/bucket-uris.ts'
import { STORAGE, type Storage, saveStorage, seal } from '../../src/server/storages/storage-record.ts'
import { readFacts } from '../../src/stores/read-facts.ts'
import { CONFIG, idIn, type TestApp, testApp } from './app.ts'

function source(id: number, more: Partial<Storage>): Storage {
  return STORAGE.parse({
    id,
    side: 'import',
    kind: 's3',
    project: 1,
    created_at: '',
    status: 'initialized',
    meta: {},
    bucket: 'mine',
    prefix: 'images',
    use_blob_urls: true,
    recursive_scan: true,
    presign: true,
    presign_ttl: 15,
    ...Object.fromEntries(
      [
        'title',
        'description',
        'last_sync',
        'last_sync_count',
        'traceback',
        'regex_filter',
        'can_delete_objects',
        'path',
        'region_name',
        's3_endpoint',
        'aws_sse_kms_key_id',
        'credentials',
      ].map((key) => [key, null]),
    ),
    ...more,
  })
}

describe('the source that holds a URI', () => {
  const sources = [
    source(1, {}),
    source(2, { bucket: 'whole', prefix: null }),
    source(3, { bucket: 'whole', prefix: 'private/', presign: false }),
    source(4, { side: 'export', bucket: 'out', prefix: '' }),
    source(5, { kind: 'localfiles', bucket: null, prefix: null, path: '/files' }),
  ]

  it.each([
    ['s3://mine/images/1.jpg', 1, '1.jpg'],
    ['s3://mine/images/deep/ü 1.jpg', 1, 'deep/ü 1.jpg'],
    ['s3://mine/images/%2e%2e/1.jpg', 1, '%2e%2e/1.jpg'], // keys are not decoded: this is what it is called
    ['s3://whole/1.jpg', 2, '1.jpg'],
    ['s3://whole/private/1.jpg', 3, '1.jpg'],
    ['s3://whole/privateer/1.jpg', 2, 'privateer/1.jpg'],
  ])('%s is %i', (uri, id, name) => {
    const held = storageHolding(sources, uri)
    expect([held?.storage.id, held?.name]).toEqual([id, name])
  })

  it.each([
    's3://mine/1.jpg',
    's3://mine/images',
    's3://mine/images/',
    's3://mine/images2/1.jpg',
    's3://mine/images/../secret.jpg',
    's3://mine/images/./1.jpg',
    's3://mine/images/deep/..',
    's3://mine.other/images/1.jpg',
    's3://other/images/1.jpg',
    's3://out/1.jpg',
    'S3://mine/images/1.jpg',
    'gs://mine/images/1.jpg',
    '/files/1.jpg',
    '',
  ])('%s is in none', (uri) => {
    expect(storageHolding(sources, uri)).toBeUndefined()
  })
})

describe('data with addresses', () => {
  const sources = [source(1, {})]
  const address = (uri: string) => `/tasks/7/resolve/?fileuri=${encodeUri(uri)}`
  const shown = (json: string) => new TextDecoder().decode(withAddresses(parseJson(json), sources, address))
  const back = (json: string) => new TextDecoder().decode(withoutAddresses(parseJson(json), 7))
  const A = 's3://mine/images/a.jpg'
  const B = 's3://mine/images/b c.jpg'

  it.each([
    [`{"image":"${A}"}`, `{"image":"${address(A)}"}`],
    [
      `{ "2": 1.0, "1": [{"page":" ${B}\\n"}, "s3://other/a.jpg"] }`,
      `{ "2": 1.0, "1": [{"page":" ${address(B)}\\n"}, "s3://other/a.jpg"] }`,
    ],
    [
      String.raw`{"html":"<img src=\"${A}\"><img src='${B}'><a href='s3://other/a'>s3://mine/images/a.jpg</a>"}`,
      String.raw`{"html":"<img src=\"${address(A)}\"><img src='${address(B)}'><a href='s3://other/a'>s3://mine/images/a.jpg</a>"}`,
    ],
    [String.raw`{"image":"s3:\/\/mine\/images\/a.jpg"}`, `{"image":"${address(A)}"}`],
  ])('%s', (stored, expected) => {
    expect(shown(stored)).toBe(expected)
    expect(back(expected)).toBe(stored.replaceAll(String.raw`\/`, '/'))
  })

  it.each([
    '{"image":"http://x/a.jpg"}',
    '{"note":"s3: a bucket", "n": 1.50}',
    '{"image":"s3://mine/secret.jpg"}',
    '{}',
    '"s3:"',
  ])('%s stays letter for letter', (stored) => expect(shown(stored)).toBe(stored))

  it('are those of Label Studio', () => {
    expect(address('s3://src/img/b.jpg')).toBe('/tasks/7/resolve/?fileuri=czM6Ly9zcmMvaW1nL2IuanBn') // recorded
    expect(address('s3://b/ü?>')).toBe('/tasks/7/resolve/?fileuri=czM6Ly9iL8O8Pz4=')
  })

  it('become URIs again only for the same task, and where they are some', () => {
    const others = `{"a":"/tasks/8/resolve/?fileuri=${encodeUri(A)}","b":"/tasks/7/resolve/?fileuri=${encodeUri('http://x')}"}`
    expect(back(others)).toBe(others)
  })

  it('name a URI only where it stands for itself', () => {
    const data = parseJson(`{"pages":[{"url":"${A}"}],"html":"<img src='${B}'>"}`)
    expect([A, B, 's3://mine/images/a.jp', 's3://mine/images/c.jpg'].map((uri) => namesUri(data, uri))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})

describe('an address', () => {
  let app: TestApp
  let project: number
  let tasks: readonly number[]
  const KEYS = { aws_access_key_id: 'key', aws_secret_access_key: 'secret' }
  const images = ['s3://mine/images/a.jpg', 's3://mine/images/../b.jpg', 's3://other/c.jpg', 's3://near/d.jpg']

  beforeAll(async () => {
    app = await testApp()
    project = await newProject('Mine')
    await addSource(project, {})
    await addSource(project, { id: 102, bucket: 'near', prefix: null, s3_endpoint: 'http://127.0.0.1:9' })
    const answer = await app.json(`POST /api/projects/${project}/import?return_task_ids=true`, {
      body: images.map((image) => ({ data: { image } })),
    })
    tasks = (answer.get('task_ids')?.elements() ?? []).map((id) => id.number() ?? 0)
  })

  async function newProject(title: string): Promise<number> {
    return idIn(await app.json('POST /api/projects', { body: { title, label_config: CONFIG } }))
  }

  /** Without the request that adding one makes to the bucket. */
  async function addSource(to: number, more: Partial<Storage>): Promise<void> {
    const credentials = seal(app.services, { ...KEYS, aws_session_token: null })
    await saveStorage(app.services, source(101, { project: to, region_name: 'eu-west-1', credentials, ...more }))
  }

  function address(place: string, uri: string): string {
    return `GET /${place}/resolve/?fileuri=${encodeUri(uri)}`
  }

  it('sends the client to the bucket for the time that the storage says', async () => {
    for (const place of [`tasks/${tasks[0]}`, `projects/${project}`]) {
      const response = await app.ask(address(place, images[0]!), { as: 'viewer' })
      expect([response.status, response.headers.get('cache-control')]).toEqual([303, 'no-store'])
      const { host, pathname, searchParams } = new URL(response.headers.get('location')!)
      expect([host, pathname]).toEqual(['mine.s3.eu-west-1.amazonaws.com', '/images/a.jpg'])
      expect([searchParams.get('X-Amz-Expires'), searchParams.get('response-content-type')]).toEqual(['900', 'image/jpeg'])
      expect(response.headers.get('location')).not.toContain('secret')
    }
    const unencoded = `GET /tasks/${tasks[0]}/presign?fileuri=${encodeURIComponent(images[0]!)}`
    expect((await app.ask(unencoded)).status).toBe(303)
  })

  it('is good for seven days at most', async () => {
    const project = await newProject('Long')
    await addSource(project, { id: 103, presign_ttl: 100_000 })
    const { headers } = await app.ask(address(`projects/${project}`, images[0]!))
    expect(new URL(headers.get('location')!).searchParams.get('X-Amz-Expires')).toBe('604800')
  })

  it.each([
    ['nobody', 0, 0, 401],
    ['stranger', 0, 0, 404],
    ['of what the task does not name', 0, 3, 404],
    ['of what lies outside', 1, 1, 404],
    ['of a bucket that is no source', 2, 2, 404],
    ['in a private net', 3, 3, 403],
  ] as const)('for %s is refused', async (who, task, image, status) => {
    const as = who === 'nobody' || who === 'stranger' ? who : 'viewer'
    const response = await app.ask(address(`tasks/${tasks[task]}`, images[image]!), { as })
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
    if (status !== 401) expect(await response.json()).toMatchObject({ status, hint: expect.any(String) })
  })

  it('is of the project that has the object, where several have a task of this number', async () => {
    const other = await newProject('Same number')
    const document = new TextEncoder().encode(JSON.stringify({ id: tasks[0], data: { image: 's3://twin/images/z.jpg' } }))
    const facts = readFacts(document, EMPTY_CONFIG).facts
    await app.services.store.put(other, [{ id: tasks[0]!, document, facts, origin: undefined }], 'skip')
    await addSource(other, { id: 104, bucket: 'twin' })
    expect((await app.ask(address(`tasks/${tasks[0]}`, 's3://twin/images/z.jpg'))).status).toBe(303)
    expect((await app.ask(address(`tasks/${tasks[0]}`, images[0]!))).status).toBe(303)
    await app.ask(`DELETE /api/projects/${other}`)
  })

  it('stands in tasks unless they are wanted as stored, and is not stored when they are written back', async () => {
    const shown = `/tasks/${tasks[0]}/resolve/?fileuri=${encodeUri(images[0]!)}`
    const imageOf = async (line: string) => {
      const answer = await app.json(line)
      return (answer.get('tasks')?.elements()[0] ?? answer).get('data')?.get('image')?.string()
    }
    expect(await imageOf(`GET /api/tasks/${tasks[0]}`)).toBe(shown)
    expect(await imageOf(`GET /api/tasks?project=${project}`)).toBe(shown)
    expect(await imageOf(`GET /api/tasks?project=${project}&fields=all&include=data`)).toBe(shown)
    expect(await imageOf(`GET /api/tasks/${tasks[0]}?resolve_uri=false`)).toBe(images[0])
    expect(await imageOf(`GET /api/tasks?project=${project}&resolve_uri=False`)).toBe(images[0])
    expect((await app.ask(`GET /api/tasks/${tasks[0]}?resolve_uri=maybe`)).status).toBe(400)
    const patched = await app.json(`PATCH /api/tasks/${tasks[0]}`, { body: { data: { image: shown, seen: true } } })
    expect(patched.get('data')?.text()).toBe(`{"image":"${images[0]}","seen":true}`)
    const snapshot = idIn(await app.json(`POST /api/projects/${project}/exports`, { body: {} }))
    for (const path of ['export?exportType=JSON&download_all_tasks=true', `exports/${snapshot}/download`, 'tasks']) {
      const text = await (await app.ask(`GET /api/projects/${project}/${path}`)).text()
      expect(text).toContain(images[0])
      expect(text).not.toContain('fileuri')
    }
  })
})
