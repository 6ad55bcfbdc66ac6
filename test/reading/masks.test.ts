import { describe, expect, it } from 'vitest'
import { findFormat } from '../../src/formats/index.ts'
import { encodePalettePng, encodeRgbPng, vocColour } from '../../src/formats/shared/png.ts'
import { decodeRle } from '../../src/model/rle.ts'
import { convert } from '../convert.ts'
import { detected, labelsOf, only, type Read, type ReadResult, readFiles } from './read.ts'

const SIZE = { width: 4, height: 2 }
const COLOURS = Array.from({ length: 256 }, (_, index) => vocColour(index))
const LABEL_MAP = '# label:color_rgb:parts:actions\nbackground:0,0,0::\ncat:128,0,0::\ndog:0,128,0::\n'

describe('mask-png', () => {
  it('reads class indexes with the names of classes.json, and the index of images', async () => {
    const classes = JSON.stringify([
      { index: 0, name: 'background' },
      { index: 2, name: 'dog' },
    ])
    const files = {
      'a.png': palette([0, 2, 2, 0, 0, 0, 3, 255]),
      'classes.json': classes,
      'index.jsonl': '{"file": "a.png", "image": "s3://b/a.jpg", "width": 4, "height": 2}\n',
    }
    expect(await detected(files)).toBe('mask-png')
    const read = await readFiles(files)
    expect(only(read.tasks).data).toEqual({ image: 's3://b/a.jpg', width: 4, height: 2 })
    expect(masks(read)).toEqual([
      ['dog', '01100000'],
      ['class_3', '00000010'],
    ])
    expect(labelsOf(read, 'mask')).toEqual(['dog', 'class_3'])
  })

  it('reads the names that the user gives, and finds the image of a mask', async () => {
    const files = { 'masks/a.png': palette([1, 1, 0, 0, 2, 2, 0, 0]), 'images/a.jpg': '' }
    const read = await readFiles(files, {
      from: 'mask-png',
      options: { classNames: 'background, cat,dog', mediaPrefix: 'gs://b/' },
    })
    expect(only(read.tasks).data.image).toBe('gs://b/images/a.jpg')
    expect(masks(read)).toEqual([
      ['cat', '11000000'],
      ['dog', '00001100'],
    ])
  })

  it('takes 0 for a class where the user calls it so', async () => {
    const files = { 'a.png': palette([1, 1, 0, 0, 255, 255, 255, 255]) }
    expect(masks(await readFiles(files, { from: 'mask-png', options: { classNames: 'road,sky' } }))).toEqual([
      ['road', '00110000'],
      ['sky', '11000000'],
    ])
  })

  it('reads colours by labelmap.txt, and instances of SegmentationObject by what they are in SegmentationClass', async () => {
    const colours = [0, 0x80, 0x80, 0, 0x8000, 0x8000, 0x8000, 0xc0e0e0] // cat, dog, void
    const files = {
      'labelmap.txt': LABEL_MAP,
      'SegmentationClass/a.png': encodeRgbPng(Uint32Array.from(colours), SIZE),
      'SegmentationObject/a.png': palette([0, 1, 2, 0, 3, 3, 3, 255]),
    }
    expect(await detected(files)).toBe('mask-png')
    const { 'SegmentationObject/a.png': _, ...semantic } = files
    expect(masks(await readFiles(semantic))).toEqual([
      ['cat', '01100000'],
      ['dog', '00001110'],
    ])
    expect(masks(await readFiles(files))).toEqual([
      ['cat', '01000000'],
      ['cat', '00100000'],
      ['dog', '00001110'],
    ])
  })

  it('reads back instances as they were written', async () => {
    const square = (x: number, y: number) => ({ x, y, width: 25, height: 50, rotation: 0, rectanglelabels: ['cat'] })
    const region = (id: string, value: object) => ({
      id,
      from_name: 'box',
      to_name: 'image',
      type: 'rectanglelabels',
      value,
      original_width: 4,
      original_height: 2,
    })
    const result = [region('a', square(0, 0)), region('b', square(50, 50))]
    const config =
      '<View><Image name="image" value="$image"/><RectangleLabels name="box" toName="image"><Label value="cat"/></RectangleLabels></View>'
    const tasks = [{ id: 1, data: { image: 'x.jpg' }, annotations: [{ id: 1, result }] }]
    for (const [to, options] of [
      ['mask-png', { values: 'instances' }],
      ['coco-panoptic', {}],
    ] as const) {
      const { files } = await convert({ tasks, config, to: findFormat(to)!, options })
      const read = await readFiles(Object.fromEntries(files))
      expect(masks(read)).toEqual([
        ['cat', '10000000'],
        ['cat', '00000010'],
      ])
      expect(only(read.tasks).data.image).toBe('x.jpg')
    }
  })

  it('tells of a file that is no mask, which costs only itself', async () => {
    const files = { 'labelmap.txt': LABEL_MAP, 'masks/a.png': 'text', 'masks/b.png': palette([1, 0, 0, 0, 0, 0, 0, 0]) }
    const read = await readFiles(files)
    expect(masks(read)).toEqual([['cat', '10000000']])
    expect(read.told).toEqual([
      'record-invalid: not readable: the mask `set/masks/a.png` cannot be read: it is no PNG',
      'media-absent: the file that it is about is not there; it is called `b.jpg`',
    ])
  })
})

