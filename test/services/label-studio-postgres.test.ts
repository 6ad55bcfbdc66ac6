import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { convert } from '../../src/index.ts'
import { openDatabaseProject } from '../../src/live/label-studio-database.ts'
import { scratch } from '../io/scratch.ts'
import { exported, FIXTURES, inOrder, readLive, spelled } from '../live/read-live.ts'
import { dropDatabases, newDatabase, run, serverUrl } from './databases.ts'

const DATABASE = Object.assign(new URL(await newDatabase()), { password: 'secret' }).href

const { path } = scratch()

beforeAll(() => run(DATABASE, readFileSync(`${FIXTURES}/postgres.sql`, 'utf8')))
afterAll(dropDatabases)

describe('the PostgreSQL of a Label Studio', () => {
  it.each([1, 2])('gives the tasks of the JSON export of project %i', async (project) => {
    const { tasks, problems } = await readLive(DATABASE, { project })
    const asPython = (text: string) => text.replace('"a":"#0.0000001"', '"a":"#1e-07"') // jsonb spells the number so
    const texts = tasks.map((text) => asPython(JSON.stringify(JSON.parse(spelled(text)))))
    expect(texts).toEqual(exported(`postgres-project-${project}.json`))
    expect(problems).toEqual([])
  })

  it('becomes the same COCO as that export, and no report has the password', async () => {
    const text = JSON.parse(readFileSync(`${FIXTURES}/exchanges.jsonl`, 'utf8').split('\n')[1]!).body
    const config = JSON.parse(text).label_config
    await convert({ source: DATABASE, project: 1, to: 'coco', sink: `${path}/live`, workers: 0 })
    await convert({
      source: Buffer.from(inOrder('postgres-project-1.json')),
      config,
      to: 'coco',
      sink: `${path}/file`,
      workers: 0,
    })
    expect(readFileSync(`${path}/live/result.json`)).toEqual(readFileSync(`${path}/file/result.json`))
    expect(readFileSync(`${path}/live/report.json`, 'utf8')).not.toContain('secret')
  })

  it('is all of one moment, and nobody waits for it', async () => {
    const project = await openDatabaseProject(DATABASE, { project: 3 })
    await run(
      DATABASE,
      'INSERT INTO task SELECT 999, data, created_at, updated_at, is_labeled, 3, meta, overlap, NULL, NULL, 1, 0, 0, 0, 0, NULL, 0, NULL, true FROM task WHERE id = 1',
    )
    const pieces: Uint8Array[] = []
    for await (const piece of project.tasks()) pieces.push(piece)
    await project.close()
    expect(pieces).toEqual([])
    expect((await readLive(DATABASE, { project: 3 })).ids).toEqual([999])
  })

  it('says what is wrong without the password', async () => {
    const unknown = Object.assign(new URL(DATABASE), { pathname: '/nowhere' }).href
    const error = await readLive(unknown).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'database-unreadable', message: 'database "nowhere" does not exist' })
    expect(inspect(error)).not.toContain('secret')
    const broken = await readLive('postgres://me:se#cret@host/x').catch((caught: unknown) => caught)
    expect(broken).toMatchObject({ code: 'database-unreadable', where: { file: 'postgres://host/x' } })
    expect(inspect(broken)).not.toContain('cret@')
    await expect(readLive(serverUrl())).rejects.toMatchObject({ code: 'database-unknown' })
    await expect(readLive('postgres://127.0.0.1:9/x')).rejects.toMatchObject({ code: 'database-unreadable' })
  })
})
