import { execFile } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Id } from '../../src/model/task.ts'
import { ALL, type Query } from '../../src/query/query.ts'
import { openDirectoryStore } from '../../src/stores/directory.ts'
import type { FileContent } from '../../src/stores/files/file-area.ts'
import { FileStore } from '../../src/stores/files/file-store.ts'
import { Folder } from '../../src/stores/files/folder.ts'
import type { Store } from '../../src/stores/store.ts'
import { scratch } from '../io/scratch.ts'
import { withScript } from './kill.ts'
import { indexed, plainTask } from './random-tasks.ts'

const folder = scratch()
const at = (name: string) => join(folder.path, name)
const AT = new Date('2024-01-31T12:00:00Z')
const CAR: Query = { kind: 'name', field: 'label', value: 'Car' }
const FIRST_PAGE = { order: 'id', offset: 0, limit: 100 } as const

describe('projects that other programs wrote', () => {
  it('of Label Studio’s guide and of Annotation Lab are there as they are, by the names of their folders', async () => {
    cpSync('examples/image-shapes', at('others/image shapes'), { recursive: true })
    cpSync('examples/annotation-lab', at('others/annotation-lab'), { recursive: true })
    folder.put('others/no project/readme.txt', 'nothing')
    folder.put('others/.hidden/completions/1.json', '{}')
    const store = await openDirectoryStore(at('others'))
    const projects = await store.projects()
    expect(projects.map(({ id, title }) => [id, title])).toEqual([
      [1, 'annotation-lab'],
      [2, 'image shapes'],
    ])
    expect(projects[1]?.config).toBe(readFileSync('examples/image-shapes/config.xml', 'utf8'))
    expect(await texts(store, 2)).toEqual(
      ['1', '2'].map((id) => readFileSync(`examples/image-shapes/completions/${id}.json`, 'utf8')),
    )
    expect(await store.count(1, ALL)).toEqual({
      tasks: 2,
      annotatedTasks: 1,
      annotations: 1,
      skippedAnnotations: 0,
      groundTruths: 1,
      predictions: 1,
    })
    expect(await store.facet(1, ALL, 'annotator', 5)).not.toEqual([])
    expect(await store.problems(1)).toEqual([])
  })

  it('stay the same projects when they are renamed, and are others when they are copied', async () => {
    const store = await openDirectoryStore(at('copies'))
    const first = await store.createProject({ title: 'first', description: 'about', config: '<View/>', extra: '{}' }, AT)
    await store.put(first.id, [plainTask(1)], 'skip')
    renameSync(at('copies/first'), at('copies/zeroth'))
    expect(await store.projects()).toEqual([first])
    cpSync(at('copies/zeroth'), at('copies/a copy'), { recursive: true })
    await store.changeProject(first.id, { title: 'first again' }, AT) // says where it is now
    const projects = await store.projects()
    expect(projects.map(({ title }) => title)).toEqual(['first again', 'a copy'])
    expect(await ids(store, projects[1]!.id)).toEqual([1])
  })

  it('are not looked for inside of one', async () => {
    folder.put('a project/completions/1.json', '{"id":1,"data":{}}')
    await expect(openDirectoryStore(at('a project'))).rejects.toMatchObject({ code: 'store-unreachable' })
    await expect(openDirectoryStore(at('a project/completions/1.json'))).rejects.toMatchObject({ code: 'store-unreachable' })
    expect(await (await openDirectoryStore(at('not there yet'))).projects()).toEqual([])
    expect(existsSync(at('not there yet'))).toBe(false)
  })
})

