import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { convert, readTasks } from '../../src/index.ts'
import { openApiProject } from '../../src/live/label-studio-api.ts'
import { scratch } from '../io/scratch.ts'
import { exported, FIXTURES, readLive, spelled } from './read-live.ts'
import { replaying, RECORDED_TOKEN as token } from './replay.mjs'
import { cut, ScriptedStudio, send, serve, status } from './servers.ts'

const { path, temporary, list } = scratch()

describe('a recorded Label Studio', () => {
  it('gives the tasks of its own JSON export', async () => {
    const url = await serve(replaying())
    const { tasks, problems, name, config } = await readLive(`${url}/projects/1`, { token })
    const unknownToTheApi = exported('sqlite-project-1.json', (task, annotations) => {
      delete task.allow_skip
      for (const annotation of annotations) for (const key of ['prediction', 'result_count', 'unique_id']) delete annotation[key]
    })
    expect(tasks.map((text) => JSON.stringify(JSON.parse(spelled(text))))).toEqual(unknownToTheApi)
    expect([problems, name]).toEqual([[], `${url}/projects/1`])
    expect(config).toContain('<RectangleLabels name="label" toName="image">')
  })

  it.each(['coco', 'csv', 'json-min', 'pascal-voc'])('becomes the same %s as that export', async (to) => {
    const url = await serve(replaying())
    const config = (await openApiProject(`${url}/projects/1`, { token })).config
    const sinks = [`${path}/${to}-live.zip`, `${path}/${to}-file.zip`]
    const sources = [
      { source: `${url}/projects/1`, token },
      { source: `${FIXTURES}/sqlite-project-1.json`, config },
    ]
    const reports = await Promise.all(
      sources.map((source, k) => convert({ ...source, to, sink: sinks[k], report: `${path}/${to}-${k}.json`, workers: 0 })),
    )
    expect(readFileSync(sinks[0]!)).toEqual(readFileSync(sinks[1]!))
    expect(reports[0]!.written).toEqual(reports[1]!.written)
    expect(reports[0]!.tasksRead).toBe(26)
  })

  it('gives a tab in its own order', async () => {
    const url = await serve(replaying())
    const { ids, problems } = await readLive(`${url}/projects/1/data?tab=1`, { token })
    const withPerson = exported('sqlite-project-1.json', (task, annotations) => {
      task.hasPerson = JSON.stringify(annotations).includes('Person')
    })
      .map((text) => JSON.parse(text))
      .filter(({ hasPerson }) => hasPerson)
    expect([ids.map((id) => `#${id}`), problems]).toEqual([withPerson.map(({ id }) => id).reverse(), []])
    expect(ids.length).toBeGreaterThan(5)
  })

  it('lists its projects when none is named', async () => {
    const url = await serve(replaying())
    const error = {
      code: 'option-missing',
      message: 'there are 3 projects: 1 “Street” (26 tasks), 2 “Names & places” (3 tasks), 3 “Nothing yet” (0 tasks)',
    }
    await expect(readLive(url, { token })).rejects.toMatchObject(error)
    expect((await readLive(url, { token, project: 1 })).tasks).toHaveLength(26)
    await expect(readLive(`${url}/projects/1`, { token, project: 2 })).rejects.toMatchObject({ code: 'option-invalid' })
  })

  it('says what is wrong with the token or the number', async () => {
    const url = await serve(replaying())
    const place = { file: `${url}/api/projects/1/` }
    await expect(readLive(`${url}/projects/1`, { token: 'f'.repeat(40) })).rejects.toMatchObject({
      code: 'access-denied',
      message: 'the server refused the token: 401 Invalid token.',
      where: place,
    })
    await expect(readLive(`${url}/projects/1`)).rejects.toMatchObject({
      code: 'access-denied',
      hint: expect.stringContaining('--token'),
    })
    await expect(readLive(`${url}/projects/99`, { token })).rejects.toMatchObject({
      code: 'project-missing',
      where: { file: `${url}/api/projects/99/` },
    })
  })
})

