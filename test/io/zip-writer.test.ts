import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { fromBuffer } from 'yauzl'
import type { Content } from '../../src/formats/format.ts'
import { crc32 } from '../../src/io/deflate.ts'
import { LittleEndian } from '../../src/io/little-endian.ts'
import type { ByteTarget } from '../../src/io/sinks.ts'
import { openZip } from '../../src/io/zip-archive.ts'
import {
  centralHeader,
  dataDescriptor,
  endRecords,
  localHeader,
  SIZES_BEHIND,
  STORED,
  UTF8_NAMES,
} from '../../src/io/zip-records.ts'
import { zipSink } from '../../src/io/zip-writer.ts'
import { scratch } from './scratch.ts'

const folder = scratch()

/** Keeps what is written. */
function collect(): ByteTarget & { bytes(): Buffer } {
  const parts: Uint8Array[] = []
  return {
    write: async (bytes) => void parts.push(bytes.slice()),
    close: async () => undefined,
    abort: async () => undefined,
    bytes: () => Buffer.concat(parts),
  }
}

async function zip(files: Iterable<readonly [string, Content]>): Promise<Buffer> {
  const target = collect()
  const sink = zipSink(target)
  for (const [name, content] of files) await sink.put(name, content)
  await sink.close()
  return target.bytes()
}

/** Read by yauzl, our own reader's base. */
async function unzip(bytes: Buffer): Promise<Map<string, string>> {
  const archive = await openZip(folder.put('read.zip', bytes), 'read.zip')
  const files = new Map<string, string>()
  for (const entry of archive.entries) {
    const parts: Uint8Array[] = []
    for await (const chunk of entry.open()) parts.push(chunk)
    files.set(entry.path, Buffer.concat(parts).toString())
  }
  archive.close()
  return files
}

async function* streamed(...parts: readonly (string | Uint8Array)[]) {
  yield* parts
}

/** In one buffer, which is written over for each. */
async function* overwriting(...parts: readonly string[]) {
  const bytes = new Uint8Array(Math.max(...parts.map((part) => part.length)))
  for (const part of parts) yield bytes.subarray(0, new TextEncoder().encodeInto(part, bytes).written)
}

const LONG = 'Wiederholung '.repeat(10_000)
const sample = (): [string, Content][] => [
  ['a.txt', 'a'],
  ['Bücher/größe 😀.json', LONG],
  ['stream.txt', streamed('x', '', Buffer.from('ü'), LONG, '')],
  ['empty.txt', ''],
  ['empty-stream.txt', streamed()],
  ['bytes.bin', Uint8Array.of(0, 1, 2)],
]
const SAMPLE: [string, string][] = [
  ['a.txt', 'a'],
  ['Bücher/größe 😀.json', LONG],
  ['stream.txt', `xü${LONG}`],
  ['empty.txt', ''],
  ['empty-stream.txt', ''],
  ['bytes.bin', '\0\x01\x02'],
]

const python = ['python3', 'python'].find((name) => spawnSync(name, ['-c', 'import zipfile']).status === 0)

/** What Python's zipfile has to say about a zip: the first broken file, and sizes and checksums by name. */
function askPython(bytes: Buffer): { bad: string | null; files: [string, number, number][] } {
  const script = [
    'import json, sys, zipfile',
    'z = zipfile.ZipFile(sys.argv[1])',
    'print(json.dumps({"bad": z.testzip(), "files": [[i.filename, i.file_size, i.CRC] for i in z.infolist()]}))',
  ].join('\n')
  return JSON.parse(
    execFileSync(python!, ['-c', script, folder.put('python.zip', bytes)], { encoding: 'utf8', maxBuffer: 1 << 26 }),
  )
}

describe('zipSink', () => {
  it('is read back by yauzl, names and streams too', async () => {
    expect([...(await unzip(await zip(sample())))]).toEqual(SAMPLE)
  })

  it('takes chunks that change when the next is asked for, few and many bytes', async () => {
    const parts = ['a', 'bc', 'd'.repeat(100), LONG, 'e', LONG.toUpperCase(), 'f']
    expect([...(await unzip(await zip([['x', overwriting(...parts)]])))]).toEqual([['x', parts.join('')]])
  })

  it('packs what gets smaller by it', async () => {
    expect((await zip(sample())).length).toBeLessThan(3000)
  })

  it('packs masks by their runs', async () => {
    const mask = new Uint8Array(100_000).map((_, pixel) => (pixel % 1000 < 300 ? 255 : 0))
    const bytes = await zip([['mask.npy', mask]])
    expect((await unzip(bytes)).get('mask.npy')).toBe(Buffer.from(mask).toString())
    expect(bytes.length).toBeLessThan(1000)
  })

  it.runIf(python !== undefined)('is read back by Python’s zipfile', async () => {
    expect(askPython(await zip(sample()))).toEqual({
      bad: null,
      files: SAMPLE.map(([name, text]) => [name, Buffer.byteLength(text), crc32(Buffer.from(text))]),
    })
  })

  if (spawnSync('unzip', ['-v']).status === 0)
    it('is found whole by Info-ZIP', async () => {
      const path = folder.put('info.zip', await zip(sample()))
      expect(execFileSync('unzip', ['-tq', path], { encoding: 'utf8' })).toContain('No errors detected')
    })

  it('gives the same bytes every time', async () => {
    expect((await zip(sample())).equals(await zip(sample()))).toBe(true)
  })

  it('may be empty', async () => {
    const bytes = await zip([])
    expect(bytes.toString('hex')).toBe(`504b0506${'00'.repeat(18)}`)
    expect([...(await unzip(bytes))]).toEqual([])
  })

  it('passes on what a stream breaks with', async () => {
    async function* broken() {
      yield LONG
      throw new Error('the source broke')
    }
    await expect(zip([['a', broken()]])).rejects.toThrow('the source broke')
  })

  it('holds 70 000 files: their count needs zip64', async () => {
    function* files(): Generator<[string, string]> {
      for (let k = 0; k < 70_000; k++) yield [`${k}.txt`, '']
    }
    const bytes = await zip(files())
    const end = bytes.length - 22
    expect(bytes.readUInt32LE(end)).toBe(0x06054b50)
    expect([bytes.readUInt16LE(end + 8), bytes.readUInt16LE(end + 10)]).toEqual([0xffff, 0xffff])
    expect(bytes.readUInt32LE(end - 20)).toBe(0x07064b50)
    const record = Number(bytes.readBigUInt64LE(end - 12))
    expect(bytes.readUInt32LE(record)).toBe(0x06064b50)
    expect(bytes.readBigUInt64LE(record + 32)).toBe(70_000n)
    const names = await new Promise<number>((resolve, reject) =>
      fromBuffer(bytes, { lazyEntries: false }, (error, archive) => {
        if (error !== null) return reject(error)
        let count = 0
        archive
          .on('entry', () => void count++)
          .on('end', () => resolve(count))
          .on('error', reject)
      }),
    )
    expect(names).toBe(70_000)
    if (python !== undefined) expect(askPython(bytes).files.length).toBe(70_000)
  })
})

