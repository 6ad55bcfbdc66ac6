import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openInput } from '../../src/io/input-files.ts'
import type { GoldpanError } from '../../src/model/error.ts'
import { EMPTY_CONFIG } from '../../src/model/label-config.ts'
import { type ImportOptions, importTasks } from '../../src/projects/import-tasks.ts'
import { ALL } from '../../src/query/query.ts'
import { openStore } from '../../src/stores/index.ts'
import type { Store } from '../../src/stores/store.ts'
import { scratch } from '../io/scratch.ts'

const folder = scratch()
let store: Store
let project: number

beforeAll(async () => {
  store = await openStore(join(folder.path, 'goldpan.db'))
})
afterAll(() => store.close())
beforeEach(async () => {
  const { id } = await store.createProject({ title: `p${Math.random()}`, description: '', config: '', extra: '{}' }, new Date(0))
  project = id
})

describe('tasks with ids', () => {
  const one = '{"id": 1, "data": {"text": "a"}, "annotations": [{"id": 7, "result": []}]}'
  const other = '{"id":1,"data":{"text":"b"}}'
  const two = '{"id":2,"data":{"text":"c"},"predictions":[{"id":3,"result":[]},{"result":[]}]}'

  it('are kept word for word, and counted', async () => {
    expect(await imported(`[${one},\n ${two}]`)).toMatchObject({ created: 2, annotations: 1, predictions: 2, failed: 0 })
    expect(await stored()).toEqual([one, two])
  })

  it('that are there already stay as they are when they are brought again', async () => {
    await imported(`[${one},${two}]`)
    expect(await imported(`[${one},${two}]`)).toMatchObject({ created: 0, updated: 0, unchanged: 2, annotations: 0 })
  })

  it('overwrite what has their id, or are skipped, or come in beside it', async () => {
    await imported(one)
    expect(await imported(other, { onConflict: 'skip' })).toMatchObject({ skipped: 1, updated: 0 })
    expect(await stored()).toEqual([one])
    expect(await imported(other, { onConflict: 'new-ids' })).toMatchObject({ created: 1, renumbered: 1 })
    const [, beside] = await stored()
    expect(beside).toMatch(/^\{"id":\d+,"data":\{"text":"b"\}\}$/)
    expect(await imported(other)).toMatchObject({ updated: 1 })
    expect((await stored())[0]).toBe(other)
  })

  it('of which two have the same id in one file: the later one counts, and that it did', async () => {
    expect(await imported(`[${one},${other}]`)).toMatchObject({ created: 1, updated: 1 })
    expect(await stored()).toEqual([other])
  })

  it('name their task in annotations, which follow when it is renumbered', async () => {
    const named = '{"id":1,"data":{},"annotations":[{"id":9,"task":1,"result":[]},{"id":10,"task":5,"result":[]}]}'
    await imported(`[${one},${named}]`, { onConflict: 'new-ids' })
    const id = (await store.list(project, ALL, { order: '-id', offset: 0, limit: 1 }))[0]!.id
    expect((await stored()).at(-1)).toBe(named.replace('"id":1', `"id":${id}`).replace('"task":1', `"task":${id}`))
  })
})

describe('tasks without ids', () => {
  const raw = '{"data":{"text":"x"}}'

  it('get one, the same one when they are brought again, and each of several equal ones its own', async () => {
    expect(await imported(`[${raw},${raw},{"data":{"text":"y"}}]`)).toMatchObject({ created: 3, renumbered: 0 })
    const first = await stored()
    expect(await imported(`[${raw},${raw},{"data":{"text":"y"}}]`)).toMatchObject({ created: 0, unchanged: 3 })
    expect(await imported(`[{"data":{"text":"z"}},${raw}]`)).toMatchObject({ created: 1, unchanged: 1 })
    expect((await stored()).slice(0, 3)).toEqual(first)
    expect(new Set(await ids()).size).toBe(4)
  })

  it('get numbers that no task has', async () => {
    await imported('{"id":500000,"data":{}}')
    await imported(raw)
    expect(Math.max(...(await ids()).map(Number))).toBeGreaterThan(500000)
  })

  it('whose id is null get it in its place', async () => {
    await imported('{"id": null, "data": {}}')
    expect((await stored())[0]).toMatch(/^\{"id": \d+, "data": \{\}\}$/)
  })
})

