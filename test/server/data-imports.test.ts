import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { JsonNode } from '../../src/json/node.ts'
import { ALL } from '../../src/query/query.ts'
import { CONFIG, idIn, type TestApp, testApp } from './app.ts'

let app: TestApp

beforeAll(async () => {
  app = await testApp({ importBytes: 200_000 })
})

const COCO = JSON.stringify({
  images: [{ id: 7, file_name: 'a.jpg', width: 100, height: 50 }],
  categories: [{ id: 1, name: 'Cat' }],
  annotations: [{ id: 1, image_id: 7, category_id: 1, bbox: [10, 5, 20, 10], area: 200, iscrowd: 0 }],
})

async function newProject(config = ''): Promise<number> {
  return idIn(await app.json('POST /api/projects', { body: { title: 'Import', label_config: config } }))
}

/** Sends files, and waits for what becomes of them. */
async function bring(
  project: number,
  files: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>,
  query = '',
): Promise<JsonNode> {
  const form = new FormData()
  for (const [name, content] of Object.entries(files)) form.append('file', new Blob([content]), name)
  const response = await app.ask(`POST /api/projects/${project}/data-imports${query}`, { body: form })
  expect([response.status, await response.clone().text()]).toEqual([202, expect.stringContaining('"state":"reading"')])
  return settled(response.headers.get('location')!)
}

async function settled(place: string): Promise<JsonNode> {
  const isSettled = async () => !/reading|storing/.test((await app.json(`GET ${place}`)).get('state')?.string() ?? '')
  await expect.poll(isSettled).toBe(true)
  return app.json(`GET ${place}`)
}

const counts = (status: JsonNode) => status.get('counts')?.value()

describe('files that are brought into a project', () => {
  it('may be a folder of tasks with its labeling config, and change nothing the second time', async () => {
    const project = await newProject()
    const folder = join('examples', 'text-entities')
    const files = Object.fromEntries(
      readdirSync(folder).map((name) => [`mine/${name}`, readFileSync(join(folder, name), 'utf8')]),
    )
    const status = await bring(project, files)
    expect(status.get('state')?.string()).toBe('done')
    expect(status.get('config')?.string()).toBe('taken')
    const { tasks } = await app.services.store.count(project, ALL)
    expect(counts(status)).toMatchObject({ created: tasks, failed: 0 })
    expect((await app.services.store.project(project))?.config).toBe(files['mine/config.xml']?.trim())
    expect(counts(await bring(project, files))).toMatchObject({ created: 0, unchanged: tasks })
  })

  it('may be of another format, whose records come in beside what is there', async () => {
    const project = await newProject(CONFIG)
    await bring(project, { 'tasks.json': '[{"id":1,"data":{"image":"x.jpg"}}]' })
    const status = await bring(project, { 'instances.json': COCO })
    expect(status.get('config')?.string()).toBe('kept')
    expect(counts(status)).toMatchObject({ created: 1, renumbered: 0, updated: 0, annotations: 1 })
    expect((await app.services.store.count(project, ALL)).tasks).toBe(2)
  })

  it('may leave open what they are: somebody says it', async () => {
    const project = await newProject()
    const status = await bring(project, { 'a.txt': 'an O\nB-x O\n' })
    const place = `/api/projects/${project}/data-imports/${idIn(status)}`
    expect(status.get('state')?.string()).toBe('asking')
    expect(status.get('candidates')?.value()).toEqual(['conll2003', 'text'])
    await app.ask(`POST ${place}/format`, { body: { from: 'text' } })
    expect(counts(await settled(place))).toMatchObject({ created: 2 })
  })

  it('may be images, which the server keeps and serves', async () => {
    const project = await newProject()
    const status = await bring(project, { 'pictures/b.png': new Uint8Array([1, 2]), 'pictures/a.png': new Uint8Array([3]) })
    expect(counts(status)).toMatchObject({ created: 2 })
    expect((await app.services.store.project(project))?.config).toBe('<View><Image name="image" value="$image"/></View>')
    const { rows } = (await app.json(`GET /api/projects/${project}/search`)).value() as { rows: { shows: { text: string } }[] }
    expect(rows.map(({ shows }) => shows.text.replace(/^\w+-/, ''))).toEqual(['a.png', 'b.png'])
    const [first] = await app.services.store.list(project, ALL, { order: 'id', offset: 0, limit: 1 })
    const { data } = JSON.parse(new TextDecoder().decode(first!.document))
    const media = await app.ask(`GET ${data.image}`)
    expect([media.status, new Uint8Array(await media.arrayBuffer())]).toEqual([200, new Uint8Array([3])])
  })

  it('tell of what cannot be read, without the names of folders of the server', async () => {
    const project = await newProject()
    const status = await bring(project, { 'all/good.json': '[{"data":{"text":"x"}}, 17]', 'all/bad.json': '[{"data":' })
    expect(status.get('state')?.string()).toBe('done')
    expect(counts(status)).toMatchObject({ created: 1, failed: 2 })
    expect(status.text()).toContain('"file":"all/bad.json"')
    expect(status.text()).not.toContain(app.folder)
    const none = await bring(project, { 'readme.md': '# nothing' })
    expect(counts(none)).toMatchObject({ created: 0, failed: 1 })
    expect(none.text()).toContain('"file":"readme.md"')
    expect(readdirSync(join(app.folder, 'data-imports'))).toEqual([])
  })

  it('lead nowhere else by their names', async () => {
    const project = await newProject()
    const status = await bring(project, { '../../../escape.json': '[{"data":{"text":"x"}}]' })
    expect(counts(status)).toMatchObject({ created: 1 })
    expect(readdirSync(app.folder)).not.toContain('escape.json')
  })

  it('are refused when there are none, when they are too large, and when they are no form', async () => {
    const project = await newProject()
    const path = `POST /api/projects/${project}/data-imports`
    expect((await app.ask(path, { body: '[]', headers: { 'content-type': 'application/json' } })).status).toBe(415)
    expect((await app.ask(path, { body: new FormData() })).status).toBe(400)
    const form = new FormData()
    form.append('file', new Blob(['x'.repeat(300_000)]), 'a.json')
    expect((await app.ask(path, { body: form })).status).toBe(413)
    expect(readdirSync(join(app.folder, 'data-imports'))).toEqual([])
  })
})
