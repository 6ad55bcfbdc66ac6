import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { convert as convertFile } from '../../src/export/convert.ts'
import { parseOptions } from '../../src/export/options.ts'
import { findFormat, formats } from '../../src/formats/index.ts'
import { optionsOfName } from '../../src/formats/names.ts'
import { yolo } from '../../src/formats/yolo.ts'
import { memorySink } from '../../src/io/sinks.ts'
import { encodeRle } from '../../src/model/rle.ts'
import { convert } from '../convert.ts'
import { exported } from '../known-defects/exported.ts'
import { ALL_SHAPES, box, brush, ellipse, keypoint, polygon, SIZE, task, unsized } from './drawing.ts'
import { goldenFiles, goldenInput, readGolden } from './goldens.ts'

const LABEL_STUDIO = { layout: 'label-studio' }
const RIGHT: Record<string, { labels: string[]; yolo: number[] }[]> = JSON.parse(readGolden('right_geometry.json').toString())

describe('yolo', () => {
  it('writes a dataset that Ultralytics trains from as it is', async () => {
    const tasks = [task(1, [box('a', 10, 20, 30, 40), box('b', 0, 0, 100, 100, 0, ['dog'])]), task(2, [])]
    const { files, text, issues, wrote } = await convert({ tasks, config: ALL_SHAPES, to: yolo })
    expect([...files.keys()]).toEqual(['labels/train/1.txt', 'labels/train/2.txt', 'index.jsonl', 'classes.txt', 'data.yaml'])
    expect(text('labels/train/1.txt')).toBe('0 0.25 0.4 0.3 0.4\n1 0.5 0.5 1 1\n')
    expect(text('labels/train/2.txt')).toBe('')
    expect(text('classes.txt')).toBe('car\ndog\nroof\nball\ncell\n')
    expect(text('data.yaml')).toBe(
      [
        'train: images/train',
        'val: images/train # the images of train: hold some back before you trust a score',
        'names:',
        '  0: "car"',
        '  1: "dog"',
        '  2: "roof"',
        '  3: "ball"',
        '  4: "cell"',
        '',
      ].join('\n'),
    )
    expect(text('index.jsonl').split('\n')[0]).toBe(
      '{"file":"labels/train/1.txt","image_file":"images/train/1.jpg","task":1,"image":"http://localhost/1.jpg","image_name":"1.jpg","page":null,"width":1000,"height":500}',
    )
    expect(issues).toEqual([])
    expect(Object.fromEntries(wrote)).toEqual({ images: 2, regions: 2, rows: 2 })
  })

  it.each(Object.keys(RIGHT))('G1: boxes of %s are right', async (name) => {
    const { files, text } = await convert({
      ...goldenInput(name.replace('open/', '')),
      to: yolo,
      options: { clip: false },
      selection: { annotations: 'all', cancelled: 'keep' },
    })
    const classes = text('classes.txt').split('\n')
    const rows = [...files.keys()].filter((file) => file.startsWith('labels/')).flatMap((file) => rowsOf(text(file)))
    for (const { labels, yolo: right } of RIGHT[name]!)
      for (const label of labels)
        expect(
          rows.some(([index, ...numbers]) => classes[index!] === label && isNear(numbers, right)),
          `${label} ${right.join(' ')}`,
        ).toBe(true)
  })

  it('has Label Studio’s layout under its names, with the same numbers', async () => {
    const { files, text } = await convert({ ...goldenInput('repo_yolo_bbox'), to: yolo, options: LABEL_STUDIO })
    const peer = goldenFiles('repo_yolo_bbox', 'YOLO/labels')
    expect([...files.keys()]).toEqual([
      'labels/image1.txt',
      'labels/image2.txt',
      'index.jsonl',
      'classes.txt',
      'data.yaml',
      'notes.json',
    ])
    expect(text('classes.txt')).toBe(readGolden('repo_yolo_bbox/YOLO/classes.txt').toString().replace(/\n*$/, '\n'))
    const peerNotes = JSON.parse(readGolden('repo_yolo_bbox/YOLO/notes.json').toString())
    expect(JSON.parse(text('notes.json')).categories).toEqual(peerNotes.categories)
    expect(text('data.yaml')).toMatch(/^train: images\nval: images /)
    const peerRows = rowsOf(new TextDecoder().decode(peer.get('eee3b1dc__image2.txt')))
    expect(rowsOf(text('labels/image2.txt')).every((row, k) => isNear(row, peerRows[k]!))).toBe(true)
  })

  it('C2: the number of a class is its line in classes.txt', async () => {
    const kept = await exported('bbox_categories', 'yolo')
    const lines = kept.text('classes.txt').split('\n')
    expect([lines.indexOf('car'), lines.indexOf('bus'), lines.indexOf('truck'), lines.indexOf('bike')]).toEqual([10, 2, 5, 0])
    expect(lines[1]).toBe('new label') // C3: the next free number, not one that is taken
    expect(lines[3]).toBe('unused-3')
    expect(kept.text('data.yaml')).toContain('  10: "car"\n')
    expect(kept.issues.map(({ code }) => code)).toEqual(expect.arrayContaining(['category-gap', 'label-unknown']))

    const closed = await exported('bbox_categories', 'yolo', { categories: 'close' })
    expect(closed.text('classes.txt')).toBe('bike\nbus\ntruck\ncar\nnew label\n')
    expect(closed.issues.map(({ code }) => code)).not.toContain('category-gap')
    const classOf = ({ text, files }: typeof kept) =>
      [...files.keys()]
        .filter((file) => file.startsWith('labels/'))
        .flatMap((file) => rowsOf(text(file)).map(([index]) => text('classes.txt').split('\n')[index!]))
    expect(classOf(closed)).toEqual(classOf(kept))
  })

  it('C4: one annotation of a task is written, the newest or ground truth, and the others are told', async () => {
    const { issues, files } = await convert({ ...goldenInput('multi_annotator_image'), to: yolo })
    expect(issues.some(({ code }) => code === 'annotation-superseded')).toBe(true)
    const all = await convert({ ...goldenInput('multi_annotator_image'), to: yolo, selection: { annotations: 'all' } })
    expect(all.files.size).toBe(files.size)
    expect(all.wrote.get('regions')).toBeGreaterThan(1)
    expect(all.issues.some(({ code }) => code === 'annotation-superseded')).toBe(false)
  })

  it('C7: images of one name get label files of their own, and the index says which', async () => {
    const { text, files } = await exported('same_file_names', 'yolo')
    const index = text('index.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(new Set(index.map(({ file }) => file)).size).toBe(index.length)
    for (const { file, image_file } of index) {
      expect(files.has(file)).toBe(true)
      expect(image_file.replace(/^images/, 'labels').replace(/(\.\w+)?$/, '.txt')).toBe(file) // as trainers look for it
    }
  })

  it('C10: says where the images have to be, for it does not copy them', async () => {
    const { text } = await convert({
      ...goldenInput('uploaded_images'),
      to: yolo,
      options: optionsOfName(yolo, 'YOLO_WITH_IMAGES'),
    })
    const index = text('index.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(index.map(({ image, image_file }) => [image, image_file])).toContainEqual([
      '/data/upload/3/ab12-one.png',
      'images/ab12-one.png',
    ])
  })

  it('G8: boxes end at the border of the image', async () => {
    const regions = [box('a', -10, 10, 20, 20), box('b', 90, 90, 30, 30), box('c', 110, 0, 5, 5), box('d', 70, 70, 30, 30)]
    const { text, issues } = await convert({ tasks: [task(1, regions)], config: ALL_SHAPES, to: yolo })
    expect(text('labels/train/1.txt')).toBe('0 0.05 0.2 0.1 0.2\n0 0.95 0.95 0.1 0.1\n0 0.85 0.85 0.3 0.3\n')
    expect(issues.map(({ code, region }) => `${code} ${region}`)).toEqual([
      'region-clipped a',
      'region-clipped b',
      'region-empty c',
    ])
    const whole = await convert({ tasks: [task(1, regions)], config: ALL_SHAPES, to: yolo, options: { clip: false } })
    expect(whole.text('labels/train/1.txt')).toBe(
      '0 0 0.2 0.2 0.2\n0 1.05 1.05 0.3 0.3\n0 1.125 0.025 0.05 0.05\n0 0.85 0.85 0.3 0.3\n',
    )
  })

  it('G12: every shape is a box, so that a file has rows of one kind', async () => {
    const mask = new Uint8Array(SIZE.width * SIZE.height)
    for (let y = 100; y < 150; y++) mask.fill(255, y * SIZE.width + 200, y * SIZE.width + 300)
    const regions = [
      polygon('p', [
        [10, 10],
        [30, 10],
        [20, 50],
      ]),
      ellipse('e', 50, 50, 10, 20),
      brush('m', encodeRle(mask, SIZE)),
      keypoint('k', 5, 5, 'nose'),
    ]
    const { text, issues } = await convert({ tasks: [task(1, regions)], config: ALL_SHAPES, to: yolo })
    expect(text('labels/train/1.txt')).toBe('2 0.2 0.3 0.2 0.4\n3 0.5 0.5 0.2 0.4\n4 0.25 0.25 0.1 0.1\n')
    expect(issues.map(({ code, region }) => `${code} ${region}`).sort()).toEqual([
      'outline-boxed e',
      'outline-boxed m',
      'outline-boxed p',
      'shape-dropped k',
    ])
  })

  it('R7: every label of a region has its row', async () => {
    const tasks = [task(1, [box('a', 0, 0, 50, 50, 0, ['dog', 'car'])])]
    const { text, wrote } = await convert({ tasks, config: ALL_SHAPES, to: yolo })
    expect(text('labels/train/1.txt')).toBe('1 0.25 0.25 0.5 0.5\n0 0.25 0.25 0.5 0.5\n')
    expect(Object.fromEntries(wrote)).toEqual({ images: 1, regions: 1, rows: 2 })
  })

  it('needs no size of the image where percents tell all', async () => {
    const tasks = [
      task(1, [unsized(box('a', 10, 20, 30, 40)), unsized(box('turned', 10, 20, 30, 40, 30))]),
      task(2, [unsized(box('b', 10, 20, 30, 40, 30))]),
    ]
    const { files, text, issues } = await convert({ tasks, config: ALL_SHAPES, to: yolo })
    expect(text('labels/train/1.txt')).toBe('0 0.25 0.4 0.3 0.4\n')
    expect(files.has('labels/train/2.txt')).toBe(false) // it would say that nothing is on the image
    expect(issues.map(({ code, region }) => `${code} ${region}`)).toEqual(['size-unknown turned', 'size-unknown b'])
  })

  it('leaves out what nobody looked at, unless told otherwise', async () => {
    const tasks = [
      { id: 1, data: { image: 'a.jpg' }, annotations: [] },
      { id: 2, data: { image: 'b.jpg' }, annotations: [{ id: 1, was_cancelled: true, result: [box('a', 0, 0, 5, 5)] }] },
      task(3, []),
    ]
    const labels = async (selection: Record<string, boolean>) =>
      [...(await convert({ tasks, config: ALL_SHAPES, to: yolo, selection })).files.keys()].filter((file) =>
        file.startsWith('labels'),
      )
    expect(await labels({})).toEqual(['labels/train/3.txt'])
    expect(await labels({ includeUnannotated: true })).toEqual(['labels/train/a.txt', 'labels/train/b.txt', 'labels/train/3.txt'])
  })

  it('leaves out boxes that round to nothing', async () => {
    const { text, issues } = await convert({
      tasks: [task(1, [box('thin', 10, 10, 0.1, 10), box('none', 10, 10, 0, 10)])],
      config: ALL_SHAPES,
      to: yolo,
      options: { decimals: 2 },
    })
    expect(text('labels/train/1.txt')).toBe('')
    expect(issues.map(({ code, region, message }) => [code, region, message])).toEqual([
      ['region-empty', 'thin', 'nothing of the region is left: it is smaller than 2 digits after the point can tell'],
      ['region-empty', 'none', 'nothing of the region is left: it has no area'],
    ])
  })

  it('quotes names in YAML and keeps them on one line', async () => {
    const names = ['no', 'a: b', 'say "x"', 'line\u2028break', 'null', 'bell\u0085', 'ü']
    const tasks = [task(1, [box('a', 0, 0, 5, 5, 0, names)])]
    const { text } = await convert({ tasks, to: yolo })
    expect(text('data.yaml').split('names:\n')[1]).toBe(
      ['"no"', '"a: b"', '"say \\"x\\""', '"line break"', '"null"', '"bell\\u0085"', '"ü"']
        .map((name, index) => `  ${index}: ${name}\n`)
        .join(''),
    )
    expect(text('classes.txt').split('\n').length).toBe(names.length + 1)
  })

  it('says what it needs', () => {
    const config = parseLabelConfig(
      '<View><Text name="t" value="$t"/><Labels name="l" toName="t"><Label value="a"/></Labels></View>',
    )
    expect(yolo.unsuited(config, parseOptions(yolo.options, {}, 'yolo'))).toMatch(/needs an Image/)
  })
})