describe('files that people edit', () => {
  it('are read anew: changed, added, taken away, also with the same size at the same second', async () => {
    const store = await newStore('edited')
    await store.put(1, [labelled(1, 'Car'), labelled(2, 'Bus')], 'skip')
    expect(await ids(store, 1, CAR)).toEqual([1])
    edit('edited', 2, 'Bus', 'Car')
    expect(await ids(store, 1, CAR)).toEqual([1, 2])
    edit('edited', 1, 'Car', 'Bus')
    folder.put('edited/project/completions/10.json', Buffer.from(labelled(10, 'Car').document))
    rmSync(at('edited/project/completions/2.json'))
    expect(await ids(store, 1, CAR)).toEqual([10])
    expect(await store.find('annotation', 10)).toEqual([{ project: 1, task: 10 }])
    expect(await store.count(1, CAR)).toMatchObject({ tasks: 1 })
    writeFileSync(at('edited/project/config.xml'), '<View/>')
    expect((await store.project(1))?.config).toBe('<View/>')
  })

  it('have numbers that are not given out again', async () => {
    const store = await newStore('numbers')
    folder.put('numbers/project/completions/500.json', Buffer.from(labelled(500, 'Car', 700).document))
    expect(await store.reserveIds('task', 1)).toBe(501)
    expect(await store.reserveIds('annotation', 1)).toBe(701)
  })

  it('cost only themselves when they are damaged, and are told', async () => {
    const store = await newStore('damaged')
    await store.put(1, [plainTask(1), plainTask(2), plainTask(3)], 'skip')
    folder.put('damaged/project/completions/2.json', '{"id":2,"data":{"text":"cut of')
    folder.put('damaged/project/completions/4.json', '[{"id":4,"data":{}}]')
    folder.put('damaged/project/completions/notes.txt', 'mine')
    folder.put('damaged/project/completions/a:b.json', '{"data":{}}')
    folder.put('damaged/project/completions/.DS_Store', '')
    expect(await ids(store, 1)).toEqual([1, 3])
    expect(await store.get(1, 2)).toBeUndefined()
    expect(await store.known(1, [1, 2, 4])).toEqual(new Set([1]))
    expect(await store.count(1, ALL)).toMatchObject({ tasks: 2 })
    const problems = await store.problems(1)
    expect(problems.map(({ code, message, hint, where }) => [code, message, hint, where])).toEqual([
      [
        'task-invalid',
        expect.stringMatching(/^expected/),
        expect.stringMatching(/^mend/),
        { file: 'project/completions/2.json', byte: 30 },
      ],
      ['task-invalid', 'expected one task, an object, found array', expect.anything(), expect.anything()],
      ['file-skipped', 'no task is kept as `a:b.json`', 'call it `a%3Ab.json`', expect.anything()],
      ['file-skipped', '`notes.txt` is not a JSON file', expect.anything(), { file: 'project/completions/notes.txt' }],
    ])
  })

  it('that cannot be read are set aside when a task takes their name', async () => {
    const store = await newStore('aside')
    folder.put('aside/project/completions/1.json', 'once a task')
    expect(await store.put(1, [plainTask(1)], 'skip')).toEqual(['created'])
    const [name = ''] = folder.list('aside/project/.goldpan/set-aside')
    expect(readFileSync(at(`aside/project/.goldpan/set-aside/${name}`), 'utf8')).toBe('once a task')
    expect(await texts(store, 1)).toEqual([Buffer.from(plainTask(1).document).toString()])
  })

  it('have the id that their name says, whatever is inside', async () => {
    const store = await newStore('named')
    await store.put(1, [indexed('{"data":{},"id": 7 ,"annotations":[{"id":1,"task":7,"result":[]}]}')], 'skip')
    copyFileSync(at('named/project/completions/7.json'), at('named/project/completions/8.json'))
    folder.put('named/project/completions/9.json', '\ufeff{"data": {}}\n')
    folder.put('named/project/completions/10.json', '{}')
    expect(await texts(store, 1)).toEqual([
      '{"data":{},"id": 7 ,"annotations":[{"id":1,"task":7,"result":[]}]}',
      '{"data":{},"id": 8 ,"annotations":[{"id":1,"task":8,"result":[]}]}',
      '{"data": {},"id":9}',
      '{"id":10}',
    ])
    expect((await store.problems(1)).map(({ code, where }) => [code, where])).toEqual([
      ['id-differs', { file: 'named/project/completions/8.json'.slice('named/'.length), task: 8 }],
    ])
  })
})

