import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openInput } from '../io/input-files.ts'
import { importTasks } from '../projects/import-tasks.ts'
import { openProject } from '../projects/open-project.ts'
import type { Store } from '../stores/store.ts'

/** Fills a store that has no projects with those of a folder, each a folder of its own. Gives their number. */
export async function importExamples(store: Store, folder: string, at: Date): Promise<number> {
  if ((await store.projects()).length > 0) return 0
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  for (const name of names.toSorted()) {
    const input = await openInput([join(folder, name)], noInput())
    try {
      const { project, config } = await openProject(store, name, undefined, input, at)
      await importTasks(store, project.id, input, { config, onConflict: 'overwrite' })
    } finally {
      await input.close()
    }
  }
  return names.length
}

async function* noInput(): AsyncGenerator<Uint8Array> {}
