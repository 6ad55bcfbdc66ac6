import fs, { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import promises from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { convertFiles } from '../../src/export/convert-files.ts'
import { parseOptions } from '../../src/export/options.ts'
import { SELECTION } from '../../src/export/selection.ts'
import type { Sink } from '../../src/formats/format.ts'
import { pascalVoc } from '../../src/formats/pascal-voc.ts'
import { chunksOf, keepingSink, safeParts } from '../../src/io/content.ts'
import { directorySink, fileTarget, memorySink, nullSink, singleFileSink } from '../../src/io/sinks.ts'
import { zipSink } from '../../src/io/zip-writer.ts'
import { scratch } from './scratch.ts'

const real = { open: promises.open, writeFileSync: fs.writeFileSync }
const noSpace = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })

/** After so many writes the disk is full. */
function limitDisk(writes: number): void {
  let left = writes
  promises.open = async (...args) => {
    const handle = await real.open(...args)
    const inner = handle.write.bind(handle)
    const write = async (bytes: Uint8Array, at: number) => {
      if (left-- <= 0) throw noSpace()
      return inner(bytes, at)
    }
    return Object.assign(handle, { write })
  }
  fs.writeFileSync = (...args) => {
    if (left-- <= 0) throw noSpace()
    real.writeFileSync(...args)
  }
  syncBuiltinESMExports()
}

afterEach(() => {
  promises.open = real.open
  fs.writeFileSync = real.writeFileSync
  syncBuiltinESMExports()
})

const folder = scratch()
const at = (name: string) => join(folder.path, name)
const textAt = (name: string) => readFileSync(at(name), 'utf8')
const below = () => folder.list().filter((name) => name !== 'temporary/')

async function* chunks(...parts: readonly (string | Uint8Array)[]) {
  yield* parts
}

describe('a folder', () => {
  it('appears when it is closed, with all its files', async () => {
    const sink = await directorySink(at('one/out'), false)
    await sink.put('a.txt', 'text')
    await sink.put('deep/er/b.bin', Uint8Array.of(1, 2))
    await sink.put('deep/c ü.txt', chunks('x', Uint8Array.of(0x79), 'z'))
    expect(existsSync(at('one/out'))).toBe(false)
    await sink.close()
    expect(folder.list('one')).toEqual([
      'out/',
      'out/a.txt',
      'out/deep/',
      'out/deep/c ü.txt',
      'out/deep/er/',
      'out/deep/er/b.bin',
    ])
    expect([textAt('one/out/a.txt'), textAt('one/out/deep/c ü.txt')]).toEqual(['text', 'xyz'])
    expect([...readFileSync(at('one/out/deep/er/b.bin'))]).toEqual([1, 2])
  })

  it('may be there and empty; it stays the same folder', async () => {
    mkdirSync(at('two'))
    const { ino } = statSync(at('two'))
    const sink = await directorySink(at('two'), false)
    await sink.put('sub/a.txt', 'text')
    expect(folder.list('two').filter((name) => !name.startsWith('.'))).toEqual([])
    await sink.close()
    expect(folder.list('two')).toEqual(['sub/', 'sub/a.txt'])
    expect(statSync(at('two')).ino).toBe(ino) // a mounted folder cannot be replaced
  })

  it('may be empty at the end', async () => {
    const sink = await directorySink(at('three'), false)
    await sink.close()
    expect(folder.list('three')).toEqual([])
  })

  it('is refused when it has files in it', async () => {
    folder.put('filled/old.txt', 'old')
    await expect(directorySink(at('filled'), false)).rejects.toMatchObject({
      code: 'output-exists',
      message: `\`${at('filled')}\` has files in it`,
      hint: 'name a new folder, or pass --overwrite to replace files of the same name',
    })
    await expect(directorySink(at('filled/old.txt'), true)).rejects.toMatchObject({ code: 'output-exists' })
    expect(folder.list('filled')).toEqual(['old.txt'])
  })

  it('keeps other files when it is overwritten', async () => {
    folder.put('over/keep.txt', 'keep')
    folder.put('over/sub/a.txt', 'old')
    folder.put('over/.goldpan-1/a.txt', 'what a killed process left')
    const sink = await directorySink(at('over'), true)
    await sink.put('sub/a.txt', 'new')
    await sink.put('b.txt', 'new')
    expect(textAt('over/sub/a.txt')).toBe('old')
    await sink.close()
    expect(folder.list('over').filter((name) => !name.startsWith('.'))).toEqual(['b.txt', 'keep.txt', 'sub/', 'sub/a.txt'])
    expect([textAt('over/keep.txt'), textAt('over/sub/a.txt')]).toEqual(['keep', 'new'])
  })

  it('is not there when the run is given up, nor are the folders on the way to it', async () => {
    const before = below()
    const sink = await directorySink(at('four/five/out'), false)
    await sink.put('a/b.txt', 'text')
    await sink.abort()
    expect(below()).toEqual(before)
  })

  it('gives up only what it made itself', async () => {
    folder.put('six/own.txt', 'own')
    const sink = await directorySink(at('six'), true)
    await sink.put('own.txt', 'new')
    await sink.abort()
    expect(folder.list('six')).toEqual(['own.txt'])
    expect(textAt('six/own.txt')).toBe('own')
  })

  it('cannot be made below a file', async () => {
    folder.put('file', '')
    await expect(directorySink(at('file/out'), false)).rejects.toMatchObject({
      code: 'output-unwritable',
      message: `\`${at('file/out')}\` cannot be written (ENOTDIR)`,
    })
  })
})

