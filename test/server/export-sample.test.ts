import { beforeAll, describe, expect, it } from 'vitest'
import { findFormat } from '../../src/formats/index.ts'
import { memorySink } from '../../src/io/content.ts'
import { importExamples } from '../../src/server/examples.ts'
import { parseExport, runExport } from '../../src/server/exports/export-request.ts'
import { estimateExport, previewExport } from '../../src/server/exports/export-sample.ts'
import { searchOf } from '../../src/server/exports/export-work.ts'
import { selectionQuery } from '../../src/server/exports/selection-query.ts'
import type { Project } from '../../src/stores/store.ts'
import { type TestApp, testApp } from './app.ts'

let app: TestApp
let projects: readonly Project[]
const { signal } = new AbortController()

beforeAll(async () => {
  app = await testApp()
  await importExamples(app.services, 'examples')
  projects = await app.services.store.projects()
})

const SELECTIONS = [
  {},
  { onlyGroundTruth: true },
  { excludeUnannotated: true },
  { includeUnannotated: true },
  { predictions: 'with' },
  { predictions: 'only' },
  { predictions: 'instead' },
  { predictions: 'instead', onlyGroundTruth: true },
  { predictions: 'with', onlyGroundTruth: true },
  { annotator: '1' },
  { annotator: '1,2,ann@example.com' },
  { cancelled: 'keep' },
  { ids: '1,3-4' },
  { ids: '1001' },
  { state: 'skipped', cancelled: 'keep' },
  { state: 'annotated' },
  { query: 'annotations:>1' },
  { tags: 'train' },
  { labels: 'Car' },
  { since: '2020-01-01' },
  { annotator: '1', onlyGroundTruth: true },
  { predictions: 'only', minScore: 0.5 },
]

describe.each(['json', 'csv', 'coco', 'conll2003'])('the search of a selection finds the tasks that %s writes', (id) => {
  it.each(SELECTIONS)('%j', async (select) => {
    for (const project of projects) {
      const wanted = parseExport(id, select, searchOf(select))
      const { query, isExact } = selectionQuery(select, findFormat(id)!)
      const { tasks } = await app.services.store.count(project.id, query)
      const { tasksWritten } = await runExport(app.services, project, wanted, { dryRun: true, workers: 0 }).catch(noTasks)
      if (isExact) expect(`${project.title} ${tasks}`).toBe(`${project.title} ${tasksWritten}`)
      else expect(tasks).toBeGreaterThanOrEqual(tasksWritten)
    }
  })
})

/** A search that finds none is an error there. */
function noTasks(error: unknown): { readonly tasksWritten: number } {
  if (error instanceof Error && 'code' in error && error.code === 'input-empty') return { tasksWritten: 0 }
  throw error
}

describe('a sample of all tasks', () => {
  it.each(['coco', 'csv', 'pascal-voc'])('is the export as %s', async (id) => {
    for (const project of projects) {
      const wanted = parseExport(id, {}, searchOf({}))
      const written = new Map<string, Uint8Array>()
      const { files } = await previewExport(app.services, project, wanted, 20, signal)
      await runExport(app.services, project, wanted, { sink: memorySink(written), workers: 0 }).catch(noTasks)
      written.delete('report.json')
      expect(files.map(({ path, head }) => [path, Buffer.from(head).toString()])).toEqual(
        [...written].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]),
      )
    }
  })

  it('makes an estimate that is no estimate', async () => {
    for (const project of projects) {
      const wanted = parseExport('csv', {}, searchOf({}))
      const written = new Map<string, Uint8Array>()
      const { tasksWritten } = await runExport(app.services, project, wanted, { sink: memorySink(written), workers: 0 })
      const { tasks, bytes, isExact } = await estimateExport(app.services, project, wanted, 20, signal)
      expect([tasks, bytes, isExact]).toEqual([tasksWritten, written.get('result.csv')?.length, true])
    }
  })
})