describe('what a store writes', () => {
  it('lies where Label Studio’s guide has it', async () => {
    const store = await openDirectoryStore(at('layout'))
    const { id } = await store.createProject({ title: 'Faces: 1/2', description: '', config: '<View/>\n', extra: '{}' }, AT)
    await store.put(id, [plainTask(1), plainTask(2), plainTask('a/b')], 'skip')
    const files = folder.list('layout').filter((name) => !/\.goldpan\/./.test(name))
    expect(files).toEqual([
      '.goldpan/',
      'Faces_ 1_2/',
      'Faces_ 1_2/.goldpan/',
      'Faces_ 1_2/completions/',
      'Faces_ 1_2/completions/1.json',
      'Faces_ 1_2/completions/2.json',
      'Faces_ 1_2/completions/a%2Fb.json',
      'Faces_ 1_2/config.xml',
    ])
    expect(readFileSync(at('layout/Faces_ 1_2/completions/1.json'))).toEqual(Buffer.from(plainTask(1).document))
    expect(readFileSync(at('layout/Faces_ 1_2/config.xml'), 'utf8')).toBe('<View/>\n')
    await expect(
      store.createProject({ title: 'Faces: 1/2', description: '', config: '', extra: '{}' }, AT),
    ).rejects.toMatchObject({
      code: 'project-exists',
    })
    const other = await store.createProject({ title: 'faces_ 1?2', description: '', config: '', extra: '{}' }, AT)
    expect(existsSync(at('layout/faces_ 1_2 2'))).toBe(true) // one folder for both on some file systems, else
    expect(await ids(store, other.id)).toEqual([])
  })

  it('does not take the place of a task whose id differs only in case', async () => {
    const store = await newStore('cases')
    folder.put('cases/project/completions/A.json', '{"id":"a","data":{}}') // what a file system that ignores case would show
    await expect(store.put(1, [plainTask('A')], 'overwrite')).rejects.toMatchObject({ code: 'id-taken' })
    expect(await texts(store, 1)).toEqual(['{"id":"A","data":{}}'])
  })

  it('goes with the project, but for files that are somebody else’s', async () => {
    const store = await newStore('gone')
    await store.put(1, [plainTask(1)], 'skip')
    folder.put('gone/project/pictures/1.jpg', 'a picture')
    await store.deleteProject(1)
    expect(folder.list('gone/project')).toEqual(['pictures/', 'pictures/1.jpg'])
    expect(await store.projects()).toEqual([])
  })

  it('is not lost when two processes write at once', async () => {
    const store = await newStore('two')
    await store.put(1, [indexed('{"id":1,"data":{"n":0}}')], 'skip')
    await withScript('test/stores/count-up.ts', async (script) => {
      const run = (first: number) => promisify(execFile)(process.execPath, [script, `dir:${at('two')}`, String(first)])
      await Promise.all([100, 200, 300].map(run))
    })
    expect(Buffer.from((await store.get(1, 1)) ?? []).toString()).toBe('{"id":1,"data":{"n":90}}')
    expect((await ids(store, 1)).length).toBe(1 + 3 * 60)
    expect(folder.list('two/project').filter((name) => /journal|\.goldpan-/.test(name))).toEqual([])
  }, 60_000)

  it('may be left half done by a process that died: the next one finishes it, or takes it away', async () => {
    const store = await newStore('half')
    await store.put(1, [plainTask(1), plainTask(2)], 'skip')
    const [one, two, three] = [plainTask(1, 'new'), plainTask(2, 'new'), plainTask(3, 'new')].map(({ document }) =>
      Buffer.from(document),
    )
    const head = { write: [], delete: [] as string[] }
    const write = [one, two, three].map((bytes, k) => ({ path: `project/completions/${k + 1}.json`, bytes: bytes!.length }))
    const journal = Buffer.concat([Buffer.from(`${JSON.stringify({ ...head, write })}\n`), one!, two!, three!])
    folder.put('half/project/.goldpan/journal', journal)
    folder.put('half/project/completions/1.json', one!)
    folder.put('half/project/completions/.goldpan-1-1', 'half a fi')
    utimesSync(at('half/project/completions/.goldpan-1-1'), 0, 0)
    expect(await texts(store, 1)).toEqual([one, two, three].map(String))
    expect(folder.list('half/project').filter((name) => /journal|\.goldpan-/.test(name))).toEqual([])
  })

  it('is read by somebody who may not write there', async () => {
    const store = await newStore('read only')
    await store.put(1, [plainTask(1)], 'skip')
    rmSync(at('read only/.goldpan/locks'), { recursive: true })
    folder.put('read only/.goldpan/locks', 'a file, so that there can be no locks')
    expect(await ids(store, 1)).toEqual([1])
    await expect(store.put(1, [plainTask(2)], 'skip')).rejects.toMatchObject({ code: 'store-forbidden' })
  })
})