describe('annotations as predictions', () => {
  const options = { asPredictionsOf: 'm2' }
  const output =
    '{"id":1,"data":{"text":"a"},"annotations":[{"id":1,"completed_by":2,"result":[{"id":"r"}]},{"was_cancelled":true,"result":[]}]}'

  it('come with the task when it is new', async () => {
    expect(await imported(output, options)).toMatchObject({ created: 1, predictions: 1, annotations: 0 })
    expect(await stored()).toEqual([
      '{"id":1,"data":{"text":"a"},"annotations":[],"predictions":[{"model_version":"m2","result":[{"id":"r"}]}]}',
    ])
  })

  it('stand beside what a task has, in the place of those the model made before', async () => {
    await imported(
      '{"id":1,"data":{"text":"mine"},"annotations":[{"id":5,"result":[]}],"predictions":[{"model_version":"m1","result":[]}]}',
    )
    for (const expected of [
      { updated: 1, predictions: 1 },
      { unchanged: 1, predictions: 0 },
    ])
      expect(await imported(output, options)).toMatchObject(expected)
    expect(await stored()).toEqual([
      '{"id":1,"data":{"text":"mine"},"annotations":[{"id":5,"result":[]}],"predictions":[{"model_version":"m1","result":[]},{"model_version":"m2","result":[{"id":"r"}]}]}',
    ])
  })
})

it('what cannot be read costs only itself, and is told', async () => {
  const problems: string[] = []
  const counts = await imported('[{"id":1,"data":{}}, {"no":"task"}, {"id":2,"data":{}}', {
    onProblem: ({ code }) => problems.push(code),
  })
  expect(counts).toMatchObject({ created: 2, failed: 2 })
  expect(problems.sort()).toEqual(['input-damaged', 'task-invalid'])
})

it('records of another format come in beside tasks of their number, and once only', async () => {
  await imported('{"id":1,"data":{"text":"kept"}}')
  const record = '{"id":1,"data":{"text":"of another format"}}'
  expect(await imported(record, {}, true)).toMatchObject({ created: 1, updated: 0 })
  expect(await imported(record, {}, true)).toMatchObject({ created: 0, unchanged: 1 })
  expect((await stored()).map((text) => JSON.parse(text).data.text).sort()).toEqual(['kept', 'of another format'])
})

it('an id that no database can hold costs only its task, and is told with its place', async () => {
  const problems: string[] = []
  const options = { onProblem: ({ code, where }: GoldpanError) => problems.push(`${code} line ${where?.line}`) }
  const text = '{"id":1,"data":{}}\n{"id":"a\\u0000b","data":{}}\n{"id":"\\ud800","data":{}}\n{"id":2,"data":{}}'
  expect(await imported(text, options)).toMatchObject({ created: 2, failed: 2 })
  expect(problems).toEqual(['id-unusable line 2', 'id-unusable line 3'])
})

it('stops when it is called off, between two batches', async () => {
  const controller = new AbortController()
  const tasks = Array.from({ length: 9000 }, (_, id) => `{"id":${id},"data":{}}`).join(',')
  const stopped = imported(`[${tasks}]`, { signal: controller.signal, onProgress: () => controller.abort() })
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
  expect(await imported(`[${tasks}]`)).toMatchObject({ failed: 0 })
  expect((await ids()).length).toBe(9000)
})

async function imported(json: string, options: Partial<ImportOptions> = {}, hasGivenIds = false) {
  const input = await openInput([{ name: 'tasks', bytes: new TextEncoder().encode(json) }], process.stdin)
  const { files, skipped, config } = input
  try {
    const given = { files, skipped, config, hasGivenIds, close: () => input.close() }
    return await importTasks(store, project, given, { config: EMPTY_CONFIG, onConflict: 'overwrite', ...options })
  } finally {
    await input.close()
  }
}

async function documents() {
  return store.list(project, ALL, { order: 'id', offset: 0, limit: 100_000 })
}

async function stored(): Promise<string[]> {
  return (await documents()).map(({ document }) => new TextDecoder().decode(document))
}

async function ids() {
  return (await documents()).map(({ id }) => id)
}
