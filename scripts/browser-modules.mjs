import { fileURLToPath } from 'node:url'

/** What only Node can run, or loads piece by piece, and what takes its place in a browser; paths below src. Both export the same. */
export const REPLACED = {
  'json/utf8.ts': 'browser/utf8.ts',
  'io/deflate.ts': 'browser/deflate.ts',
  'io/unpack.ts': 'browser/unpack.ts',
  'io/spool.ts': 'browser/spool.ts',
  'io/scratch-file.ts': 'browser/scratch-file.ts',
  'io/media-facts.ts': 'browser/media-facts.ts',
  'formats/load.ts': 'browser/load-format.ts',
  'export/thread.ts': 'browser/thread.ts',
  'export/split/part-store.ts': 'browser/part-store.ts',
  'export/media-lookup.ts': 'browser/media-lookup.ts',
}

/** Packages that have another module for browsers than the one that is found first. */
export const BROWSER_PACKAGES = { 'csv-parse': 'csv-parse/browser/esm' }

const sources = fileURLToPath(new URL('../src/', import.meta.url))
const replaced = new Map(Object.entries(REPLACED).map(([node, browser]) => [sources + node, sources + browser]))

/** A plugin of rolldown: what only Node can run gives way to what a browser can. */
export const replacing = {
  name: 'replacing',
  async resolveId(path, importer) {
    const instead = BROWSER_PACKAGES[path]
    if (instead !== undefined) return this.resolve(instead, importer, { skipSelf: true })
    if (importer === undefined || !path.startsWith('.')) return undefined
    const found = await this.resolve(path, importer, { skipSelf: true })
    return found && replaced.get(found.id)
  },
}
