/** What only Node can run, and what takes its place in a browser; paths below src. Both export the same. */
export const REPLACED = {
  'json/utf8.ts': 'browser/utf8.ts',
  'io/deflate.ts': 'browser/deflate.ts',
  'io/unpack.ts': 'browser/unpack.ts',
  'io/spool.ts': 'browser/spool.ts',
  'io/scratch-file.ts': 'browser/scratch-file.ts',
  'io/media-facts.ts': 'browser/media-facts.ts',
  'export/thread.ts': 'browser/thread.ts',
  'export/split/part-store.ts': 'browser/part-store.ts',
  'export/media-lookup.ts': 'browser/media-lookup.ts',
}

/** Packages that have another module for browsers than the one that is found first. */
export const BROWSER_PACKAGES = { 'csv-parse': 'csv-parse/browser/esm' }
