import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { ask, stripes, tone } from './labeled.ts'
import { openSite, picture } from './site.ts'

/** What lies in storages, shown. */
const OBJECTS: ReadonlyMap<string, Uint8Array> = new Map([
  ['shots/1 ü.png', stripes(64, 48)],
  ['shots/2.png', stripes(80, 40)],
  ['shots/call.wav', tone(3)],
])
const bucket = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://bucket')
  if (url.searchParams.has('list-type')) answerList(response)
  else answerObject(response, decodeURIComponent(url.pathname).replace(/^\/pictures\//, ''))
})
await new Promise<void>((resolve) => bucket.listen(0, '127.0.0.1', resolve))
const filesRoot = mkdtempSync(join(tmpdir(), 'goldpan-files-'))
mkdirSync(join(filesRoot, 'in'))
writeFileSync(join(filesRoot, 'in', 'local 1.png'), stripes(30, 20))
const site = await openSite({ examples: false, allowsPrivateAddresses: true, filesRoot })
afterAll(() => {
  bucket.close()
  rmSync(filesRoot, { recursive: true })
})

/** As a bucket does that nobody else may read: without a word of CORS. */
function answerObject(response: ServerResponse, key: string): void {
  const bytes = OBJECTS.get(key)
  if (bytes === undefined) response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>')
  else response.writeHead(200, { 'content-type': 'binary/octet-stream', 'content-length': bytes.length }).end(bytes)
}

function answerList(response: ServerResponse): void {
  const contents = [...OBJECTS].map(([key, { length }]) => `<Contents><Key>${key}</Key><Size>${length}</Size></Contents>`)
  response.writeHead(200, { 'content-type': 'application/xml' })
  response.end(`<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`)
}

/** A project with a task for each object of a storage; the addresses of their screens by what they show. */
async function projectOf(title: string, object: string, kind: 's3' | 'localfiles', place: object) {
  const post = (path: string, body: object) => ask(site, path, { method: 'POST', body: JSON.stringify(body) })
  const label_config = `<View><${object} name="object" value="$media"/><RectangleLabels name="box" toName="object"><Label value="Car"/></RectangleLabels></View>`
  const project = (await post('/api/projects', { title, label_config })).get('id')?.number() ?? 0
  const storage = await post(`/api/storages/${kind}`, { project, use_blob_urls: true, ...place })
  await post(`/api/storages/${kind}/${storage.get('id')?.number()}/sync`, {})
  const tasks = (await ask(site, `/api/tasks?project=${project}&resolve_uri=false`)).get('tasks')?.elements() ?? []
  return new Map(
    tasks.map((task) => [task.get('data')?.get('media')?.string(), `/projects/${project}/tasks/${task.get('id')?.number()}`]),
  )
}

const { port } = bucket.address() as AddressInfo
const BUCKET = {
  bucket: 'pictures',
  prefix: 'shots',
  s3_endpoint: `http://127.0.0.1:${port}`,
  aws_access_key_id: 'key',
  aws_secret_access_key: 'secret',
}

it('shows pictures of a bucket, to look at and to label', async () => {
  const screens = await projectOf('Bucket', 'Image', 's3', { ...BUCKET, regex_filter: '.*png' })
  expect([...screens.keys()]).toEqual(['s3://pictures/shots/1 ü.png', 's3://pictures/shots/2.png'])
  const page = await site.open(screens.get('s3://pictures/shots/1 ü.png') ?? '')
  await page.getByText('64 × 48 px').waitFor()
  await page.locator('.stage image').waitFor()
  await picture(page, 'task-of-bucket')
  await page.goto(`${site.address}${screens.get('s3://pictures/shots/2.png')}/edit`)
  await page.getByText('80 × 40 px').waitFor()
})

it('plays recordings of a bucket, whose wave is read by a script', async () => {
  const screens = await projectOf('Calls', 'Audio', 's3', { ...BUCKET, regex_filter: '.*wav' })
  const page = await site.open(screens.get('s3://pictures/shots/call.wav') ?? '')
  await page.getByText('of 0:03.0').waitFor()
})

it('shows pictures of a folder of the server', async () => {
  const screens = await projectOf('Folder', 'Image', 'localfiles', { path: join(filesRoot, 'in') })
  const page = await site.open(screens.get('/data/local-files/?d=in/local%201.png') ?? '')
  await page.getByText('30 × 20 px').waitFor()
})

it('says where to look when an object is gone', async () => {
  const screens = await projectOf('Gone', 'Image', 's3', { ...BUCKET, regex_filter: '.*2.png' })
  const project = /\d+/.exec(screens.values().next().value ?? '')?.[0]
  const body = JSON.stringify([{ media: 's3://pictures/shots/gone.png' }])
  const imported = await ask(site, `/api/projects/${project}/import?return_task_ids=true`, { method: 'POST', body })
  const page = await site.open(`/projects/${project}/tasks/${imported.get('task_ids')?.elements()[0]?.number()}`)
  await page.getByText('No source storage of the project holds it').waitFor()
})
