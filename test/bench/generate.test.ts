import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generate, generateInto, type Kind } from '../../bench/generate.mjs'
import { wavSeconds } from '../../src/io/wav-header.ts'
import { openZip } from '../../src/io/zip-archive.ts'
import { type JsonNode, parseJson } from '../../src/json/node.ts'
import { decodeRle } from '../../src/model/rle.ts'

const KINDS: readonly Kind[] = ['image', 'single', 'text', 'audio', 'brush']

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goldpan-generate-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('inputs of the benchmark', () => {
  it.each([
    ['image', 300, 'd2ee06da4ca82557'],
    ['single', 300, '8442cf6e10dd4e7c'],
    ['text', 300, '4afb5e505e36c701'],
    ['audio', 300, '65f84d4cf93aedb8'],
    ['brush', 5, '2372ba5a2e4a6d52'],
  ] as const)('%s: the same bytes on every machine', (kind, count, digest) => {
    const hash = createHash('sha256')
    for (const { json } of generate(kind, count)) hash.update(`${json}\n`)
    expect(hash.digest('hex').slice(0, 16)).toBe(digest)
  })

  it.each(KINDS)('%s: a longer list begins with the shorter one', (kind) => {
    const list = (count: number) => [...generate(kind, count)].map(({ json }) => json)
    expect(list(4).slice(0, 2)).toEqual(list(2))
  })

  it.each(KINDS)('%s: the list holds what the facts say', (kind) => {
    const facts = generateInto(kind, 30, folder)
    const tasks = tasksIn('tasks.json')
    const finished = tasks.flatMap(annotationsOf).filter((annotation) => annotation.get('was_cancelled')?.boolean() === false)
    expect(facts).toEqual({
      tasks: tasks.length,
      unannotated: tasks.filter((task) => annotationsOf(task).length === 0).length,
      annotations: finished.length,
      results: finished.flatMap(resultsOf).length,
      bytes: statSync(join(folder, 'tasks.json')).size,
    })
    expect(tasks.map((task) => task.get('id')?.number())).toEqual(Array.from({ length: 30 }, (_, k) => 1000 + k))
    expect(readdirSync(folder).sort()).toEqual(['config.xml', 'tasks.json'])
  })

  it('files of one task each hold the tasks of the list', () => {
    const facts = generateInto('image', 5, folder, { as: 'files' })
    const texts = readdirSync(join(folder, 'tasks')).map((name) => readFileSync(join(folder, 'tasks', name), 'utf8'))
    expect(texts).toEqual([...generate('image', 5)].map(({ json }) => json))
    expect(facts.bytes).toBe(Buffer.byteLength(texts.join('')))
    expect(readdirSync(folder).sort()).toEqual(['config.xml', 'tasks'])
  })

  it('a zip, in the way that has room for more than 65,535, holds the same files', async () => {
    const facts = generateInto('image', 5, folder, { as: 'zip' })
    const archive = await openZip(join(folder, 'tasks.zip'), 'tasks.zip')
    const texts = new Map<string, string>()
    for (const { path, open } of archive.entries) texts.set(path, await textOf(open()))
    archive.close()
    expect([...texts]).toEqual([...generate('image', 5)].map(({ id, json }) => [`${id}.json`, json]))
    expect(facts.bytes).toBe(Buffer.byteLength([...texts.values()].join('')))
  })

  it('COCO holds the boxes of the tasks, and a picture for each', () => {
    const facts = generateInto('single', 20, folder, { as: 'coco' })
    const text = readFileSync(join(folder, 'annotations', 'instances_default.json'))
    const coco = parseJson(text)
    const [images, boxes] = ['images', 'annotations'].map((key) => coco.get(key)?.elements() ?? [])
    const names = [...generate('single', 20)].map(({ json }) => basename(imageOf(parseJson(Buffer.from(json)))))
    expect(images?.map((image) => image.get('file_name')?.string())).toEqual(names)
    expect(readdirSync(join(folder, 'images', 'default')).sort()).toEqual(names.toSorted())
    expect(boxes?.length).toBe(facts.results)
    expect(facts.bytes).toBe(text.length)
    const [first] = [...generate('single', 1)].map(({ json }) => parseJson(Buffer.from(json)))
    const [result] = annotationsOf(first!).flatMap(resultsOf)
    const percent = result?.get('value')?.get('x')?.number() ?? Number.NaN
    const width = images?.[0]?.get('width')?.number() ?? Number.NaN
    expect(boxes?.[0]?.get('bbox')?.elements()[0]?.number()).toBeCloseTo((percent * width) / 100, 9)
  })

  it('images: tasks without annotation, with a cancelled one and with two are there in their shares', () => {
    const shapes = [...generate('image', 2000)].map(({ json }) => {
      const annotations = annotationsOf(parseJson(Buffer.from(json)))
      return annotations[0]?.get('was_cancelled')?.boolean() ? 'cancelled' : annotations.length
    })
    const count = (shape: number | string) => shapes.filter((one) => one === shape).length
    expect([0, 'cancelled', 1, 2].map(count)).toEqual([56, 45, 1803, 96])
  })

  it('texts: twenty entities that do not overlap, each where it says it is', () => {
    for (const { json } of generate('text', 20)) {
      const task = parseJson(Buffer.from(json))
      const text = task.get('data')?.get('text')?.string() ?? ''
      const spans = annotationsOf(task)
        .flatMap(resultsOf)
        .map((result) => result.get('value')!)
        .map((value) => ({
          start: value.get('start')?.number() ?? -1,
          end: value.get('end')?.number() ?? -1,
          text: value.get('text')?.string(),
        }))
        .sort((a, b) => a.start - b.start)
      expect(spans.length).toBe(20)
      expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(spans.map((span) => span.text))
      for (const [k, { start }] of spans.entries()) if (k > 0) expect(start).toBeGreaterThanOrEqual(spans[k - 1]!.end)
    }
  })

  it('masks: Label Studio’s code of a picture of 1920×1080 in two colours', () => {
    for (const { json } of generate('brush', 3)) {
      const [region] = annotationsOf(parseJson(Buffer.from(json))).flatMap(resultsOf)
      const rle = region?.get('value')?.get('rle')?.elements() ?? []
      const mask = decodeRle(
        rle.map((byte) => byte.number() ?? -1),
        { width: 1920, height: 1080 },
      )
      expect([...new Set(mask)].sort()).toEqual([0, 255])
    }
  })

  it('clips: a quarter of a second of silence and a bit, as WAV', async () => {
    generateInto('audio', 3, folder, { clips: true })
    const clips = readdirSync(join(folder, 'media', '1'))
    expect(clips).toEqual(['clip_000000.wav', 'clip_000001.wav', 'clip_000002.wav'])
    const lengths = clips.map((name) => {
      const bytes = readFileSync(join(folder, 'media', '1', name))
      return wavSeconds(async (position, length) => bytes.subarray(position, position + length), bytes.length)
    })
    expect(await Promise.all(lengths)).toEqual([2000 / 8000, 2001 / 8000, 2002 / 8000])
  })
})

function tasksIn(name: string): readonly JsonNode[] {
  return parseJson(readFileSync(join(folder, name))).elements()
}

function annotationsOf(task: JsonNode): readonly JsonNode[] {
  return task.get('annotations')?.elements() ?? []
}

function resultsOf(annotation: JsonNode): readonly JsonNode[] {
  return annotation.get('result')?.elements() ?? []
}

function imageOf(task: JsonNode): string {
  return task.get('data')?.get('image')?.string() ?? ''
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
