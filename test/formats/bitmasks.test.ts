import { describe, expect, it } from 'vitest'
import { findFormat, formats } from '../../src/formats/index.ts'
import { encodeRle } from '../../src/model/rle.ts'
import { type Converted, convert } from '../convert.ts'

const LABELS = '<Label value="cat"/><Label value="sky"/>'
const BITMASKS = `<View><Image name="i" value="$i"/><BitmaskLabels name="m" toName="i">${LABELS}</BitmaskLabels></View>`
const BRUSHES = BITMASKS.replaceAll('Bitmask', 'Brush')
/** As Pillow writes them: two pixels of red, green, blue and alpha, the left one wholly transparent, the right one half; two of grey only. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAADElEQVR4nGNggIAGAACJAIGka1PNAAAAAElFTkSuQmCC'
const GREY = 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR4nGNg+A8AAQIBAEK+vGgAAAAASUVORK5CYII='
const MASK_FORMATS = [
  ...['coco', 'coco-results', 'coco-panoptic', 'mask-png', 'pascal-voc', 'yolo', 'yolo-obb', 'yolo-seg', 'yolo-pose'],
  ...['brush-png', 'brush-npy', 'brush-coco', 'cvat-xml', 'labelme', 'via', 'kitti', 'csv-detection'],
]

describe('bitmasks', () => {
  it('are what these formats hold, as the others of their kind hold brushes', () => {
    const holding = formats.filter(({ carries }) => carries.bitmask === carries.brush && carries.brush !== 'drop')
    expect(holding.map(({ id }) => id)).toEqual(expect.arrayContaining(MASK_FORMATS))
  })

  it.each(MASK_FORMATS)('%s writes as it writes the same brush', async (format) => {
    const bitmask = await write(format, BITMASKS, { bitmasklabels: ['sky'], imageDataURL: urlOf(PNG) })
    const brush = await write(format, BRUSHES, { brushlabels: ['sky'], ...brushOf(0, 255) })
    expect(bitmask.wrote.get('regions')).toBe(1)
    expect(bitmask.wrote).toEqual(brush.wrote)
    expect(bitmask.issues).toEqual(brush.issues)
    expect([...bitmask.files]).toEqual([...brush.files])
  })

  it('are masks everywhere where nothing is transparent, as Label Studio shows them', async () => {
    const bitmask = await write('brush-png', BITMASKS, { bitmasklabels: ['sky'], imageDataURL: urlOf(GREY) })
    const brush = await write('brush-png', BRUSHES, { brushlabels: ['sky'], ...brushOf(255, 255) })
    expect([...bitmask.files]).toEqual([...brush.files])
  })

  it.each([
    ['data:image/webp;base64,UklGRg==', 'no PNG in a data URL'],
    ['data:image/png;base64,%%%', 'base64 is damaged'],
    [urlOf(PNG).slice(0, 70), 'not the pixels that it says'],
  ])('that are damaged are reported once: %s', async (imageDataURL, problem) => {
    const { issues, wrote } = await write('coco', BITMASKS, { bitmasklabels: ['sky'], imageDataURL })
    expect(issues).toMatchObject([{ code: 'region-invalid', effect: 'dropped', task: 1, annotation: 1, region: 'r' }])
    expect(issues[0]?.message).toContain(problem)
    expect(wrote.get('regions')).toBeUndefined()
  })
})

function write(format: string, config: string, value: object): Promise<Converted> {
  const from = {
    id: 'r',
    from_name: 'm',
    to_name: 'i',
    type: Object.keys(value)[0],
    original_width: 2,
    original_height: 1,
    value,
  }
  const made = [{ id: 1, result: [from] }]
  const work = format === 'coco-results' ? { predictions: made } : { annotations: made }
  return convert({ tasks: [{ id: 1, data: { i: 'photo.jpg' }, ...work }], config, to: findFormat(format)! })
}

function brushOf(left: number, right: number) {
  return { format: 'rle', rle: encodeRle(Uint8Array.of(left, right), { width: 2, height: 1 }) }
}

function urlOf(base64: string): string {
  return `data:image/png;base64,${base64}`
}
