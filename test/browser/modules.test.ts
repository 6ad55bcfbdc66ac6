import { readFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { REPLACED } from '../../scripts/browser-modules.mjs'
import * as browserDeflate from '../../src/browser/deflate.ts'
import * as browserLoad from '../../src/browser/load-format.ts'
import * as browserFacts from '../../src/browser/media-facts.ts'
import * as browserMedia from '../../src/browser/media-lookup.ts'
import * as browserParts from '../../src/browser/part-store.ts'
import * as browserScratch from '../../src/browser/scratch-file.ts'
import * as browserSpool from '../../src/browser/spool.ts'
import * as browserThread from '../../src/browser/thread.ts'
import * as browserUnpack from '../../src/browser/unpack.ts'
import * as browserUtf8 from '../../src/browser/utf8.ts'
import * as nodeMedia from '../../src/export/media-lookup.ts'
import * as nodeParts from '../../src/export/split/part-store.ts'
import * as nodeThread from '../../src/export/thread.ts'
import * as nodeLoad from '../../src/formats/load.ts'
import * as nodeDeflate from '../../src/io/deflate.ts'
import * as nodeFacts from '../../src/io/media-facts.ts'
import * as nodeScratch from '../../src/io/scratch-file.ts'
import * as nodeSpool from '../../src/io/spool.ts'
import * as nodeUnpack from '../../src/io/unpack.ts'
import * as nodeUtf8 from '../../src/json/utf8.ts'

/** Typed as what it takes the place of, so that a difference does not compile. */
const PAIRS = {
  'json/utf8.ts': [nodeUtf8, browserUtf8 satisfies typeof nodeUtf8],
  'io/deflate.ts': [nodeDeflate, browserDeflate satisfies typeof nodeDeflate],
  'io/unpack.ts': [nodeUnpack, browserUnpack satisfies typeof nodeUnpack],
  'io/spool.ts': [nodeSpool, browserSpool satisfies { readonly Spools: new () => Pick<nodeSpool.Spools, 'make' | 'close'> }],
  'io/scratch-file.ts': [
    nodeScratch,
    browserScratch satisfies { readonly ScratchFile: new () => Omit<nodeScratch.ScratchFile, `#${string}`> },
  ],
  'io/media-facts.ts': [nodeFacts, browserFacts satisfies typeof nodeFacts],
  'formats/load.ts': [nodeLoad, browserLoad satisfies typeof nodeLoad],
  'export/thread.ts': [nodeThread, browserThread satisfies typeof nodeThread],
  'export/split/part-store.ts': [
    nodeParts,
    browserParts satisfies { readonly PartStore: new () => Pick<nodeParts.PartStore, 'add' | 'read'> },
  ],
  'export/media-lookup.ts': [
    nodeMedia,
    browserMedia satisfies { readonly MediaLookup: new (root: string) => Partial<nodeMedia.MediaLookup> },
  ],
} as const

describe('what takes the place of what only Node can run', () => {
  it('is checked for all pairs', () => {
    expect(Object.keys(PAIRS).sort()).toEqual(Object.keys(REPLACED).sort())
  })

  it.each(Object.entries(PAIRS))('exports all that %s does', (_path, [node, browser]) => {
    expect(Object.keys(browser)).toEqual(expect.arrayContaining(Object.keys(node)))
  })
})

describe('what a browser loads', () => {
  const files = reachable(['browser/index.ts', 'browser/worker.ts'])

  it('is the engine, with all formats', () => {
    expect(files).toContain('export/convert-files.ts')
    expect(files).toContain('formats/brush-png.ts')
    expect(files).toContain('browser/deflate.ts')
    expect(files).toContain('readers/coco.ts')
  })

  it.each(files)('%s needs nothing that only Node has', (file) => {
    const code = readFileSync(`src/${file}`, 'utf8').replace(/\/\*.*?\*\/|\/\/.*$/gms, '')
    expect(code).not.toMatch(/'node:|\bBuffer\b|\bprocess\.|\brequire\(/)
  })
})

/** Files of src that are loaded for these, types left out. */
function reachable(entries: readonly string[]): string[] {
  const replaced = new Map<string, string>(Object.entries(REPLACED))
  const found = new Set(entries)
  for (const file of found)
    for (const [, loaded, loadedLater] of readFileSync(`src/${file}`, 'utf8').matchAll(
      /^(?:import|export)\b(?!\s+type\b)[^'";]*?\sfrom\s+'(\..*?)'|\bimport\(\s*'(\..*?)'/gm,
    ))
      add(file, (loaded ?? loadedLater)!)
  return [...found]

  function add(file: string, path: string): void {
    const target = posix.join(dirname(file), path)
    found.add(replaced.get(target) ?? target)
  }
}