describe('pages', () => {
  it('grow, and every one begins behind the last task', async () => {
    const studio = new ScriptedStudio(200)
    const { ids, problems } = await readLive(`${await serve(studio.listener)}/projects/5`)
    expect([ids, problems]).toEqual([studio.tasks.map(({ id }) => id), []])
    expect(studio.pages.map((query) => query.get('page_size'))).toEqual(['16', '32', '64', '128'])
    expect(studio.pages.map((query) => JSON.parse(query.get('query')!).filters.items[0].value)).toEqual([0, 160, 480, 1120])
  })

  it('lose and double nothing when tasks come and go meanwhile', async () => {
    const studio = new ScriptedStudio(100)
    studio.faults.push((_request, response, answer) => {
      studio.tasks = [...studio.tasks.slice(3), { id: 5000, data: {}, annotations: [], predictions: [] }]
      response.setHeader('content-type', 'application/json').end(answer)
    })
    const { ids, problems } = await readLive(`${await serve(studio.listener)}/projects/5`)
    expect([ids, problems]).toEqual([[...Array.from({ length: 100 }, (_, k) => 10 * (k + 1)), 5000], []])
  })

  it('are numbered where the server knows no filters', async () => {
    const studio = new ScriptedStudio(100)
    studio.knowsFilters = false
    const { ids, problems } = await readLive(`${await serve(studio.listener)}/projects/5`)
    expect([ids, problems]).toEqual([studio.tasks.map(({ id }) => id), []])
  })

  it('become smaller for a server that does not bring them about', async () => {
    const studio = new ScriptedStudio(20)
    studio.faults.push(status(504), status(504), status(502))
    const { ids, pauses } = await readLive(`${await serve(studio.listener)}/projects/5`)
    expect(ids).toHaveLength(20)
    expect(studio.pages.map((query) => query.get('page_size'))).toEqual(['16', '8', '4', '2', '4', '8', '14'])
    expect(pauses).toEqual([1000, 2000, 4000])
  })

  it.each([false, true])('of an empty project are none (tab: %s)', async (isTab) => {
    const studio = new ScriptedStudio(0)
    const { tasks, problems } = await readLive(`${await serve(studio.listener)}/projects/5${isTab ? '/data?tab=3' : ''}`)
    expect([tasks, problems]).toEqual([[], []])
  })
})

describe('trouble on the way', () => {
  it.each([
    ['429 with Retry-After', [status(429, { 'retry-after': '7' })], [7000]],
    ['500 twice', [status(500), status(500)], [1000, 2000]],
    ['a connection cut in the middle of a page', [cut], [1000]],
    ['JSON that ends too early', [(_request, response, answer) => void response.end(answer.slice(0, 99))], [1000]],
  ] satisfies [string, ScriptedStudio['faults'], number[]][])('%s: goes on where it was', async (_name, faults, waits) => {
    const studio = new ScriptedStudio(40)
    studio.faults.push((_request, response, answer) => void response.end(answer), ...faults)
    const { ids, pauses, problems } = await readLive(`${await serve(studio.listener)}/projects/5`)
    expect([ids, problems]).toEqual([studio.tasks.map(({ id }) => id), []])
    expect(pauses).toEqual(waits)
    expect(studio.pages.slice(1).every((query) => JSON.parse(query.get('query')!).filters.items[0].value > 0)).toBe(true)
  })

  it('gives up in the end, and keeps what came before', async () => {
    const studio = new ScriptedStudio(40)
    studio.faults.push((_request, response, answer) => void response.end(answer), ...Array.from({ length: 7 }, () => status(503)))
    const url = await serve(studio.listener)
    const { ids, pauses, problems } = await readLive(`${url}/projects/5`)
    expect(ids).toHaveLength(16)
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000])
    expect(problems).toMatchObject([
      {
        code: 'server-unreachable',
        message: expect.stringContaining('503 Service Unavailable, 7 times'),
        where: { file: `${url}/api/tasks/` },
      },
    ])
  })

  it('does not wait for a server that is not there', async () => {
    const error = { code: 'server-unreachable', message: expect.stringContaining('ECONNREFUSED') }
    await expect(readLive('http://127.0.0.1:2/projects/5')).rejects.toMatchObject(error)
  })

  it('knows a web page when it sees one', async () => {
    const url = await serve(
      (_request, response) => void response.setHeader('content-type', 'text/html').end('<!doctype html><title>Log in'),
    )
    await expect(readLive(`${url}/projects/5`)).rejects.toMatchObject({
      code: 'server-unexpected',
      hint: expect.stringContaining('login page'),
    })
  })

  it('says so when less comes than the server counts', async () => {
    const studio = new ScriptedStudio(40)
    studio.counts = { total_annotations: 41 }
    const { tasks, problems } = await readLive(`${await serve(studio.listener)}/projects/5`)
    expect(tasks).toHaveLength(40)
    expect(problems).toMatchObject([{ code: 'count-mismatch', message: 'the server counts 41 annotations, 40 came' }])
  })

  it('says so when nothing comes at all', async () => {
    const studio = new ScriptedStudio(0)
    studio.counts = { total: 7 }
    const { problems } = await readLive(`${await serve(studio.listener)}/projects/5`)
    expect(problems).toMatchObject([{ code: 'count-mismatch', message: 'the server counts 7 tasks, 0 came' }])
  })

  it('makes a run that reads less than there is end with an error in its report', async () => {
    const studio = new ScriptedStudio(3)
    studio.counts = { total_predictions: 2 }
    const report = await convert({ source: `${await serve(studio.listener)}/projects/5`, to: 'csv', dryRun: true, workers: 0 })
    expect(report.tasksRead).toBe(3)
    expect(report.errors).toMatchObject([{ code: 'count-mismatch' }])
    expect(report.issues.map(({ code }) => code)).toContain('input-damaged')
  })

  it('ends, and leaves nothing behind, when it is called off', async () => {
    const studio = new ScriptedStudio(40)
    const controller = new AbortController()
    studio.faults.push(
      (_request, response, answer) => void response.end(answer),
      () => controller.abort(),
    )
    const source = `${await serve(studio.listener)}/projects/5`
    const run = convert({ source, to: 'csv', sink: `${path}/never.csv`, signal: controller.signal, workers: 0 })
    await expect(run).rejects.toMatchObject({ code: 'cancelled' })
    expect(list()).not.toContain('never.csv')
    expect(list(temporary.slice(path.length + 1))).toEqual([])
  })

  it('ends when a reader of tasks stops early', async () => {
    const studio = new ScriptedStudio(40)
    for await (const { id } of readTasks(`${await serve(studio.listener)}/projects/5`)) if (id === 30) break
    expect(list(temporary.slice(path.length + 1))).toEqual([])
  })
})