describe('a single file', () => {
  it('appears when it is closed, and takes the place of another', async () => {
    folder.put('single/result.csv', 'old')
    const sink = singleFileSink(await fileTarget(at('single/result.csv')), 'result.csv')
    await sink.put('other.txt', 'goes nowhere')
    await sink.put('result.csv', chunks('a', 'b'))
    expect(textAt('single/result.csv')).toBe('old')
    await sink.close()
    expect(textAt('single/result.csv')).toBe('ab')
    expect(folder.list('single')).toEqual(['result.csv'])
  })

  it('is not there when the run is given up', async () => {
    const before = below()
    const target = await fileTarget(at('new/folder/result.csv'))
    await target.write(Buffer.from('half'))
    await target.abort()
    expect(below()).toEqual(before)
  })

  it('is refused where a folder is', async () => {
    mkdirSync(at('seven'))
    await expect(fileTarget(at('seven'))).rejects.toMatchObject({
      code: 'output-exists',
      message: `\`${at('seven')}\` is a folder, the output is a file`,
    })
  })
})

describe('when the disk is full at the nth write, nothing is left behind', () => {
  const TASKS = JSON.stringify(
    [1, 2, 3].map((id) => ({
      id,
      data: { image: `/data/upload/${id}.jpg` },
      annotations: [
        {
          id,
          result: [
            {
              id: 'r',
              from_name: 'label',
              to_name: 'image',
              type: 'rectanglelabels',
              original_width: 100,
              original_height: 100,
              value: { x: 10, y: 10, width: 20, height: 20, rotation: 0, rectanglelabels: ['Car'] },
            },
          ],
        },
      ],
    })),
  )

  const run = (sink: Sink) =>
    convertFiles({
      files: [
        {
          name: 'tasks.json',
          async *open() {
            yield Buffer.from(TASKS)
          },
        },
      ],
      format: pascalVoc,
      options: parseOptions(pascalVoc.options, {}, 'pascal-voc'),
      selection: parseOptions(SELECTION, {}, 'test'),
      sink,
    })

  it.each<[string, (path: string) => Promise<Sink>, number]>([
    ['in a folder', (path) => directorySink(path, false), 6],
    ['in a zip', async (path) => zipSink(await fileTarget(path)), 1],
  ])('%s', async (kind, open, least) => {
    const path = at(`full ${kind}/out`)
    const before = below()
    let failures = 0
    for (let writes = 0; ; writes++) {
      limitDisk(writes)
      const error = await run(await open(path)).catch((error: unknown) => error)
      if (!(error instanceof Error)) break
      expect(error).toMatchObject({
        code: 'output-unwritable',
        message: `\`${path}\` cannot be written (ENOSPC)`,
        hint: 'make room on the disk, or name another place',
      })
      expect(below()).toEqual(before)
      failures++
    }
    expect(failures).toBeGreaterThanOrEqual(least)
    expect(existsSync(path)).toBe(true)
    expect(folder.list('temporary')).toEqual([])
  })

  it('when a folder is overwritten, what was in it stays', async () => {
    folder.put('kept/Annotations/1.xml', 'old')
    limitDisk(2)
    await expect(run(await directorySink(at('kept'), true))).rejects.toMatchObject({ code: 'output-unwritable' })
    expect(folder.list('kept')).toEqual(['Annotations/', 'Annotations/1.xml'])
    expect(textAt('kept/Annotations/1.xml')).toBe('old')
  })
})

describe('paths', () => {
  const unsafe = ['../x', 'a/../../x', '/etc/x', 'a//b', '', '.', 'a/', './a', 'a\\..\\..\\x', 'a\0b', '..']

  it.each(unsafe)('%j does not leave any output', async (path) => {
    const before = below()
    const error = { code: 'output-path-unsafe', message: `\`${path}\` would not stay in the output` }
    expect(() => safeParts(path)).toThrow(expect.objectContaining(error))
    const sinks = [await directorySink(at('safe'), false), memorySink(new Map()), zipSink(await fileTarget(at('safe.zip')))]
    for (const sink of sinks) {
      await expect(sink.put(path, 'x')).rejects.toMatchObject(error)
      await sink.abort()
    }
    expect(below()).toEqual(before)
  })

  it('with dots and blanks in names are fine', () => {
    expect(safeParts('a b/..c/d..e/.f')).toEqual(['a b', '..c', 'd..e', '.f'])
  })
})

describe('in memory', () => {
  it('files are a map, empty when the run is given up', async () => {
    const files = new Map<string, Uint8Array>()
    const sink = memorySink(files)
    await sink.put('a/b', chunks('x', 'y'))
    expect([...files].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)])).toEqual([['a/b', 'xy']])
    await sink.abort()
    expect(files.size).toBe(0)
  })

  it('chunks may change behind it, also behind a sink of others that keeps them', async () => {
    const kept: (string | Uint8Array)[] = []
    const sink: Sink = {
      async put(_path, content) {
        for await (const chunk of chunksOf(content)) kept.push(chunk)
      },
      close: async () => undefined,
      abort: async () => undefined,
    }
    async function* changing() {
      const bytes = new Uint8Array(1)
      for (const byte of [1, 2, 3]) yield bytes.fill(byte)
    }
    await keepingSink(sink).put('a', changing())
    expect(kept).toEqual([Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)])
    const files = new Map<string, Uint8Array>()
    await memorySink(files).put('a', changing())
    expect(files.get('a')).toEqual(Uint8Array.of(1, 2, 3))
  })

  it('a dry run reads what it would have written', async () => {
    let isRead = false
    async function* content() {
      yield 'x'
      isRead = true
    }
    await nullSink().put('a', content())
    expect(isRead).toBe(true)
  })
})
