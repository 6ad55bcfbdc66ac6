import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Id } from '../../src/model/task.ts'
import { ALL, NAME_FIELDS, type Query } from '../../src/query/query.ts'
import {
  type IndexedTask,
  PAGE_ORDERS,
  type Page,
  type ProjectSettings,
  type Store,
  type TaskDocument,
} from '../../src/stores/store.ts'
import { putUntilKilled } from './kill.ts'
import { Oracle } from './oracle.ts'
import { indexed, plainTask, QUERY, TASK, TASKS } from './random-tasks.ts'

/** A place that a store can be opened at, again and again, also twice at once; empty at first. */
export interface StorePlace {
  /** What `openStore` takes. */
  readonly url: string
  open(): Promise<Store>
  remove(): Promise<void>
}

const AT = new Date('2024-01-31T12:00:00.123Z')
const LATER = new Date('2024-02-01T08:30:00Z')
const FIRST_PAGE: Page = { order: 'id', offset: 0, limit: 1000 }

/** What every store has to do. @param runs how many random cases each law gets */
export function describeStore(name: string, makePlace: () => Promise<StorePlace>, { runs = 40 } = {}): void {
  describe(name, () => {
    let place: StorePlace
    let store: Store
    let projects = 0
    /** An empty project for one test. */
    const newProject = async () => (await store.createProject(settings(`project ${++projects}`), AT)).id
    const reopen = async () => {
      await store.close()
      store = await place.open()
    }

    beforeAll(async () => {
      place = await makePlace()
      store = await place.open()
    })
    afterAll(async () => {
      await store.close()
      await place.remove()
    })

    describe('projects', () => {
      it('are kept as they were set, in order of their ids', async () => {
        const first = await store.createProject({ ...settings('Straße 1/2 …'), description: 'two\nlines', extra: '{"a":1}' }, AT)
        const second = await store.createProject(settings('../x'), LATER)
        expect(second.id).toBeGreaterThan(first.id)
        await reopen()
        const kept = (await store.projects()).filter(({ id }) => id >= first.id)
        expect(kept).toEqual([
          {
            ...settings('Straße 1/2 …'),
            description: 'two\nlines',
            extra: '{"a":1}',
            id: first.id,
            createdAt: AT,
            updatedAt: AT,
          },
          { ...settings('../x'), id: second.id, createdAt: LATER, updatedAt: LATER },
        ])
        expect(await store.project(second.id)).toEqual(kept[1])
      })

      it('change in what is said and nothing else', async () => {
        const id = await newProject()
        const before = await store.project(id)
        const changed = await store.changeProject(id, { config: '<View/>', description: 'é' }, LATER)
        expect(changed).toEqual({ ...before, config: '<View/>', description: 'é', updatedAt: LATER })
        expect(await store.project(id)).toEqual(changed)
      })

      it('go with all their tasks, and their ids do not come back', async () => {
        const id = await newProject()
        await store.put(id, [indexed('{"id":77001,"data":{},"annotations":[{"id":77002,"result":[]}]}', 'from-a-file')], 'skip')
        await store.deleteProject(id)
        expect(await store.project(id)).toBeUndefined()
        expect((await store.projects()).map((project) => project.id)).not.toContain(id)
        expect(await store.find('task', 77_001)).toEqual([])
        expect(await store.find('annotation', 77_002)).toEqual([])
        await reopen()
        expect(await newProject()).toBeGreaterThan(id)
      })

      it('that are not there are an error everywhere', async () => {
        const none = 999_999
        const calls = [
          () => store.changeProject(none, {}, AT),
          () => store.deleteProject(none),
          () => store.put(none, [plainTask(1)], 'skip'),
          () => store.put(none, [], 'skip'),
          () => store.load(none, [plainTask(1)], 'skip'),
          () => store.change(none, 1, () => undefined),
          () => store.delete(none, [1]),
          () => store.get(none, 1),
          () => store.known(none, [1]),
          () => store.origins(none, ['x']),
          () => scanned(store, none, ALL),
          () => store.list(none, ALL, FIRST_PAGE),
          () => store.count(none, ALL),
          () => store.facet(none, ALL, 'label', 10),
        ]
        for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'project-unknown' })
        expect(await store.project(none)).toBeUndefined()
      })
    })

    describe('tasks', () => {
      it('are kept word for word', async () => {
        const id = await newProject()
        const texts = [
          '{"id":1,"data":{"text":"a\\u0000b\\/ é \\u00e9 😀","n":1.0,"big":12345678901234567890,"exp":1E+2}}',
          '\r\n{ "data" : {} ,\t"id" : 2.0 , "id_again": 2, "annotations": [ ] }',
          '{"data":{},"id":"two","predictions":[{"result":[]}],"data2":"\ud83d\ude00"}',
          `{"id":4,"data":{"text":"${'long '.repeat(100_000)}"}}`,
        ]
        const tasks = texts.map((text) => indexed(text))
        const broken = {
          ...plainTask(5),
          document: Uint8Array.of(...Buffer.from('{"id":5,"data":{"text":"'), 0xff, 0xc0, 0x22, 0x7d, 0x7d),
        }
        await store.put(id, [...tasks, broken], 'skip')
        await reopen()
        for (const task of [...tasks, broken]) expect(bytesOf(await store.get(id, task.id))).toBe(bytesOf(task.document))
        expect(await store.get(id, 6)).toBeUndefined()
        expect(await store.get(id, '1')).toBeUndefined()
        const inOrder = [tasks[0], tasks[1], tasks[3], broken, tasks[2]].map((task) => bytesOf(task?.document))
        expect((await scanned(store, id, ALL)).map(({ document }) => bytesOf(document))).toEqual(inOrder)
      })

      it('come in order: numbers by value, then strings by code point', async () => {
        const id = await newProject()
        const ids: Id[] = [-2, 0, 3, 20, 2 ** 33, 2 ** 40, Number.MAX_SAFE_INTEGER, '10', '9', 'A', 'a', 'é', '\uffee', '😀']
        await store.put(
          id,
          ids.toReversed().map((task) => plainTask(task)),
          'skip',
        )
        expect((await scanned(store, id, ALL)).map((task) => task.id)).toEqual(ids)
        const numbers = await newProject()
        await store.put(
          numbers,
          [300, 4, 50, 0].map((task) => plainTask(task)),
          'skip',
        )
        expect((await scanned(store, numbers, ALL)).map((task) => task.id)).toEqual([0, 4, 50, 300])
      })

      it('with an id that is there are skipped, overwritten, or found unchanged', async () => {
        const id = await newProject()
        const [old, same, fresh] = [plainTask(1, 'old'), plainTask(2), plainTask('1')]
        expect(await store.put(id, [old, same], 'overwrite')).toEqual(['created', 'created'])
        expect(await store.put(id, [fresh, plainTask(1, 'new'), same], 'skip')).toEqual(['created', 'skipped', 'unchanged'])
        expect(bytesOf(await store.get(id, 1))).toBe(bytesOf(old.document))
        const other = plainTask(1, 'newest')
        expect(await store.put(id, [same, other], 'overwrite')).toEqual(['unchanged', 'updated'])
        expect(bytesOf(await store.get(id, 1))).toBe(bytesOf(other.document))
        expect(await store.put(id, [], 'overwrite')).toEqual([])
        expect(await store.count(id, ALL)).toMatchObject({ tasks: 3 })
      })

      it('are loaded part by part, and there for good when they are flushed, or when nothing more comes', async () => {
        const id = await newProject()
        const [one, other] = [
          indexed('{"id":1,"data":{},"tags":["a"]}', 'from-a-file'),
          indexed('{"id":1,"data":{},"tags":["b"]}'),
        ]
        const first = await store.load(id, [one, plainTask(2)], 'overwrite')
        const second = await store.load(id, [other, plainTask(2), plainTask(3)], 'overwrite')
        expect([first.outcomes, second.outcomes]).toEqual([
          ['created', 'created'],
          ['updated', 'unchanged', 'created'],
        ])
        await store.flush()
        await Promise.all([first.stored, second.stored])
        const elsewhere = await place.open()
        expect(idsOf(await scanned(elsewhere, id, ALL))).toEqual([1, 2, 3])
        expect(await elsewhere.facet(id, ALL, 'tag', 5)).toEqual([{ value: 'b', tasks: 1 }])
        expect([...(await elsewhere.origins(id, ['from-a-file']))]).toEqual([['from-a-file', 1]])
        await (await store.load(id, [plainTask(4)], 'skip')).stored
        expect(idsOf(await scanned(elsewhere, id, ALL))).toEqual([1, 2, 3, 4])
        await elsewhere.close()
      })

      it('that are loaded do not hold up other changes', async () => {
        const id = await newProject()
        const { stored } = await store.load(id, [plainTask(1)], 'skip')
        await store.put(id, [plainTask(2)], 'skip')
        await store.change(id, 1, () => indexed('{"id":1,"data":{"a":1}}'))
        await stored
        await reopen()
        expect(bytesOf(await store.get(id, 1))).toBe(bytesOf(Buffer.from('{"id":1,"data":{"a":1}}')))
        expect(idsOf(await scanned(store, id, ALL))).toEqual([1, 2])
      })

      it('are told which are known, and are deleted', async () => {
        const id = await newProject()
        await store.put(id, [plainTask(1), plainTask('1'), plainTask(2)], 'skip')
        expect(await store.known(id, [3, '1', 2, '2'])).toEqual(new Set(['1', 2]))
        expect(await store.known(id, [])).toEqual(new Set())
        expect(await store.delete(id, [2, '2', 1])).toBe(2)
        expect(await store.delete(id, [2])).toBe(0)
        expect((await scanned(store, id, ALL)).map((task) => task.id)).toEqual(['1'])
      })

      it('of one project are not those of another', async () => {
        const [one, two] = [await newProject(), await newProject()]
        await store.put(one, [plainTask(5, 'left'), plainTask('x')], 'skip')
        await store.put(two, [plainTask(5, 'arm')], 'skip')
        await store.delete(one, ['x'])
        expect(await scanned(store, two, { kind: 'words', words: ['left'], isPrefix: false })).toEqual([])
        expect(await scanned(store, two, { kind: 'words', words: ['arm'], isPrefix: false })).toHaveLength(1)
        await store.deleteProject(two)
        expect((await scanned(store, one, ALL)).map((task) => task.id)).toEqual([5])
      })

      it('are found by their number and those of their annotations and predictions, in all projects', async () => {
        const [one, two] = [await newProject(), await newProject()]
        const text = '{"id":88001,"data":{},"annotations":[{"id":88002,"result":[]}],"predictions":[{"id":88003,"result":[]}]}'
        await store.put(one, [indexed(text)], 'skip')
        await store.put(two, [indexed(text), indexed('{"id":"s","data":{},"annotations":[{"id":88002,"result":[]}]}')], 'skip')
        const places = [one, two].map((project) => ({ project, task: 88_001 }))
        expect(await store.find('task', 88_001)).toEqual(places)
        expect(await store.find('annotation', 88_002)).toEqual([...places, { project: two, task: 's' }])
        expect(await store.find('prediction', 88_003)).toEqual(places)
        expect(await store.find('task', 88_002)).toEqual([])
        await store.put(one, [indexed('{"id":88001,"data":{},"annotations":[{"id":88004,"result":[]}]}')], 'overwrite')
        expect(await store.find('annotation', 88_002)).toEqual([places[1], { project: two, task: 's' }])
      })

      it('remember where they came from', async () => {
        const id = await newProject()
        await store.put(
          id,
          [indexed('{"id":1,"data":{}}', 'a'.repeat(64)), indexed('{"id":"s","data":{}}', 'b'), plainTask(3)],
          'skip',
        )
        await reopen()
        const asked = ['a'.repeat(64), 'b', 'c']
        expect(await store.origins(id, asked)).toEqual(
          new Map<string, Id>([
            ['a'.repeat(64), 1],
            ['b', 's'],
          ]),
        )
        await store.change(id, 's', () => indexed('{"id":"s","data":{"text":"changed"}}'))
        await store.put(id, [plainTask(1, 'changed')], 'overwrite')
        expect(await store.origins(id, ['a'.repeat(64), 'b'])).toHaveProperty('size', 2)
        await store.delete(id, [1])
        expect(await store.origins(id, asked)).toEqual(new Map<string, Id>([['b', 's']]))
        expect(await store.origins(await newProject(), asked)).toEqual(new Map())
      })
    })

    describe('numbers', () => {
      it('are given out once, and never those that are taken', async () => {
        const id = await newProject()
        await store.put(id, [indexed('{"id":90000,"data":{},"annotations":[{"id":95000,"result":[]}]}')], 'skip')
        const first = await store.reserveIds('task', 10)
        expect(first).toBeGreaterThan(90_000)
        await store.delete(id, [90_000])
        await reopen()
        expect(await store.reserveIds('task', 1)).toBeGreaterThanOrEqual(first + 10)
        expect(await store.reserveIds('annotation', 1)).toBeGreaterThan(95_000)
        expect(await store.reserveIds('prediction', 1)).toBeLessThan(95_000)
      })

      it('differ for all who ask at once', async () => {
        const other = await place.open()
        const asked = Array.from({ length: 20 }, (_, k) => (k % 2 === 0 ? store : other).reserveIds('annotation', 3))
        const starts = (await Promise.all(asked)).sort((left, right) => left - right)
        await other.close()
        expect(starts.every((start, k) => k === 0 || start >= starts[k - 1]! + 3)).toBe(true)
      })
    })

    describe('a change', () => {
      it('stores what it makes of a task, or deletes it', async () => {
        const id = await newProject()
        await store.put(id, [plainTask(1, 'left'), plainTask('b')], 'skip')
        await store.change(id, 1, (document) => {
          expect(Buffer.from(document).toString()).toBe('{"id":1,"data":{"text":"left"}}')
          return plainTask(1, 'arm')
        })
        expect(await store.list(id, { kind: 'words', words: ['arm'], isPrefix: false }, FIRST_PAGE)).toHaveLength(1)
        expect(await store.list(id, { kind: 'words', words: ['left'], isPrefix: false }, FIRST_PAGE)).toEqual([])
        await store.change(id, 'b', () => undefined)
        expect(await store.get(id, 'b')).toBeUndefined()
        await expect(store.change(id, 'b', () => undefined)).rejects.toMatchObject({ code: 'task-unknown' })
      })

      it('that fails leaves everything as it was', async () => {
        const id = await newProject()
        await store.put(id, [plainTask(1, 'left')], 'skip')
        const failing = store.change(id, 1, () => {
          throw new Error('no')
        })
        await expect(failing).rejects.toThrow('no')
        expect(bytesOf(await store.get(id, 1))).toBe(bytesOf(plainTask(1, 'left').document))
        await store.change(id, 1, () => plainTask(1, 'right'))
        expect(await store.count(id, { kind: 'words', words: ['right'], isPrefix: false })).toMatchObject({ tasks: 1 })
      })

      it('loses none of those made at the same time', async () => {
        const id = await newProject()
        await store.put(id, [indexed('{"id":1,"data":{"n":0}}')], 'skip')
        const other = await place.open()
        const increment = (document: Uint8Array) =>
          indexed(
            Buffer.from(document)
              .toString()
              .replace(/\d+(?=\}\})/, (digits) => String(Number(digits) + 1)),
          )
        await Promise.all(Array.from({ length: 24 }, (_, k) => (k % 2 === 0 ? store : other).change(id, 1, increment)))
        await other.close()
        expect(bytesOf(await store.get(id, 1))).toBe('{"id":1,"data":{"n":24}}')
      })
    })

    describe('searches', () => {
      it('find what they mean, whatever was stored, overwritten, changed and deleted before', async () => {
        const query = fc.array(QUERY, { minLength: 3, maxLength: 6 })
        const step = fc.oneof(
          { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('overwrite', 'skip'), tasks: TASKS }) },
          fc.record({ kind: fc.constantFrom('change', 'delete'), tasks: fc.tuple(TASK) }),
        )
        await fc.assert(
          fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), query, async (steps, queries) => {
            const id = await newProject()
            const oracle = new Oracle()
            for (const { kind, tasks } of steps) await take(store, id, oracle, kind, tasks)
            for (const query of [ALL, ...queries]) await expectAnswers(store, id, oracle, query)
            await store.deleteProject(id)
          }),
          { numRuns: runs },
        )
      }, 120_000)

      it('answer page by page in every order', async () => {
        const page = fc.record({
          order: fc.constantFrom(...PAGE_ORDERS),
          offset: fc.nat(6),
          limit: fc.integer({ min: 1, max: 8 }),
        })
        await fc.assert(
          fc.asyncProperty(TASKS, QUERY, fc.array(page, { minLength: 2, maxLength: 5 }), async (tasks, query, pages) => {
            const id = await newProject()
            const oracle = new Oracle()
            await take(store, id, oracle, 'skip', tasks)
            for (const page of pages) expect(idsOf(await store.list(id, query, page))).toEqual(idsOf(oracle.page(query, page)))
            await store.deleteProject(id)
          }),
          { numRuns: runs },
        )
      }, 120_000)
    })

    describe('a scan', () => {
      const numbers = Array.from({ length: 3000 }, (_, k) => k + 1)
      const long = (n: number) => plainTask(n, `${'word '.repeat(300)}${n}`)

      it('gives the tasks that there were when it began', async () => {
        const id = await newProject()
        await store.put(id, numbers.map(long), 'skip')
        const scan = store.scan(id, ALL)[Symbol.asyncIterator]()
        const seen = [...(await scan.next()).value]
        expect(seen.length).toBeLessThan(numbers.length)
        await store.delete(id, [1, 2999])
        await store.put(id, [plainTask(3000, 'new'), plainTask(2500.5 * 2), plainTask('z')], 'overwrite')
        expect(idsOf(await scanned(store, id, ALL))).toHaveLength(3000)
        for (;;) {
          const { done, value } = await scan.next()
          if (done === true) break
          seen.push(...value)
        }
        expect(idsOf(seen)).toEqual(numbers)
        expect(bytesOf(seen.at(-1)?.document)).toBe(bytesOf(long(3000).document))
      })

      it('can be left and can be stopped', async () => {
        const id = await newProject()
        await store.put(id, numbers.map(long), 'skip')
        for await (const batch of store.scan(id, ALL)) {
          expect(batch[0]?.id).toBe(1)
          break
        }
        const controller = new AbortController()
        const stopped = (async () => {
          for await (const _ of store.scan(id, ALL, controller.signal)) controller.abort(new Error('enough'))
        })()
        await expect(stopped).rejects.toThrow('enough')
        await store.deleteProject(id)
      })
    })

    describe('records', () => {
      it('are values by collection and key', async () => {
        const { records } = store
        await records.put('jobs', 'b', '{"n":1}')
        await records.put('jobs', 'a.1', '"é 😀"')
        await records.put('jobs', 'b', '{"n":2}')
        await records.put('tokens', 'b', 'null')
        await reopen()
        expect(await store.records.list('jobs')).toEqual([
          { key: 'a.1', value: '"é 😀"' },
          { key: 'b', value: '{"n":2}' },
        ])
        expect(await store.records.get('tokens', 'b')).toBe('null')
        expect(await store.records.get('tokens', 'a')).toBeUndefined()
        expect(await store.records.delete('jobs', 'b')).toBe(true)
        expect(await store.records.delete('jobs', 'b')).toBe(false)
        expect(await store.records.list('nothing')).toEqual([])
      })

      it('change with no other change in between', async () => {
        const other = await place.open()
        const count = (value: string | undefined) => String(Number(value ?? '0') + 1)
        const changes = Array.from({ length: 24 }, (_, k) => (k % 2 === 0 ? store : other).records.change('counts', 'n', count))
        const values = await Promise.all(changes)
        await other.close()
        expect(new Set(values).size).toBe(24)
        expect(await store.records.get('counts', 'n')).toBe('24')
        expect(await store.records.change('counts', 'n', () => undefined)).toBeUndefined()
        expect(await store.records.get('counts', 'n')).toBeUndefined()
      })
    })

    it('sees at once what is stored through another opening of the same place', async () => {
      const other = await place.open()
      const project = await other.createProject(settings('by another'), AT)
      await other.put(project.id, [indexed('{"id":1,"data":{},"tags":["of another"]}')], 'skip')
      expect(await store.project(project.id)).toEqual(project)
      expect(await store.facet(project.id, ALL, 'tag', 5)).toEqual([{ value: 'of another', tasks: 1 }])
      await store.put(project.id, [indexed('{"id":2,"data":{},"tags":["of another","mine"]}')], 'skip')
      expect(await other.facet(project.id, ALL, 'tag', 5)).toEqual([
        { value: 'of another', tasks: 2 },
        { value: 'mine', tasks: 1 },
      ])
      await other.close()
    })

    it('has each put whole or not at all when its process is killed', async () => {
      const id = await newProject()
      await putUntilKilled(place.url, id)
      await reopen()
      const counts = await store.count(id, ALL)
      const found = idsOf(await scanned(store, id, ALL))
      expect(counts.tasks).toBe(found.length)
      expect(counts.tasks % 50).toBe(0) // so many are put at once
      expect(found).toEqual(Array.from({ length: found.length }, (_, k) => k + 1))
      expect(await store.facet(id, ALL, 'tag', 1)).toEqual([{ value: 'all', tasks: counts.tasks }])
      expect(await store.count(id, { kind: 'words', words: ['word'], isPrefix: false })).toEqual(counts)
      expect(await store.put(id, [plainTask(1, 'again')], 'overwrite')).toEqual(['updated'])
    }, 60_000)
  })
}