describe('an alias with options', () => {
  it('sets what the user did not', async () => {
    const input = {
      source: new TextEncoder().encode(JSON.stringify([task(1, [box('a', 0, 0, 10, 10)])])),
      config: ALL_SHAPES,
    }
    const filesOf = async (to: string, options = {}) => {
      const files = new Map<string, Uint8Array>()
      await convertFile({ ...input, to, options, sink: memorySink(files) })
      return [...files.keys()][0]
    }
    expect(await filesOf('YOLO')).toBe('labels/1.txt')
    expect(await filesOf('yolo_with_images')).toBe('labels/1.txt')
    expect(await filesOf('yolov8')).toBe('labels/train/1.txt')
    expect(await filesOf('YOLO', { layout: 'ultralytics' })).toBe('labels/train/1.txt')
  })

  it('is an alias of its format, and its options are possible', () => {
    const named = formats.filter(({ aliasOptions }) => aliasOptions !== undefined)
    expect(named.length).toBeGreaterThan(0)
    for (const { id, aliases, aliasOptions, options } of named)
      for (const [alias, given] of Object.entries(aliasOptions ?? {})) {
        expect(aliases).toContain(alias)
        expect(findFormat(alias)?.id).toBe(id)
        expect(parseOptions(options, given, id)).toMatchObject(given)
      }
  })
})

function rowsOf(text: string): number[][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' ').map(Number))
}

function isNear(actual: readonly number[], expected: readonly number[]): boolean {
  return actual.length === expected.length && actual.every((value, k) => Math.abs(value - expected[k]!) < 1e-6)
}
