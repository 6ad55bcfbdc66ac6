import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeRle } from '../../src/model/rle.ts'
import { type Files, only, readFiles } from './read.ts'

/** Written by other people's libraries; README.md there says how. */
const ROOT = new URL('../fixtures/foreign/', import.meta.url).pathname

function folder(name: string): Files {
  const paths = readdirSync(join(ROOT, name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    paths.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [path.slice(join(ROOT, name).length + 1), readFileSync(path)]
    }),
  )
}

function file(name: string): Files {
  return { [name.split('/').at(-1)!]: readFileSync(join(ROOT, name)) }
}

describe('what other people’s libraries wrote', () => {
  it('pycocotools: compressed run lengths pixel by pixel, polygons point by point', async () => {
    const read = await readFiles(folder('pycocotools'))
    const [ring, triangle] = read.results
    const size = { width: 64, height: 48 }
    const mask = decodeRle(ring!.value.rle as number[], size)
    const isInside = (x: number, y: number) => {
      const squared = (x - 30) ** 2 + (y - 20) ** 2
      return squared < 225 && squared >= 49
    }
    const wrong = [...mask].filter((alpha, pixel) => alpha > 0 !== isInside(pixel % size.width, Math.floor(pixel / size.width)))
    expect(wrong).toEqual([])
    expect(
      (triangle!.value.points as number[][]).map(([x, y]) =>
        [x! * 0.64, y! * 0.48].map((pixel) => Math.round(pixel * 1e6) / 1e6),
      ),
    ).toEqual([
      [10, 10],
      [50, 12.5],
      [20, 40],
    ])
    expect(read.told).toEqual([])
  })

  it('spaCy: Doc.to_json', async () => {
    const read = await readFiles(folder('spacy'))
    expect(read.results.filter(({ type }) => type === 'labels').map(({ value }) => value)).toEqual([
      { start: 0, end: 3, text: 'Ann', labels: ['PER'] },
      { start: 15, end: 23, text: 'New York', labels: ['LOC'] },
    ])
    expect(read.results.filter(({ type }) => type === 'choices').map(({ value }) => value.choices)).toEqual([
      ['short'],
      ['short'],
    ])
  })

  it.each(['long', 'short'])('praatio: a %s TextGrid', async (kind) => {
    const read = await readFiles(file(`praatio/${kind}.TextGrid`))
    const said = read.results.map(({ value }) => [value.start, value.end, ...((value.labels ?? value.text) as string[])])
    expect(said).toEqual([
      [0, 0.5, 'Mary "M"'],
      [0, 0.5, 'hello'],
      [0.75, 1.25, 'Mary "M"'],
      [0.75, 1.25, 'she said "no"'],
      [1.5, 1.5, 'bell'],
      [1.5, 1.5, 'ding'],
    ])
  })

  it('webvtt-py and pysubs2: subtitles', async () => {
    const vtt = (await readFiles(folder('webvtt-py'))).results
    expect(vtt.map(({ value }) => [value.start, value.end, ...((value.labels ?? value.text) as string[])])).toEqual([
      [1.5, 2, 'Ann'],
      [1.5, 2, 'Hello\nyou'],
      [60, 61.25, 'Bye & so on'],
    ])
    const srt = (await readFiles(folder('pysubs2'))).results
    expect(srt.map(({ value }) => [value.start, value.end, value.text])).toEqual([
      [1.5, 2, ['Hello\nyou']],
      [60, 61.25, ['Bye']],
    ])
  })

  it.each(['snappy', 'gzip'])('pyarrow: Parquet by %s, in row groups, with dictionaries, lists and structs', async (codec) => {
    const read = await readFiles(file(`pyarrow/${codec}.parquet`))
    expect(read.tasks.map(({ data }) => data)).toEqual([
      { text: 'Hello you', number: 1, label: 'a', scores: [0.5, 1], image: { path: 'a.png' } },
      { text: 'Grüße 😀', number: String(2n ** 60n), label: 'b', scores: [], image: { path: 'a.png' } },
      { text: null, number: null, label: 'a', scores: null, image: { path: 'a.png' } },
    ])
    expect(only(read.told)).toBe('field-unread: `image.bytes` has no place in a task (3 of them)')
  })
})

describe('globox', () => {
  it.each(['coco', 'pascal-voc', 'yolo', 'labelme', 'cvat-xml'])('the same boxes in %s', async (format) => {
    const read = await readFiles(folder(`globox/${format}`))
    expect(read.reader).toBe(format)
    const boxes = read.tasks.map(({ data, annotations }) => [
      data.image,
      ...only(annotations).result.map(({ value: { x, y, width, height, rectanglelabels } }) => [
        ...[x, y, width, height].map((percent) => Math.round(Number(percent) * 1e6) / 1e6),
        ...(rectanglelabels as string[]),
      ]),
    ])
    expect(boxes).toEqual([
      ['street 1.jpg', [10, 10, 20.25, 40, 'car'], [0, 0, 100, 100, 'dog']],
      ['street 2.jpg', [2.5, 6, 1, 3, 'dog']],
    ])
    expect(read.told).toEqual(
      format === 'yolo'
        ? ['street 1', 'street 2'].map(
            (name) => `media-absent: the file that it is about is not there; it is called \`${name}.jpg\``,
          )
        : [],
    )
  })
})