describe('tokens', () => {
  const jwt = (type: string) => `head.${Buffer.from(JSON.stringify({ token_type: type })).toString('base64url')}.sign`

  it('a personal access token is exchanged, and again when the access token is no longer good', async () => {
    const studio = new ScriptedStudio(40)
    let given = 0
    studio.door = ({ url, headers }) => {
      if (url === '/api/token/refresh/') return { status: 200, body: { access: `access-${++given}` } }
      const isGood = headers.authorization === `Bearer access-${studio.requests.length < 4 ? 1 : 2}`
      return isGood ? undefined : { status: 401, body: { detail: 'Token is expired' } }
    }
    const { ids } = await readLive(`${await serve(studio.listener)}/projects/5`, { token: jwt('refresh') })
    expect(ids).toHaveLength(40)
    expect(given).toBe(2)
    expect(
      studio.requests.filter(({ path: asked }) => asked === '/api/token/refresh/').map(({ authorization }) => authorization),
    ).toEqual([undefined, undefined])
  })

  it('an access token is used as it is', async () => {
    const studio = new ScriptedStudio(1)
    await readLive(`${await serve(studio.listener)}/projects/5`, { token: jwt('access') })
    expect(new Set(studio.requests.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${jwt('access')}`]))
  })

  it('stand in no error, even when the server repeats them', async () => {
    const secret = jwt('refresh')
    const url = await serve((_request, response) => send(response, 401, { detail: `Token ${secret} is blacklisted` }))
    const error = await readLive(`${url}/projects/5`, { token: secret }).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'access-denied', message: 'the server refused the token: 401 Token … is blacklisted' })
    expect(inspect(error)).not.toContain(secret)
  })

  it('do not follow a redirect to another server', async () => {
    const seen: (string | undefined)[] = []
    const other = await serve(({ headers }, response) => {
      seen.push(headers.authorization)
      send(response, 401, { detail: 'Authentication credentials were not provided.' })
    })
    const url = await serve(({ url: asked, headers }, response) => {
      seen.push(headers.authorization)
      const isFirst = asked === '/api/projects/5/'
      response.writeHead(302, { location: isFirst ? '/elsewhere' : `${other}/api/projects/5/` }).end()
    })
    await expect(readLive(`${url}/projects/5`, { token: 'abc' })).rejects.toMatchObject({ code: 'access-denied' })
    expect(seen).toEqual(['Token abc', 'Token abc', undefined])
  })

  it('may not be in the address', async () => {
    const error = await readLive('https://user:pass@host/projects/5').catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'option-invalid' })
    expect(String(error)).not.toContain('pass@')
  })
})
