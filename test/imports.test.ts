import { readdirSync, readFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Which parts of src a part may import besides itself. A new folder needs a line here. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  json: [],
  model: ['json'],
  io: ['json', 'model'],
  dialects: ['json', 'model'],
  formats: ['json', 'model', 'io/deflate.ts', 'io/read-png.ts'],
  sql: ['json', 'model'],
  query: ['model'],
  stores: ['json', 'model', 'io', 'dialects', 'query', 'sql'],
  live: ['json', 'model', 'io', 'sql'],
  readers: ['json', 'model', 'io', 'dialects', 'formats/format.ts'],
  export: ['json', 'model', 'io', 'dialects', 'formats', 'live', 'readers', 'query', '../package.json'],
  projects: ['json', 'model', 'io', 'dialects', 'query', 'stores', 'export'],
  server: ['json', 'model', 'io', 'dialects', 'formats', 'query', 'stores', 'export', 'projects'],
  cli: [
    'json',
    'model',
    'io',
    'dialects',
    'formats',
    'live',
    'readers',
    'query',
    'stores',
    'export',
    'projects',
    'server',
    'index.ts',
  ],
  browser: ['json', 'model', 'io', 'dialects', 'formats', 'query', 'export', '../package.json'],
  page: ['json', 'model', 'dialects', 'formats', 'query', 'export', 'browser', 'readers/options.ts'],
  'index.ts': ['json', 'model', 'io', 'dialects', 'formats', 'readers', 'export'],
}
/** These run in a browser too, and give the same output everywhere. */
const PURE = ['json', 'model', 'formats', 'query']
/** Packages that formats may use all the same: containers written in plain JavaScript, without disk, network, clock and random numbers. */
const PURE_PACKAGES = ['@msgpack/msgpack', 'hyparquet-writer']
const CONTRACT = 'formats/format.ts' // io implements Sink and Spool

describe('imports go one way', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => file.replaceAll('\\', '/'))

  it('through layers that are all named here', () => {
    expect([...new Set(files.map((file) => file.split('/')[0]))].sort()).toEqual(Object.keys(LAYERS).sort())
  })

  it.each(Object.entries(LAYERS))('%s imports only %j and itself', (layer, below) => {
    const wrong = files
      .filter((file) => file.split('/')[0] === layer)
      .flatMap((file) => importsOf(file).map((found) => ({ file, ...found })))
      .filter(({ file, path, isType }) => {
        if (!path.startsWith('.')) return PURE.includes(layer) && !(layer === 'formats' && PURE_PACKAGES.includes(path))
        const target = posix.join(dirname(file), path)
        if (layer === 'io' && isType && target === CONTRACT) return false
        return ![layer, ...below].some((part) => target === part || target.startsWith(`${part}/`))
      })
    expect(wrong.map(({ file, path }) => `${file} imports ${path}`)).toEqual([])
  })
})

/** `import … from`, `export … from`, `import()` and the files that workers are started from. */
function importsOf(file: string): { readonly path: string; readonly isType: boolean }[] {
  const text = readFileSync(`src/${file}`, 'utf8')
  const pattern =
    /^(?:import|export)\b(\s+type\b)?[^'";]*?\sfrom\s+'([^']+)'|^import\s+'([^']+)'|\b(?:import|new URL)\(\s*'([^']+)'/gm
  return [...text.matchAll(pattern)].map((match) => ({ path: match[2] ?? match[3] ?? match[4]!, isType: match[1] !== undefined }))
}
