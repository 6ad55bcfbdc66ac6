import { beforeAll, describe, expect, it } from 'vitest'
import type { JsonNode } from '../../src/json/node.ts'
import { importsUnderWay, noteUnderWay, saveImport } from '../../src/server/imports/import-record.ts'
import { openSqlite } from '../../src/sql/sqlite.ts'
import { box, CONFIG, idIn, type TestApp, testApp } from './app.ts'

/** Imports in the background, and what is left of one that was cut short. */
let app: TestApp
beforeAll(async () => {
  app = await testApp()
})

async function newProject(): Promise<number> {
  return idIn(await app.json('POST /api/projects', { body: { title: 'Imports', label_config: CONFIG } }))
}

async function begin(project: number, body: unknown, query = 'async=true'): Promise<number> {
  const response = await app.ask(`POST /api/projects/${project}/import?${query}`, { body })
  const { import: id, ...rest } = (await response.json()) as { import: number } & Record<string, unknown>
  expect([response.status, rest]).toEqual([202, {}])
  expect(response.headers.get('location')).toBe(`/api/projects/${project}/imports/${id}`)
  return id
}

async function ended(project: number, id: number): Promise<JsonNode> {
  for (;;) {
    const status = await app.json(`GET /api/projects/${project}/imports/${id}`)
    if (['completed', 'failed'].includes(status.get('status')?.string() ?? '')) return status
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

async function taskCount(project: number): Promise<number | undefined> {
  return (await app.json(`GET /api/projects/${project}`)).get('task_number')?.number()
}

describe('an import in the background', () => {
  it('is answered at once, and followed to its end', async () => {
    const project = await newProject()
    const tasks = Array.from({ length: 5000 }, (_, k) => ({
      data: { image: `${k}.jpg` },
      annotations: [{ result: [box('Car')] }],
    }))
    const id = await begin(project, tasks, 'async=1&return_task_ids=true')
    const status = await ended(project, id)
    expect(['status', 'task_count', 'annotation_count', 'error'].map((key) => status.get(key)?.text())).toEqual([
      '"completed"',
      '5000',
      '5000',
      'null',
    ])
    expect(status.get('task_ids')?.elements().length).toBe(5000)
    expect(status.get('finished_at')?.string()).toMatch(/Z$/)
    expect(await taskCount(project)).toBe(5000)
    expect(await importsUnderWay(app.services.store)).toEqual([])
  })

  it('tells why it failed, and has stored nothing', async () => {
    const project = await newProject()
    const wrong = [
      ['{"not": ', 'JSON parse error'],
      [JSON.stringify([{ image: 'x' }, { img: 'y' }]), 'Validation error: ["Error at item 1: \\"image\\" key is expected'],
      ['[]', 'load_tasks: No tasks added'],
    ] as const
    for (const [body, reason] of wrong) {
      const response = await app.ask(`POST /api/projects/${project}/import?async=true`, {
        body,
        headers: { 'content-type': 'application/json' },
      })
      const status = await ended(project, ((await response.json()) as { import: number }).import)
      expect(status.get('status')?.string()).toBe('failed')
      expect(status.get('error')?.string()).toContain(reason)
    }
    expect(await taskCount(project)).toBe(0)
  })

  it('that the store fails in the midst of is taken back', async () => {
    const project = await newProject()
    const database = await openSqlite(app.services.store.name)
    database.exec(`CREATE TRIGGER refuse BEFORE INSERT ON documents WHEN CAST(new.document AS TEXT) LIKE '%refused.jpg%'
      BEGIN SELECT raise(ABORT, 'refused'); END`)
    const tasks = Array.from({ length: 6000 }, (_, k) => ({
      data: { image: `${k === 5999 ? 'refused' : k}.jpg`, note: 'x'.repeat(200) },
    }))
    expect((await ended(project, await begin(project, tasks))).get('status')?.string()).toBe('failed')
    expect(await taskCount(project)).toBe(0)
    database.exec('DROP TRIGGER refuse')
    database.close()
    expect((await ended(project, await begin(project, tasks))).get('status')?.string()).toBe('completed')
    expect(await taskCount(project)).toBe(6000)
  })

  it('takes files, and uploads that are there', async () => {
    const project = await newProject()
    const form = new FormData()
    form.append('file', new Blob(['image\na.jpg\nb.jpg\n']), 't.csv')
    const status = await ended(project, await begin(project, form))
    expect([status.get('task_count')?.number(), status.get('found_formats')?.text()]).toEqual([2, '{".csv":1}'])
    const uploads = status
      .get('file_upload_ids')
      ?.elements()
      .map((node) => node.number())
    const again = await app.ask(`POST /api/projects/${project}/reimport?async=true`, { body: { file_upload_ids: uploads } })
    await ended(project, ((await again.json()) as { import: number }).import)
    expect(await taskCount(project)).toBe(4)
  })

  it('that is too large is refused before it begins', async () => {
    const small = await testApp({ importBytes: 1000 })
    const project = idIn(await small.json('POST /api/projects', { body: { title: 'Small' } }))
    const body = [{ image: 'x'.repeat(2000) }]
    expect((await small.ask(`POST /api/projects/${project}/import?async=true`, { body })).status).toBe(413)
  })

  it('is of its project only', async () => {
    const [one, other] = [await newProject(), await newProject()]
    const id = await begin(one, [{ image: 'x' }])
    await ended(one, id)
    expect((await app.ask(`GET /api/projects/${other}/imports/${id}`)).status).toBe(404)
  })
})

describe('an import that was cut short', () => {
  it('is taken back at the next start', async () => {
    const project = await newProject()
    const { store } = app.services
    const stored = (
      await app.json(`POST /api/projects/${project}/import?return_task_ids=1`, { body: [{ image: 'x' }, { image: 'y' }] })
    )
      .get('task_ids')!
      .elements()
      .map((node) => node.number() ?? 0)
    const id = await begin(project, [{ image: 'z' }])
    const record = { ...JSON.parse((await ended(project, id)).text()), status: 'in_progress', finished_at: null }
    await saveImport(store, record) // as they are while a second batch is being stored
    await noteUnderWay(store, { id, project, first: stored[0]!, count: 2 })
    await app.services.imports.takeBack()
    const status = await app.json(`GET /api/projects/${project}/imports/${id}`)
    expect([status.get('status')?.string(), status.get('error')?.string()]).toEqual([
      'failed',
      expect.stringContaining('Send it again'),
    ])
    expect(await taskCount(project)).toBe(1) // the one of the import that ended
    expect(await importsUnderWay(store)).toEqual([])
  })
})

it('an import keeps drafts, and they can be found', async () => {
  const project = await newProject()
  const body = [{ data: { image: 'x' }, drafts: [{ result: [box('Car')], lead_time: 1.5, user: 'annotator@example.com' }] }]
  const answer = await app.json(`POST /api/projects/${project}/import?return_task_ids=1`, { body })
  const task = answer.get('task_ids')?.elements()[0]?.number()
  const [draft] = (await app.json(`GET /api/tasks/${task}/drafts`)).elements()
  expect([draft?.get('user')?.string(), draft?.get('lead_time')?.text()]).toEqual(['annotator@example.com', '1.5'])
  expect((await app.json(`GET /api/drafts/${idIn(draft!)}`)).get('result')?.elements().length).toBe(1)
})