describe('pascal-voc with masks', () => {
  const object = (name: string) =>
    `<object><name>${name}</name><difficult>1</difficult><bndbox><xmin>0</xmin><ymin>0</ymin><xmax>2</xmax><ymax>1</ymax></bndbox></object>`
  const xml = `<annotation><filename>a.jpg</filename><size><width>4</width><height>2</height></size>${object('cat')}${object('dog')}</annotation>`

  it('reads the mask of an object instead of its box, with what is said of the object', async () => {
    const read = await readFiles({ 'Annotations/a.xml': xml, 'SegmentationObject/a.png': palette([1, 1, 255, 0, 0, 0, 0, 0]) })
    expect(read.reader).toBe('pascal-voc')
    expect(read.results.map(({ id, from_name }) => `${id} ${from_name}`)).toEqual([
      '1 mask',
      '1 difficult',
      '2 box',
      '2 difficult',
    ])
    expect(masks(read)).toEqual([['cat', '11000000']])
  })

  it('reads masks of classes beside the boxes where objects have none', async () => {
    const files = {
      'VOC/Annotations/a.xml': xml,
      'VOC/SegmentationClass/a.png': palette([2, 2, 255, 0, 0, 0, 0, 0]),
      'VOC/labelmap.txt': LABEL_MAP,
    }
    const read = await readFiles(files)
    expect(read.results.filter(({ from_name }) => from_name === 'box')).toHaveLength(2)
    expect(masks(read)).toEqual([['dog', '11000000']])
  })
})

describe('coco panoptic', () => {
  it('reads segments, and tells of those without pixels and without a picture', async () => {
    const json = JSON.stringify({
      images: [1, 2].map((id) => ({ id, file_name: `${id}.jpg`, width: 4, height: 2 })),
      annotations: [
        {
          image_id: 1,
          file_name: '1.png',
          segments_info: [
            { id: 300, category_id: 7, iscrowd: 1 },
            { id: 5, category_id: 7 },
          ],
        },
        { image_id: 2, file_name: '2.png', segments_info: [] },
      ],
      categories: [{ id: 7, name: 'sky', isthing: 0 }],
    })
    const picture = encodeRgbPng(Uint32Array.from([300, 300, 0, 0, 0, 0, 0, 0]), SIZE)
    const read = await readFiles({ 'panoptic.json': json, 'panoptic/1.png': picture })
    expect(read.reader).toBe('coco')
    expect(masks(read)).toEqual([['sky', '11000000']])
    expect(read.results.map(({ from_name }) => from_name)).toEqual(['mask', 'iscrowd'])
    expect(read.told).toEqual([
      'record-invalid: not readable: no pixel has the id of the segment',
      'record-invalid: not readable: there is no picture `2.png` of its segments',
    ])
  })
})

function palette(values: readonly number[]): Uint8Array {
  return encodePalettePng(Uint8Array.from(values), SIZE, COLOURS)
}

/** Label and pixels of each brush mask. */
function masks({ results }: Read): [unknown, string][] {
  return results.filter(({ type }) => type === 'brushlabels').map(({ value }) => [labelOf(value), pixelsOf(value)])
}

function labelOf({ brushlabels }: ReadResult['value']): unknown {
  return Array.isArray(brushlabels) ? brushlabels[0] : undefined
}

function pixelsOf({ rle }: ReadResult['value']): string {
  return [...decodeRle(rle as number[], SIZE)].map((alpha) => Number(alpha > 0)).join('')
}
