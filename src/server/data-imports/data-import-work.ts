import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openForeign, unreadRecords } from '../../export/open-foreign.ts'

import { openInput } from '../../io/input-files.ts'
import type { GoldpanError } from '../../model/error.ts'
import type { ConflictPolicy } from '../../projects/conflict-policy.ts'
import { type ImportCounts, importTasks } from '../../projects/import-tasks.ts'
import { openKnownProject } from '../../projects/open-project.ts'
import type { Project } from '../../stores/store.ts'
import type { User } from '../access/access.ts'
import type { Services } from '../services.ts'
import type { DataImport } from './data-import.ts'
import { mediaTasks } from './media-tasks.ts'

/** What somebody wants to have in a project. */
export interface DataImportOrder {
  readonly project: Project
  readonly user: User
  /** Where the files are. */
  readonly folder: string
  /** A reader's name; undefined to find out. */
  readonly from: string | undefined
  readonly onConflict: ConflictPolicy
}

/** How an import is followed, and called off. */
export interface DataImportWatch {
  readonly signal: AbortSignal
  onChange(change: Partial<DataImport>): void
  onProblem(problem: GoldpanError): void
}

/** @throws GoldpanError `input-ambiguous`, `input-empty`, `cancelled` … */
export async function importFiles(services: Services, order: DataImportOrder, watch: DataImportWatch): Promise<ImportCounts> {
  const { project, user, from } = order
  const { signal } = watch
  const media = await mediaTasks(services, project, user, order.folder)
  const files = await openInput(media === undefined ? [await rootOf(order.folder)] : [media], noInput(), signal)
  const input = await openForeign(files, { from }, signal)
  try {
    for (const problem of unreadRecords(input)) watch.onProblem(problem)
    const { store } = services
    const { config, project: now, hasOtherConfig } = await openKnownProject(store, project, undefined, input, services.now())
    watch.onChange({
      state: 'storing',
      config: hasOtherConfig ? 'kept' : now.config === project.config ? 'none' : 'taken',
    })
    return await importTasks(store, project.id, input, {
      config,
      onConflict: order.onConflict,
      signal,
      onProblem: watch.onProblem,
      onProgress: ({ bytes, totalBytes }) =>
        watch.onChange({ fraction: totalBytes === undefined || totalBytes === 0 ? undefined : bytes / totalBytes }),
      onStored: (ids) => services.webhooks.tell('TASKS_CREATED', project.id, { tasks: ids }),
    })
  } finally {
    await input.close()
  }
}

/** A folder or an archive that came alone is the input itself. */
async function rootOf(folder: string): Promise<string> {
  const entries = await readdir(folder)
  return entries.length === 1 ? join(folder, entries[0]!) : folder
}

/** No import reads standard input. */
async function* noInput(): AsyncGenerator<Uint8Array> {}
