import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { brushPng } from '../../src/formats/brush-png.ts'
import type { OptionValue } from '../../src/formats/format.ts'
import { directorySink } from '../../src/io/sinks.ts'
import { encodeRle } from '../../src/model/rle.ts'
import { type Converted, convert } from '../convert.ts'
import { readPng } from '../read-png.ts'
import { goldenFiles, goldenInput } from './goldens.ts'

const SIZE = { width: 4, height: 2 }
const CONFIG = `<View><Image name="image" value="$image"/>
  <BrushLabels name="brush" toName="image"><Label value="cell"/><Label value="n/a"/></BrushLabels></View>`
const SHAPES = `<View><Image name="image" value="$image"/>
  <Labels name="labels" toName="image"><Label value="cell"/><Label value="car"/></Labels>
  <Brush name="br" toName="image"/><Rectangle name="rect" toName="image"/><Polygon name="poly" toName="image"/>
  <Ellipse name="ell" toName="image"/><KeyPoint name="kpt" toName="image"/></View>`

describe('brush-png', () => {
  it.each(['brush', 'labels_plus_shapes'])('writes the files of the peer for %s, pixel for pixel', async (name) => {
    const { files, wrote } = await convert({ ...goldenInput(name), to: brushPng })
    const peer = goldenFiles(name, 'BRUSH_TO_PNG')
    expect([...files.keys()].filter((file) => file.endsWith('.png')).sort()).toEqual([...peer.keys()])
    for (const [file, bytes] of peer) expect(readPng(files.get(file)!), file).toEqual(readPng(bytes))
    expect(wrote.get('regions')).toBe(peer.size)
  })

  it('X8: makes the folder it writes to', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'goldpan-'))
    const { files } = await convert({ ...goldenInput('brush'), to: brushPng })
    const sink = await directorySink(join(parent, 'not', 'there'), false)
    for (const [file, bytes] of files) await sink.put(file, bytes)
    await sink.close()
    expect(readdirSync(join(parent, 'not', 'there')).sort()).toEqual([...files.keys()].sort())
    rmSync(parent, { recursive: true })
  })

  it('maps each file to what it is of', async () => {
    const lines = indexOf(await convert({ ...goldenInput('brush'), to: brushPng }))
    expect(lines[2]).toEqual({
      file: 'task-1-annotation-31-by-4-brush-n-a zone-0.png',
      task: 1,
      origin: 'annotation',
      annotation: 31,
      annotator: 4,
      region: 'b3',
      control: 'brush',
      labels: ['n/a zone'],
      image: 'https://data.example.com/images/micro_1.png',
      image_name: 'micro_1.png',
      page: null,
      width: 64,
      height: 48,
    })
    expect(lines.map(({ file }) => file)).toHaveLength(4)
    expect(lines[3]).toMatchObject({ annotator: 'eva+lab@uni.example', labels: ['cell', 'n/a zone'] })
  })

  it('keeps alpha values as stored, or with --bits 1 says only painted or not', async () => {
    const tasks = [task(1, [brush('a', [0, 255, 100, 1, 0, 0, 7, 0])])]
    const name = 'task-1-annotation-10-by-3-brush-cell-0.png'
    const grey = await convert({ tasks, config: CONFIG, to: brushPng })
    expect(readPng(grey.files.get(name)!)).toMatchObject({ bitDepth: 8, values: Uint8Array.of(0, 255, 100, 1, 0, 0, 7, 0) })
    const bilevel = await convert({ tasks, config: CONFIG, to: brushPng, options: { bits: '1' } })
    expect(readPng(bilevel.files.get(name)!)).toMatchObject({ bitDepth: 1, values: Uint8Array.of(0, 1, 1, 1, 0, 0, 1, 0) })
  })

  describe('names', () => {
    const namesOf = async (tasks: readonly unknown[], config = CONFIG, selection: Record<string, OptionValue> = {}) =>
      indexOf(await convert({ tasks, config, to: brushPng, selection })).map(({ file }) => file)

    it('count equal names within annotation and control', async () => {
      const annotation = (id: number) => ({
        id,
        completed_by: { email: 'a-b_c@x.org' },
        result: [brush('a'), brush('b'), brush('c', CELL, ['n/a'])],
      })
      expect(await namesOf([{ ...task(7, []), annotations: [annotation(1), annotation(2)] }])).toEqual([
        'task-7-annotation-1-by-abc@x.org-brush-cell-0.png',
        'task-7-annotation-1-by-abc@x.org-brush-cell-1.png',
        'task-7-annotation-1-by-abc@x.org-brush-n-a-0.png',
        'task-7-annotation-2-by-abc@x.org-brush-cell-0.png',
        'task-7-annotation-2-by-abc@x.org-brush-cell-1.png',
        'task-7-annotation-2-by-abc@x.org-brush-n-a-0.png',
      ])
    })

    it('have no label part where there is no label', async () => {
      expect(await namesOf([task(1, [{ ...brush('a', CELL, []), from_name: 'br', type: 'brush' }])], SHAPES)).toEqual([
        'task-1-annotation-10-by-3-br-0.png',
      ])
    })

    it('T6 (a null annotator): say unknown where nobody is known, and name models by their version', async () => {
      const one = { ...task(1, []), annotations: [{ id: 5, completed_by: null, result: [brush('a')] }] }
      const two = { ...task(2, []), annotations: [], predictions: [{ id: 6, model_version: 'unet v2.1', result: [brush('a')] }] }
      expect(await namesOf([one, two], CONFIG, { predictions: 'with' })).toEqual([
        'task-1-annotation-5-by-unknown-brush-cell-0.png',
        'task-2-prediction-6-by-unetv2.1-brush-cell-0.png',
      ])
    })

    it('are unique and fit every file system', async () => {
      const labels = ['n/a', 'n\\a', 'N-A', 'what? now:', 'я'.repeat(300), '../../etc', 'v1.5']
      const regions = labels.map((label, k) => brush(`r${k}`, CELL, [label]))
      const names = await namesOf([task(1, regions), task(1, regions)])
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(2 * labels.length)
      for (const name of names) {
        expect(name).toMatch(/^task-1-annotation-10-by-3-brush-[^/\\:?*"<>|]*\.png$/)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(215)
      }
      expect(names[0]).toBe('task-1-annotation-10-by-3-brush-n-a-0.png')
      expect(names[6]).toBe('task-1-annotation-10-by-3-brush-v1.5-0.png')
    })
  })

  describe('of damaged input', () => {
    it('reports the region and writes the others', async () => {
      const short = { ...brush('short'), value: { format: 'rle', rle: encodeRle(CELL, SIZE).slice(0, 9), brushlabels: ['cell'] } }
      const wide = { ...brush('wide'), original_width: 5 }
      const result = await convert({ tasks: [task(1, [wide]), task(2, [short, brush('good')])], config: CONFIG, to: brushPng })
      expect(indexOf(result).map(({ file, region }) => [file, region])).toEqual([
        ['task-2-annotation-10-by-3-brush-cell-1.png', 'good'],
      ])
      expect(result.issues.map(({ code, region, message }) => [code, region, message])).toEqual([
        ['region-invalid', 'wide', 'the mask has 32 values, its size asks for 40'],
        ['region-invalid', 'short', 'the mask is cut short'],
      ])
      expect(result.wrote.get('regions')).toBe(1)
    })

    it('says when nobody knows the size, and takes that of another region', async () => {
      const { original_width: _, original_height: __, ...sizeless } = brush('sizeless')
      const alone = await convert({ tasks: [task(1, [sizeless])], config: CONFIG, to: brushPng })
      expect(alone.issues.map(({ code, effect }) => [code, effect])).toEqual([['size-unknown', 'dropped']])
      const helped = await convert({ tasks: [task(1, [sizeless, brush('b')])], config: CONFIG, to: brushPng })
      expect(helped.issues.map(({ code }) => code)).toEqual(['size-assumed'])
      expect(helped.wrote.get('regions')).toBe(2)
    })

    it('writes masks of images without a name', async () => {
      const result = await convert({ tasks: [{ ...task(1, [brush('a')]), data: {} }], config: CONFIG, to: brushPng })
      expect(result.issues.map(({ code, effect }) => [code, effect])).toEqual([['media-unnamed', 'assumed']])
      expect(indexOf(result)[0]).toMatchObject({ image: null, image_name: null })
    })
  })

  it('leaves other shapes to --mode classes', async () => {
    const { issues } = await convert({ ...goldenInput('labels_plus_shapes'), to: brushPng })
    expect(issues.filter(({ code }) => code === 'shape-dropped').map(({ region }) => region)).toEqual([
      'q1',
      'q2',
      'q3',
      'q5',
      'q6',
    ])
  })

  describe('--mode classes', () => {
    const classes = (tasks: readonly unknown[], config: string, options: Record<string, OptionValue> = {}) =>
      convert({ tasks, config, to: brushPng, options: { mode: 'classes', ...options } })

    it('paints all shapes into one palette PNG per image', async () => {
      const { files, issues, wrote, text } = await convert({
        ...goldenInput('labels_plus_shapes'),
        to: brushPng,
        options: { mode: 'classes' },
      })
      expect([...files.keys()]).toEqual(['mix.png', 'mix2.png', 'index.jsonl', 'classes.json'])
      const png = readPng(files.get('mix.png')!)
      expect(png).toMatchObject({ width: 64, height: 48, bitDepth: 8, colourType: 3 })
      expect([...png.palette.subarray(0, 9)]).toEqual([0, 0, 0, 128, 0, 0, 0, 128, 0])
      expect(png.values[24 * 64 + 32]).toBe(2) // the centre of the ellipse is a Car
      expect(new Set(png.values)).toEqual(new Set([0, 1, 2]))
      expect(wrote.get('regions')).toBe(5)
      expect(issues.filter(({ code }) => code === 'shape-rasterised').map(({ region }) => region)).toEqual([
        'q1',
        'q2',
        'q3',
        'q6',
      ])
      expect(JSON.parse(text('classes.json'))).toEqual([
        { index: 0, name: 'background', color: '#000000' },
        { index: 1, name: 'Airplane', color: '#800000' },
        { index: 2, name: 'Car', color: '#008000' },
      ])
      expect(JSON.parse(text('index.jsonl').split('\n')[0]!)).toEqual({
        file: 'mix.png',
        task: 1,
        image: 'https://data.example.com/images/mix.jpg',
        image_name: 'mix.jpg',
        page: null,
        width: 64,
        height: 48,
      })
    })

    it('lets later regions cover earlier ones and says what is lost', async () => {
      const regions = [
        brush('under', [255, 255, 255, 0, 0, 0, 0, 0]),
        brush('gone', [0, 255, 0, 0, 0, 0, 0, 0], ['n/a']),
        brush('over', [0, 255, 0, 255, 0, 0, 0, 0], ['cell']),
        brush('both', [0, 0, 0, 0, 0, 0, 0, 255], ['n/a', 'cell']),
      ]
      const { files, issues, wrote } = await classes([task(1, regions)], CONFIG)
      expect(readPng(files.get('1.png')!).values).toEqual(Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 2))
      expect(issues.map(({ code, region, effect, message }) => [code, region, effect, message])).toEqual([
        ['pixels-overwritten', 'under', 'approximated', '1 of 3 pixels lie under later regions'],
        ['pixels-overwritten', 'gone', 'dropped', '1 of 1 pixels lie under later regions'],
        ['labels-cut', 'both', 'approximated', 'the region has 2 labels, only `n/a` is written'],
      ])
      expect(wrote.get('regions')).toBe(3)
    })

    it('gives labels that only the data has the next indexes, the same however the input is cut', async () => {
      const tasks = [
        task(1, [brush('a', CELL, ['zebra']), brush('b', [0, 0, 0, 255, 0, 0, 0, 0], ['n/a'])]),
        task(2, [brush('c', CELL, ['gnu']), brush('d', [0, 0, 0, 255, 0, 0, 0, 0], ['zebra'])]),
      ]
      for (const batchTasks of [1, 2]) {
        const { files, issues, wrote, text } = await convert({
          tasks,
          config: CONFIG,
          to: brushPng,
          options: { mode: 'classes' },
          batchTasks,
        })
        expect(readPng(files.get('1.png')!).values).toEqual(Uint8Array.of(3, 0, 0, 2, 0, 0, 0, 0))
        expect(readPng(files.get('2.png')!).values).toEqual(Uint8Array.of(4, 0, 0, 3, 0, 0, 0, 0))
        expect(issues.map(({ code, region }) => [code, region])).toEqual([
          ['label-unknown', 'a'],
          ['label-unknown', 'c'],
        ])
        expect(wrote.get('regions')).toBe(4)
        expect(JSON.parse(text('classes.json')).map(({ name }: { name: string }) => name)).toEqual([
          'background',
          'cell',
          'n/a',
          'zebra',
          'gnu',
        ])
      }
    })

    it('reports what one byte cannot tell apart', async () => {
      const labels = Array.from({ length: 256 }, (_, k) => `<Label value="l${k}"/>`).join('')
      const config = `<View><Image name="image" value="$image"/><BrushLabels name="brush" toName="image">${labels}</BrushLabels></View>`
      const regions = [brush('in', CELL, ['l254']), brush('out', CELL, ['l255']), brush('new', CELL, ['other'])]
      const { files, issues, wrote } = await classes([task(1, regions)], config)
      expect(readPng(files.get('1.png')!).values[0]).toBe(255)
      expect(issues.map(({ code, region, effect }) => [code, region, effect])).toEqual([
        ['mask-full', 'out', 'dropped'],
        ['mask-full', 'new', 'dropped'],
      ])
      expect(wrote.get('regions')).toBe(1)
    })

    it('keeps regions without a label under --unlabelled-as', async () => {
      const bare = { ...brush('a', CELL, []), from_name: 'br', type: 'brush' }
      const without = await classes([task(1, [bare])], SHAPES)
      expect(without.issues.map(({ code }) => code)).toEqual(['region-unlabelled'])
      const kept = await classes([task(1, [bare])], SHAPES, { unlabelledAs: 'thing' })
      expect(readPng(kept.files.get('1.png')!).values[0]).toBe(3)
      expect(kept.issues).toEqual([])
    })

    it('writes a mask per image also for the same image twice', async () => {
      const tasks = [task(1, [brush('a')]), { ...task(2, [brush('b')]), data: { image: 'imgs/1.jpg' } }]
      const names = indexOf(await classes(tasks, CONFIG)).map(({ file }) => file)
      expect(names[0]).toBe('1.png')
      expect(names[1]).toMatch(/^1-[0-9a-f]{8}\.png$/)
    })

    it('writes an empty mask for an image where nothing was found', async () => {
      const result = await classes([task(1, [{ ...brush('a', new Uint8Array(8)) }])], CONFIG)
      expect(readPng(result.files.get('1.png')!).values).toEqual(new Uint8Array(8))
      expect(result.issues.map(({ code, effect }) => [code, effect])).toEqual([['region-empty', 'dropped']])
    })
  })

  it('says what it needs', async () => {
    const reasons = async (control: string, mode: string) => {
      const config = `<View><Image name="image" value="$image"/><${control} name="c" toName="image"><Label value="a"/></${control}></View>`
      const { issues } = await convert({ tasks: [], config, to: brushPng, options: { mode } })
      return issues.filter(({ code }) => code === 'format-unsuited').map(({ message }) => message)
    }
    expect(await reasons('BrushLabels', 'regions')).toEqual([])
    expect(await reasons('PolygonLabels', 'classes')).toEqual([])
    expect((await reasons('PolygonLabels', 'regions')).join()).toContain('brush masks need an Image with BrushLabels')
    expect((await reasons('Choices', 'classes')).join()).toContain('class masks need an Image with BrushLabels')
  })
})

const CELL = Uint8Array.of(255, 0, 0, 0, 0, 0, 0, 0)

function brush(id: string, alpha: ArrayLike<number> = CELL, brushlabels: readonly string[] = ['cell']) {
  return {
    id,
    from_name: 'brush',
    to_name: 'image',
    type: 'brushlabels',
    original_width: SIZE.width,
    original_height: SIZE.height,
    value: {
      format: 'rle',
      rle: encodeRle(Uint8Array.from(alpha), SIZE),
      ...(brushlabels.length === 0 ? {} : { brushlabels }),
    },
  }
}

function task(id: number, result: readonly unknown[]) {
  return { id, data: { image: `imgs/${id}.jpg` }, annotations: [{ id: 10, completed_by: 3, result }] }
}

interface IndexLine {
  readonly file: string
  readonly region: string
}

function indexOf(converted: Converted): IndexLine[] {
  return converted
    .text('index.jsonl')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}
