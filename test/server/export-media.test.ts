import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openZip } from '../../src/io/zip-archive.ts'
import { box, CONFIG, idIn, type TestApp, testApp } from './app.ts'

let app: TestApp
let project: number
let images: readonly string[]

beforeAll(async () => {
  app = await testApp()
  project = idIn(await app.json('POST /api/projects', { body: { title: 'Mine', label_config: CONFIG } }))
  const other = idIn(await app.json('POST /api/projects', { body: { title: 'Not mine', label_config: CONFIG } }))
  const mine = await upload(project, 'mine.jpg')
  const theirs = await upload(other, 'theirs.jpg')
  await app.json('POST /api/storages/localfiles', { body: { project, path: `${app.filesRoot}/images` } })
  mkdirSync(join(app.filesRoot, 'private'))
  writeFileSync(join(app.filesRoot, 'private', 'p.jpg'), 'private')
  images = [
    mine,
    '/data/local-files/?d=images/1.jpg',
    theirs,
    '/data/local-files/?d=private/p.jpg',
    '/data/local-files/?d=images/../private/p.jpg',
    `/data/upload/${project}/..%2F..%2Fgoldpan.db`,
    'http://169.254.169.254/latest',
    's3://somebody/else.jpg',
  ]
  await app.json(`POST /api/projects/${project}/import`, {
    body: images.map((image, k) => ({
      data: { image, fold: k % 2 === 0 ? 'train' : 'val' },
      annotations: [{ result: [box('Car')] }],
    })),
  })
})

/** The address of an uploaded image. */
async function upload(to: number, name: string): Promise<string> {
  const form = new FormData()
  form.append('file', new Blob([`bytes of ${name}`], { type: 'image/jpeg' }), name)
  await app.ask(`POST /api/projects/${to}/import`, { body: form })
  const [file] = (await app.json(`GET /api/projects/${to}/file-uploads?all=true`)).elements()
  return `/data/${file
    ?.get('file')
    ?.string()
    ?.replace(/^\/?(data\/)?/, '')}`
}

/** Path → content of a zip. */
async function unzip(bytes: ArrayBuffer): Promise<Map<string, string>> {
  const path = join(app.folder, 'answer.zip')
  writeFileSync(path, new Uint8Array(bytes))
  const archive = await openZip(path, 'answer.zip')
  const files = new Map<string, string>()
  for (const { path: name, open } of archive.entries) {
    const chunks: Uint8Array[] = []
    for await (const chunk of open()) chunks.push(Uint8Array.from(chunk))
    files.set(name, Buffer.concat(chunks).toString())
  }
  await archive.close()
  return files
}

describe('an export with media files', () => {
  it('has the uploads of the project and what is in its storages, and lists what else was named', async () => {
    const answer = await app.ask(`GET /api/projects/${project}/export?exportType=YOLO_WITH_IMAGES`)
    expect(answer.headers.get('content-type')).toBe('application/zip')
    const files = await unzip(await answer.arrayBuffer())
    const pictures = [...files].filter(([path]) => path.startsWith('images/'))
    expect(pictures.map(([, content]) => content)).toEqual(expect.arrayContaining(['bytes of mine.jpg', 'first']))
    const missing = files.get('missing-media.csv')?.trim().split('\n') ?? []
    const reason = 'it is neither an upload of the project nor in one of its storages'
    expect(missing.slice(1).every((line) => line.endsWith(reason))).toBe(true)
    expect(pictures.length + missing.length - 1).toBe(images.length)
    for (const [, content] of files) expect(content).not.toMatch(/^(private|bytes of theirs)/)
  })

  it('leaves them out when it is told to', async () => {
    const answer = await app.ask(`GET /api/projects/${project}/export?exportType=COCO_WITH_IMAGES&download_resources=false`)
    expect([...(await unzip(await answer.arrayBuffer())).keys()]).toEqual(['result.json', 'report.json'])
  })

  it('downloads nothing from hosts that somebody names', async () => {
    const answer = await app.ask(`GET /api/projects/${project}/export?exportType=yolo&media=download&mediaAllow=169.254.169.254`)
    expect(answer.status).toBe(400)
  })

  it('is refused where the format has no place for them', async () => {
    const answer = await app.ask(`GET /api/projects/${project}/export?exportType=CSV&media=copy`)
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('csv has no place for media files')])
  })
})

describe('an export in sets', () => {
  it('is a zip, at once and as a job', async () => {
    const answer = await app.ask(`GET /api/projects/${project}/export?exportType=JSON_MIN&splitBy=fold`)
    const files = await unzip(await answer.arrayBuffer())
    expect([...files.keys()]).toEqual(['train.json', 'val.json', 'report.json'])
    const job = await app.json(`POST /api/projects/${project}/export-jobs`, {
      body: { format: 'json', output: { split: 'train=0.5,val=0.5', nameTemplate: '{hash}' } },
    })
    expect(job.get('output')?.get('split')?.string()).toBe('train=0.5,val=0.5')
    const path = `/api/projects/${project}/export-jobs/${idIn(job)}`
    await expect.poll(async () => (await app.json(`GET ${path}`)).get('status')?.string()).toBe('done')
    const download = await app.ask(`GET ${path}/download`)
    const made = await unzip(await download.arrayBuffer())
    const ids = ['train.json', 'val.json'].flatMap((name) => JSON.parse(made.get(name) ?? '').map(({ id }: { id: number }) => id))
    expect(new Set(ids).size).toBe(images.length + 1) // an upload is a task, too
  })

  it.each([
    ['splitBy=fold&split=train=1', 'option-invalid'],
    ['splt=train=1', 'did you mean split?'],
    ['split=train=0.8', 'add up to 0.8'],
    ['name_template={taskid}', 'did you mean {task.id}?'],
  ])('with %s is refused', async (parameters, words) => {
    const answer = await app.ask(`GET /api/projects/${project}/export?exportType=YOLO&${parameters}`)
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(words)])
  })
})