describe('a search', () => {
  it('reads a file again only when it is another one', async () => {
    const area = new CountingFolder('counted', at('counted'))
    const store = new FileStore(area)
    await store.createProject({ title: 'project', description: '', config: '', extra: '{}' }, AT)
    await store.put(1, [labelled(1, 'Car'), labelled(2, 'Bus')], 'skip')
    const reads = async (search: () => Promise<unknown>) => {
      area.tasksRead = 0
      await search()
      return area.tasksRead
    }
    expect(await reads(() => store.count(1, CAR))).toBe(2)
    expect(await reads(() => store.count(1, CAR))).toBe(0)
    expect(await reads(() => store.facet(1, ALL, 'label', 5))).toBe(0)
    expect(await reads(() => store.find('annotation', 2))).toBe(0)
    expect(await reads(() => ids(store, 1, CAR))).toBe(1) // what is given out
    edit('counted', 2, 'Bus', 'Car')
    expect(await reads(() => store.count(1, CAR))).toBe(1)
    await store.changeProject(1, { config: '<View><Text name="t" value="$t"/></View>' }, AT) // may mean something else
    expect(await reads(() => store.count(1, CAR))).toBe(2)
  })
})

class CountingFolder extends Folder {
  tasksRead = 0

  override async *readAll(paths: Iterable<string>): AsyncGenerator<FileContent | undefined> {
    const asked = [...paths]
    this.tasksRead += asked.filter((path) => path.includes('/completions/')).length
    yield* super.readAll(asked)
  }
}

async function newStore(name: string): Promise<Store> {
  const store = await openDirectoryStore(at(name))
  await store.createProject({ title: 'project', description: '', config: '', extra: '{}' }, AT)
  return store
}

async function texts(store: Store, project: number, query: Query = ALL): Promise<string[]> {
  const found: string[] = []
  for await (const batch of store.scan(project, query))
    for (const { document } of batch) found.push(Buffer.from(document).toString())
  return found
}

async function ids(store: Store, project: number, query: Query = ALL): Promise<Id[]> {
  return (await store.list(project, query, { ...FIRST_PAGE, limit: 1000 })).map(({ id }) => id)
}

function labelled(id: number, label: string, annotation = id) {
  const result = { id: 'r', from_name: 'kind', to_name: 'text', type: 'choices', value: { choices: [label] } }
  return indexed(JSON.stringify({ id, data: { text: 'x' }, annotations: [{ id: annotation, result: [result] }] }))
}

/** Keeps the size, and the time to the second; within it half a second is more than the clock of any file system goes by. */
function edit(store: string, id: number, from: string, to: string): void {
  const path = at(`${store}/project/completions/${id}.json`)
  const { mtimeMs } = statSync(path)
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
  utimesSync(path, new Date(), (Math.floor(mtimeMs / 1000) * 1000 + ((mtimeMs + 500) % 1000)) / 1000)
}