describe('what 32 bits cannot hold stands in zip64 fields', () => {
  const GIB = 2 ** 30
  const small = { name: Buffer.from('a'), flags: UTF8_NAMES, method: STORED, crc: 0x11223344, size: 7, packed: 5, offset: 9 }
  const words = (bytes: Uint8Array, from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('hex')
  const printed = (print: (out: LittleEndian) => void) => {
    const out = new LittleEndian()
    print(out)
    return Buffer.from(out.take())
  }

  it.each<[string, Partial<typeof small>, string, string]>([
    ['nothing', {}, '05000000' + '07000000' + '0100' + '0000', '09000000' + '61'],
    [
      'the largest that fit',
      { size: 0xfffffffe, offset: 0xfffffffe },
      '05000000' + 'feffffff' + '0100' + '0000',
      'feffffff' + '61',
    ],
    ['size', { size: 5 * GIB }, '05000000' + 'ffffffff' + '0100' + '0c00', '09000000' + '61' + '01000800' + '0000004001000000'],
    [
      'offset',
      { offset: 0xffffffff },
      '05000000' + '07000000' + '0100' + '0c00',
      'ffffffff' + '61' + '01000800' + 'ffffffff00000000',
    ],
    [
      'both sizes and offset',
      { size: 5 * GIB, packed: 4 * GIB, offset: 6 * GIB },
      'ffffffff' + 'ffffffff' + '0100' + '1c00',
      'ffffffff' + '61' + '01001800' + '0000004001000000' + '0000000001000000' + '0000008001000000',
    ],
  ])('%s of an entry', (_, large, sizes, offsetAndBehind) => {
    const bytes = printed((out) => centralHeader(out, { ...small, ...large }))
    expect(words(bytes, 20, 32)).toBe(sizes)
    expect(words(bytes, 42, bytes.length)).toBe(offsetAndBehind)
    expect(bytes.readUInt16LE(6)).toBe(offsetAndBehind.length > 10 ? 45 : 20) // version needed
  })

  it('the sizes of a stream, always, since they are not known before', () => {
    const entry = { ...small, flags: UTF8_NAMES | SIZES_BEHIND, size: 5 * GIB, packed: 4 * GIB }
    const header = printed((out) => localHeader(out, { ...entry, crc: 0, size: 0, packed: 0 }))
    expect(words(header, 14, header.length)).toBe(
      ['00000000', 'ffffffff', 'ffffffff', '0100', '1400', '61', '01001000', '00'.repeat(16)].join(''),
    )
    expect(
      words(
        printed((out) => dataDescriptor(out, entry)),
        0,
        24,
      ),
    ).toBe('504b0708' + '44332211' + '0000000001000000' + '0000004001000000')
  })

  it.each<[string, [number, number, number], boolean]>([
    ['nothing', [0xfffe, 0xfffffffe, 0xfffffffe], false],
    ['the number of files', [0xffff, 1, 2], true],
    ['the start of the list', [1, 0xffffffff, 2], true],
    ['the size of the list', [1, 2, 5 * GIB], true],
  ])('%s at the end', (_, [count, start, size], isLarge) => {
    const bytes = printed((out) => endRecords(out, count, start, size))
    expect(bytes.length).toBe(isLarge ? 56 + 20 + 22 : 22)
    const end = bytes.length - 22
    expect(bytes.readUInt16LE(end + 10)).toBe(Math.min(count, 0xffff))
    expect(bytes.readUInt32LE(end + 12)).toBe(Math.min(size, 0xffffffff))
    expect(bytes.readUInt32LE(end + 16)).toBe(Math.min(start, 0xffffffff))
    if (!isLarge) return
    expect([bytes.readBigUInt64LE(24), bytes.readBigUInt64LE(32)]).toEqual([BigInt(count), BigInt(count)])
    expect([bytes.readBigUInt64LE(40), bytes.readBigUInt64LE(48)]).toEqual([BigInt(size), BigInt(start)])
    expect(bytes.readBigUInt64LE(56 + 8)).toBe(BigInt(start + size)) // where the record itself stands
  })
})

it('an empty piece changes no checksum, wherever it comes from', () => {
  const seed = crc32(Buffer.from('before'))
  for (const empty of [new Uint8Array(0), structuredClone(new Uint8Array(0))]) expect(crc32(empty, seed)).toBe(seed)
})
