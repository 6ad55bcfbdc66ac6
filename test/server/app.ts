import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type JsonNode, parseJson } from '../../src/json/node.ts'
import type { Role } from '../../src/server/access/access.ts'
import { createUser, giveToken } from '../../src/server/access/users.ts'
import { createApp } from '../../src/server/server.ts'
import type { Limits, Services } from '../../src/server/services.ts'
import { makeServices } from '../../src/server/start.ts'
import { openStore } from '../../src/stores/index.ts'

export const CONFIG =
  '<View><Image name="image" value="$image"/><RectangleLabels name="label" toName="image"><Label value="Car"/><Label value="Person"/></RectangleLabels></View>'

/** Who may be signed in: one user per role, one who is a member of nothing, nobody. */
export type Who = Role | 'stranger' | 'nobody'

export interface Asking {
  readonly as?: Who
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface TestApp {
  readonly services: Services
  readonly folder: string
  readonly filesRoot: string
  readonly tokens: Readonly<Record<Exclude<Who, 'nobody'>, string>>
  /** `POST /api/projects`; a body that is no text, form or bytes is sent as JSON. */
  ask(line: string, asking?: Asking): Promise<Response>
  /** What it answers, parsed. */
  json(line: string, asking?: Asking): Promise<JsonNode>
}

const opened: { close(): Promise<void> }[] = []
afterAll(async () => {
  for (const one of opened.splice(0)) await one.close()
})

/** The whole API over a store in a folder that is gone after the tests, without a socket. */
export async function testApp(limits: Partial<Limits> = {}, allowsPrivateAddresses = false): Promise<TestApp> {
  const folder = mkdtempSync(join(tmpdir(), 'goldpan-server-'))
  const filesRoot = join(folder, 'files')
  mkdirSync(join(filesRoot, 'images'), { recursive: true })
  writeFileSync(join(filesRoot, 'images', '1.jpg'), 'first')
  const store = await openStore(join(folder, 'goldpan.db'))
  const log = { info: () => undefined, error: () => undefined }
  const services = await makeServices({
    store,
    folder,
    log,
    filesRoot,
    allowsPrivateAddresses,
    limits: { refusalsPerMinute: 10_000, ...limits },
  })
  opened.push({
    async close() {
      await Promise.all([services.jobs.stop(), services.dataImports.stop(), services.statistics.stop()])
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  })
  const tokenOf = async (role: Role | 'none') =>
    giveToken(store, await createUser(store, { email: `${role}@example.com`, role }, new Date()))
  const tokens = {
    admin: await tokenOf('admin'),
    manager: await tokenOf('manager'),
    annotator: await tokenOf('annotator'),
    viewer: await tokenOf('viewer'),
    stranger: await tokenOf('none'),
  }
  const app = createApp(services)
  const ask = async (line: string, { as = 'admin', body, headers = {} }: Asking = {}) => {
    const [method = 'GET', path = '/'] = line.split(' ')
    const isPlain = typeof body === 'string' || body instanceof FormData || body instanceof Uint8Array || body === undefined
    return app.request(`http://goldpan.test${path}`, {
      method,
      headers: {
        ...(as !== 'nobody' && { authorization: `Token ${tokens[as]}` }),
        ...(!isPlain && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isPlain ? body : JSON.stringify(body) }),
    })
  }
  return {
    services,
    folder,
    filesRoot,
    tokens,
    ask,
    json: async (line, asking) => parseJson(await (await ask(line, asking)).text()),
  }
}

export function box(label: string, id = 'r1'): object {
  return {
    id,
    type: 'rectanglelabels',
    from_name: 'label',
    to_name: 'image',
    original_width: 640,
    original_height: 480,
    image_rotation: 0,
    value: { x: 10, y: 20, width: 30, height: 15, rotation: 0, rectanglelabels: [label] },
  }
}

/** The id in an answer. */
export function idIn(answer: JsonNode): number {
  const id = answer.get('id')?.number()
  if (id === undefined) throw new Error(`no id in ${answer.text()}`)
  return id
}

/** A project with three tasks: annotated and predicted, skipped, untouched. */
export async function sampleProject({ json }: TestApp): Promise<{ readonly id: number; readonly tasks: readonly number[] }> {
  const id = idIn(await json('POST /api/projects', { body: { title: 'Sample', label_config: CONFIG } }))
  const answer = await json(`POST /api/projects/${id}/import?return_task_ids=true`, {
    body: [
      {
        data: { image: 'http://x/a.jpg', ratio: 0.5 },
        meta: { cam: 1 },
        annotations: [{ result: [box('Car'), box('Person', 'r2')], lead_time: 4.5, ground_truth: false }],
        predictions: [{ model_version: 'v1', score: 0.87, result: [box('Car', 'p1')] }],
      },
      { data: { image: 'http://x/b.jpg' }, annotations: [{ result: [], was_cancelled: true, ground_truth: false }] },
      { image: 'http://x/c.jpg' },
    ],
  })
  const tasks =
    answer
      .get('task_ids')
      ?.elements()
      .map((node) => node.number() ?? 0) ?? []
  return { id, tasks }
}
