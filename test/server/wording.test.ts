import { beforeAll, describe, expect, it } from 'vitest'
import { jobById } from '../../src/server/exports/export-job.ts'
import { unzip } from '../unzip.ts'
import { box, CONFIG, idIn, type TestApp, testApp } from './app.ts'

let app: TestApp
let project: number

beforeAll(async () => {
  app = await testApp()
  project = idIn(await app.json('POST /api/projects', { body: { title: 'Cars', label_config: CONFIG } }))
  const tasks = [
    { data: { image: 's3://somebody/else.jpg' }, annotations: [{ result: [box('Car')] }] },
    { data: { image: 'nobody.jpg' } },
  ]
  await app.json(`POST /api/projects/${project}/import`, { body: tasks })
})

/** What only somebody at a command line can follow, and marks that nobody should see. */
const TYPED = /(?<![\w-])--[a-z]|`goldpan|\|\|/

describe('whoever asks the API is told of options as forms call them', () => {
  it('in the report of a dry run', async () => {
    const body = { format: 'coco', dry_run: true }
    const report = await app.json(`POST /api/projects/${project}/export-jobs`, { body })
    expect(report.text()).toContain('turn on “Exclude unannotated” to leave such tasks out')
    expect(report.text()).not.toMatch(TYPED)
  })

  it('in the report and the lists of a download', async () => {
    const address = `/api/projects/${project}/export?exportType=YOLO_WITH_IMAGES&download_all_tasks=true`
    const files = await unzip(new Uint8Array(await (await app.ask(`GET ${address}`)).arrayBuffer()))
    for (const name of ['report.json', 'missing-media.csv']) {
      expect(String(files.get(name))).toContain('it is neither an upload of the project nor in one of its storages')
      expect(String(files.get(name))).not.toMatch(TYPED)
    }
    expect(String(files.get('report.json'))).toContain('turn on “Include unannotated” to write it all the same')
  })

  it('in the report of a job', async () => {
    const job = await app.json(`POST /api/projects/${project}/export-jobs`, { body: { format: 'coco' } })
    const { store, jobs } = app.services
    const started = await jobById(store, idIn(job))
    if (started === undefined) throw new Error('there is no job')
    const found = await jobs.settled(started, 10_000)
    expect(found.result?.report).toContain('turn on “Exclude unannotated”')
    expect(found.result?.report).not.toMatch(TYPED)
    const report = await (await app.ask(`GET /api/projects/${project}/export-jobs/${found.id}/report`)).text()
    expect(report).toContain('turn on “Exclude unannotated”')
    expect(report).not.toMatch(TYPED)
  })

  it.each([
    [
      'coco',
      { select: { exclude_unannotated: true, include_unannotated: true } },
      '“Exclude unannotated” and “Include unannotated” contradict',
    ],
    ['coco', { select: { annotations: 'annotator-priority' } }, '“Annotator priority: ann@example.com,3”'],
    ['coco', { select: { annotations: 'best' } }, '`best` is not possible for “Annotations”'],
    ['coco', { output: { split_seed: 3 } }, '“Split seed” without “Split” divides nothing'],
    ['coco', { output: { split: 'train,val', split_by: 'fold', split_seed: 3 } }, '“Split by” and “Split seed” contradict'],
    ['coco', { output: { media_allow: 'images.example.com' } }, '“Media allow” and “Media private” go with “Media: download”'],
    ['csv', { output: { media: 'copy' } }, 'leave “Media” out'],
    ['coco', { output: { name_template: '{task}' } }, 'is not possible for “Name template”'],
    ['coco', { output: { croissant_name: 'cars' } }, 'add “Croissant”'],
    ['coko', {}, 'did you mean coco?'],
  ])('when %s cannot be had with %j', async (format, given, told) => {
    const answer = await app.ask(`POST /api/projects/${project}/export-jobs`, { body: { format, ...given } })
    expect([400, 422]).toContain(answer.status)
    const problem = await answer.text()
    expect(problem).toContain(told)
    expect(problem).not.toMatch(TYPED)
  })

  it('when an address asks for it', async () => {
    const answer = await app.ask(`GET /api/projects/${project}/export?exportType=COCO&split_seed=3`)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('“Split seed” without “Split” divides nothing')
  })
})