function settings(title: string): ProjectSettings {
  return { title, description: '', config: '', extra: '{}' }
}

async function scanned(store: Store, project: number, query: Query): Promise<TaskDocument[]> {
  const documents: TaskDocument[] = []
  for await (const batch of store.scan(project, query)) documents.push(...batch)
  return documents
}

function idsOf(tasks: readonly { readonly id: Id }[]): Id[] {
  return tasks.map(({ id }) => id)
}

/** Bytes as a string of so many characters, which compares faster than arrays do. */
function bytesOf(document: Uint8Array | undefined): string | undefined {
  return document === undefined ? undefined : Buffer.from(document).toString('latin1')
}

type Step = 'overwrite' | 'skip' | 'change' | 'delete'

/** The same step in the store and in the oracle. */
async function take(store: Store, project: number, oracle: Oracle, step: Step, tasks: readonly IndexedTask[]): Promise<void> {
  if (step === 'overwrite' || step === 'skip') {
    await store.put(project, tasks, step)
    for (const task of tasks) if (step === 'overwrite' || !oracle.tasks.has(task.id)) oracle.tasks.set(task.id, task)
    return
  }
  for (const task of tasks) {
    const isKnown = oracle.tasks.has(task.id)
    if (step === 'delete') {
      expect(await store.delete(project, [task.id])).toBe(isKnown ? 1 : 0)
      oracle.tasks.delete(task.id)
    } else if (isKnown) {
      await store.change(project, task.id, () => task)
      oracle.tasks.set(task.id, task)
    } else await expect(store.change(project, task.id, () => task)).rejects.toMatchObject({ code: 'task-unknown' })
  }
}

async function expectAnswers(store: Store, project: number, oracle: Oracle, query: Query): Promise<void> {
  const found = await scanned(store, project, query)
  expect(idsOf(found)).toEqual(idsOf(oracle.found(query)))
  for (const { id, document } of found) expect(bytesOf(document)).toBe(bytesOf(oracle.tasks.get(id)?.document))
  expect(await store.count(project, query)).toEqual(oracle.counts(query))
  for (const field of NAME_FIELDS) expect(await store.facet(project, query, field, 3)).toEqual(oracle.facet(query, field, 3))
}
