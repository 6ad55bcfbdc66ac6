import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Input, openInput } from '../io/input-files.ts'
import { fileChunks } from '../io/read-file.ts'
import { importTasks } from '../projects/import-tasks.ts'
import { openProject } from '../projects/open-project.ts'
import { keepUpload, saveUpload } from './imports/upload-store.ts'
import type { Services } from './services.ts'

/** Whoever the examples' pictures belong to: the first administrator. */
const OWNER = 1

/** Fills a store that has no projects with those of a folder, each a folder of its own. Gives their number. */
export async function importExamples(services: Services, folder: string): Promise<number> {
  if ((await services.store.projects()).length > 0) return 0
  const names = await foldersIn(folder)
  for (const name of names) await importExample(services, name, join(folder, name))
  return names.length
}

/** Pictures in its folder `images` become uploads, so that the page can show them. */
async function importExample(services: Services, title: string, folder: string): Promise<void> {
  const input = await openInput([folder], noInput())
  try {
    const { project, config } = await openProject(services.store, title, undefined, input, services.now())
    const addresses = new Map<string, string>()
    for (const name of await readdir(join(folder, 'images')).catch(() => [])) {
      const upload = await keepUpload(services, project.id, OWNER, name, fileChunks(join(folder, 'images', name)))
      await saveUpload(services, { ...upload, isUsed: true })
      addresses.set(`images/${name}`, `/data/upload/${project.id}/${upload.name}`)
    }
    await importTasks(services.store, project.id, withAddresses(input, addresses), { config, onConflict: 'overwrite' })
  } finally {
    await input.close()
  }
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()
}

/** The same tasks, with other addresses in the place of these. */
function withAddresses(input: Input, addresses: ReadonlyMap<string, string>): Input {
  if (addresses.size === 0) return input
  const files = input.files.map((file) => ({
    name: file.name,
    async *open() {
      let content = await text(file.open())
      for (const [from, to] of addresses) content = content.replaceAll(JSON.stringify(from), JSON.stringify(to))
      yield Buffer.from(content)
    },
  }))
  return { ...input, files, close: () => input.close() }
}

async function* noInput(): AsyncGenerator<Uint8Array> {}
