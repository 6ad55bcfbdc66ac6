import { copyFileSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { convert, readTasks } from '../../src/index.ts'
import { openDatabaseProject } from '../../src/live/label-studio-database.ts'
import { openSqlite } from '../../src/sql/sqlite.ts'
import { scratch } from '../io/scratch.ts'
import { exported, FIXTURES, readLive, spelled } from './read-live.ts'

const { path, put, list, temporary } = scratch()
const DATABASE = `${FIXTURES}/label_studio.sqlite3`

const respelled = (text: string) => JSON.stringify(JSON.parse(spelled(text)))

/** A copy of the recorded database, changed by statements. */
async function changed(name: string, ...statements: string[]): Promise<string> {
  copyFileSync(DATABASE, `${path}/${name}`)
  const database = await openSqlite(`${path}/${name}`)
  database.exec('PRAGMA foreign_keys = off')
  for (const statement of statements) database.exec(statement)
  database.close()
  return `${path}/${name}`
}

describe('the SQLite file of a Label Studio', () => {
  it.each([1, 2])('gives the tasks of the JSON export of project %i', async (project) => {
    const { tasks, problems, name } = await readLive(DATABASE, { project })
    expect(tasks.map(respelled)).toEqual(exported(`sqlite-project-${project}.json`))
    expect([problems, name]).toEqual([[], `${DATABASE} project ${project}`])
  })

  it.each(['coco', 'csv', 'json-min', 'pascal-voc'])('becomes the same %s as that export', async (to) => {
    const { config } = await openDatabaseProject(DATABASE, { project: 1 })
    const sinks = [`${path}/${to}-live.zip`, `${path}/${to}-file.zip`]
    const sources = [
      { source: DATABASE, project: 1 },
      { source: `${FIXTURES}/sqlite-project-1.json`, config },
    ]
    for (const [k, source] of sources.entries())
      await convert({ ...source, to, sink: sinks[k], report: `${path}/${to}-${k}.json`, workers: 0 })
    expect(readFileSync(sinks[0]!)).toEqual(readFileSync(sinks[1]!))
  })

  it('is the same in pieces of any size, and where a write-ahead log is kept', async () => {
    const many = 'WITH RECURSIVE n(k) AS (SELECT 100 UNION ALL SELECT k + 1 FROM n WHERE k < 2600)'
    const columns =
      'data, meta, created_at, updated_at, is_labeled, project_id, overlap, total_annotations, cancelled_annotations'
    const counts = 'total_predictions, comment_count, unresolved_comment_count'
    const insert = `INSERT INTO task (id, ${columns}, ${counts}) ${many} SELECT k, data, meta, created_at, updated_at, 0, 1 + k % 2, 1, 0, 0, 0, 0, 0 FROM n, task WHERE task.id = 2`
    const ids: number[] = []
    for await (const { id } of readTasks(await changed('many.sqlite3', 'PRAGMA journal_mode = wal', insert), { project: 1 }))
      ids.push(Number(id))
    const added = Array.from({ length: 1251 }, (_, k) => 100 + 2 * k)
    expect(ids.filter((id) => id >= 100)).toEqual(added)
    expect(ids.slice(0, 3)).toEqual([1, 2, 3])
  })

  it('is let go between pieces, so that Label Studio can write', async () => {
    const file = await changed('busy.sqlite3')
    const project = await openDatabaseProject(file, { project: 1 })
    const pieces = project.tasks()[Symbol.asyncIterator]()
    await pieces.next()
    const writer = await openSqlite(file)
    writer.exec("PRAGMA busy_timeout = 0; UPDATE project SET title = 'written meanwhile'")
    writer.close()
    await project.close()
  })

  it('of an earlier version has fewer tables and columns', async () => {
    const drops = ['unique_id', 'bulk_created', 'draft_created_at'].map(
      (column) => `ALTER TABLE task_completion RENAME COLUMN ${column} TO old_${column}`,
    )
    const file = await changed('early.sqlite3', 'DROP TABLE task_comment_authors', 'DROP TABLE tasks_annotationdraft', ...drops)
    const { tasks } = await readLive(file, { project: 1 })
    const expected = exported('sqlite-project-1.json', (task, annotations) => {
      Object.assign(task, { drafts: [], comment_authors: [] })
      for (const annotation of annotations)
        for (const key of ['unique_id', 'bulk_created', 'draft_created_at']) delete annotation[key]
    })
    expect(tasks.map(respelled)).toEqual(expected)
  })

  it('with one project needs no number', async () => {
    const file = await changed('one.sqlite3', 'DELETE FROM task WHERE project_id <> 2', 'DELETE FROM project WHERE id <> 2')
    expect((await readLive(file)).ids).toHaveLength(3)
  })

  it('with several lists them', async () => {
    const message = 'there are 3 projects: 1 “Street” (26 tasks), 2 “Names & places” (3 tasks), 3 “Nothing yet” (0 tasks)'
    await expect(readLive(DATABASE)).rejects.toMatchObject({ code: 'option-missing', message, where: { file: DATABASE } })
    await expect(readLive(DATABASE, { project: 8 })).rejects.toMatchObject({
      code: 'project-missing',
      message: 'there is no project 8',
    })
    expect((await readLive(DATABASE, { project: 3 })).tasks).toEqual([])
  })

  it('is known by its tables, and by its first bytes', async () => {
    const other = `${path}/other.db`
    const database = await openSqlite(other)
    database.exec('CREATE TABLE project (id INTEGER)')
    database.close()
    await expect(readLive(other)).rejects.toMatchObject({ code: 'database-unknown', message: expect.stringContaining('`task`') })
    const broken = put('broken.sqlite3', readFileSync(DATABASE).subarray(0, 9000))
    await expect(readLive(broken)).rejects.toMatchObject({ code: 'database-unreadable', where: { file: broken } })
    expect(list(temporary.slice(path.length + 1))).toEqual([])
  })
})

describe('options of live sources', () => {
  it('are refused where they change nothing', async () => {
    const file = put('tasks.json', '[]')
    const run = (options: object) => convert({ source: file, to: 'csv', dryRun: true, ...options })
    await expect(run({ project: 1 })).rejects.toMatchObject({
      code: 'option-invalid',
      message: `--project is of no use for \`${file}\``,
    })
    await expect(run({ token: 'x' })).rejects.toMatchObject({
      code: 'option-invalid',
      message: `--token is of no use for \`${file}\``,
    })
    await expect(run({ source: DATABASE, project: 'one' })).rejects.toMatchObject({ code: 'option-invalid' })
  })

  it('may stand beside files', async () => {
    const file = put('more.json', '[{"id": 900, "data": {}}]')
    const report = await convert({ source: [file, DATABASE], project: 1, to: 'json', sink: `${path}/both.json`, workers: 0 })
    expect(report.tasksRead).toBe(27)
    const ids = JSON.parse(readFileSync(`${path}/both.json`, 'utf8')).map(({ id }: { id: number }) => id)
    expect(ids.slice(0, 3)).toEqual([900, 1, 2])
  })
})
