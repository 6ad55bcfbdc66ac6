import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type JsonNode, parseJson } from '../src/json/node.ts'

/** Every package that users install with us, and why. */
const RUNTIME: Readonly<Record<string, string>> = {
  '@aws-sdk/client-s3': 'buckets: every operation, signatures, retries; loaded only for s3://',
  '@aws-sdk/s3-request-presigner':
    'addresses of objects that are good for some minutes; all but its own few files come with the client',
  '@hono/node-server': 'Hono on the HTTP server of Node',
  '@hono/zod-openapi': 'OpenAPI 3.1 from the same schemas that check the requests',
  '@msgpack/msgpack': 'the container of spaCy’s DocBin',
  '@photostructure/sqlite': 'SQLite where Node has none of its own: the same interface, binaries inside the package',
  busboy: 'uploads as a stream; other parsers of multipart bodies keep all of them in memory',
  commander: 'command line: help pages, option errors with suggestions, no dependencies of its own',
  'csv-parse': 'CSV and TSV that people bring, in all their spellings, as a stream',
  hono: 'HTTP: routes, web streams, events, security headers; no dependencies of its own',
  hyparquet: 'reads Parquet, no dependencies of its own',
  'hyparquet-writer': 'writes Parquet, no native code',
  'image-size': 'width, height and EXIF turn of a picture from its first bytes, in all usual kinds',
  kysely: 'SQL of two databases from one typed builder, and migrations; no dependencies of its own',
  'music-metadata': 'length of a recording from its header, in all usual kinds',
  pg: 'PostgreSQL; loaded only for postgres://',
  'pg-copy-streams': 'fast import into PostgreSQL through COPY',
  saxes: 'labeling configs are XML from strangers: a strict parser that knows no DTD and no outside entities',
  yauzl: 'reads zip archives entry by entry, with Zip64 and checks of names and sizes',
  zod: 'checks what comes through HTTP, and describes it',
}

/** Scripts that run when we are installed, and why they may. */
const INSTALL_SCRIPTS: Readonly<Record<string, string>> = {
  '@photostructure/sqlite': 'looks whether the binary inside the package loads; compiles only where there is none for the system',
}

const read = (path: string): JsonNode => parseJson(readFileSync(path))
const text = (node: JsonNode | undefined, ...path: string[]) => path.reduce((at, key) => at?.get(key), node)?.string()
const entries = (node: JsonNode, key: string) => node.get(key)?.entries() ?? []

describe('package', () => {
  const manifest = read('package.json')
  const lock = read('package-lock.json')

  it('gives a reason for each package users have to install', () => {
    expect(
      entries(manifest, 'dependencies')
        .map(([name]) => name)
        .sort(),
    ).toEqual(Object.keys(RUNTIME).sort())
  })

  it.each(['dependencies', 'devDependencies'])('pins all %s', (group) => {
    const pins = entries(manifest, group).map(([name, version]) => [name, version.string()])
    expect(pins.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version ?? ''))).toEqual([])
    expect(pins).toEqual(pins.map(([name]) => [name, text(lock, 'packages', `node_modules/${name}`, 'version')]))
  })

  it('exports the library for Node and for browsers, their types and nothing else', () => {
    const library = { types: './dist/index.d.ts', default: './dist/index.js' }
    const browser = { types: './dist/browser/index.d.ts', default: './dist/bundle/goldpan.js' }
    const exported = { '.': library, './browser': browser, './package.json': './package.json' }
    expect(manifest.get('exports')?.value()).toEqual(exported)
    expect(text(manifest, 'main')).toBe(library.default)
    expect(text(manifest, 'types')).toBe(library.types)
    expect(text(manifest, 'bin', 'goldpan')).toBe('dist/cli/main.js')
  })

  it('runs no script of a stranger when it is installed, but those with a reason', () => {
    const installed = entries(lock, 'packages').filter(([path]) => path !== '')
    const scripted = installed.filter(([, entry]) => entry.get('hasInstallScript')?.boolean() && !entry.get('dev')?.boolean())
    expect(installed.length).toBeGreaterThan(Object.keys(RUNTIME).length)
    expect(scripted.map(([path]) => path.replace(/^node_modules\//, ''))).toEqual(Object.keys(INSTALL_SCRIPTS))
    for (const hook of ['preinstall', 'install', 'postinstall']) expect(text(manifest, 'scripts', hook)).toBeUndefined()
  })

  it('locks versions and checksums, but not where they were downloaded', () => {
    const packages = entries(lock, 'packages').filter(([path]) => path !== '')
    expect(packages.filter(([, entry]) => entry.get('resolved') !== undefined).map(([path]) => path)).toEqual([])
    expect(packages.filter(([, entry]) => !text(entry, 'integrity')?.startsWith('sha512-')).map(([path]) => path)).toEqual([])
  })

  it.skipIf(!existsSync('.git'))('names no package registry in any file', () => {
    const hosts = [
      ['registry', 'npmjs'],
      ['registry', 'yarnpkg'],
      ['files', 'pythonhosted'],
      ['pypi', 'org'],
    ].map((parts) => parts.join('.'))
    const files = execFileSync('git', ['-c', 'safe.directory=*', 'ls-files', '-coz', '--exclude-standard'], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    })
      .split('\0')
      .filter((file) => file !== '' && existsSync(file))
    const pattern = new RegExp(`${hosts.map((host) => host.replace('.', '\\.')).join('|')}|https?://[^/\\s"']*registry`)
    expect(files).toContain('package-lock.json')
    expect(files.filter((file) => pattern.test(readFileSync(file, 'utf8')))).toEqual([])
  })
})
