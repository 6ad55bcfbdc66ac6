import { describe, expect, it } from 'vitest'
import { findFormat } from '../../src/formats/index.ts'
import { convert } from '../convert.ts'
import { key, track } from './video-tracks.ts'

const CONFIG = `<View><Labels name="who" toName="video"><Label value="Man"/><Label value="dog"/></Labels>
  <Video name="video" value="$video"/><VideoRectangle name="box" toName="video"/></View>`
const SIZE = { videoSize: '1000x500' }
const FORMATS = [
  'coco',
  'coco-results',
  'coco-panoptic',
  'mask-png',
  'pascal-voc',
  'yolo',
  'yolo-obb',
  'yolo-seg',
  'yolo-pose',
  'brush-coco',
  'labelme',
  'via',
  'kitti',
  'csv-detection',
]

describe('frames of a video as images', () => {
  const man = track('a', ['Man'], [key(1, 10), key(3, 20, false)])
  const dog = track('b', ['dog'], [key(2, 50)])

  it('are a label file each, those without boxes too', async () => {
    const lost = track('c', ['Man'], [key(1, 10, false)])
    const { files, text, issues, wrote } = await convert({ tasks: [task([lost])], config: CONFIG, to: need('yolo') })
    expect([...files.keys()].filter((path) => path.startsWith('labels'))).toEqual(
      [1, 2, 3, 4].map((frame) => `labels/train/clip_00000${frame}.txt`),
    )
    expect(text('labels/train/clip_000001.txt')).toBe('0 0.2 0.25 0.2 0.3\n')
    expect(text('labels/train/clip_000002.txt')).toBe('')
    expect(JSON.parse(text('index.jsonl').split('\n')[0]!)).toMatchObject({
      image_file: 'images/train/clip_000001.jpg',
      image: 'http://h/films/clip_000001.jpg',
    })
    expect(issues).toEqual([])
    expect(Object.fromEntries(wrote)).toEqual({ images: 4, regions: 1, boxes: 1, rows: 1 })
  })

  it('have boxes between key frames, too', async () => {
    const { text, issues, wrote } = await convert({ tasks: [task([man, dog])], config: CONFIG, to: need('coco'), options: SIZE })
    const { images, annotations, categories } = JSON.parse(text('result.json'))
    expect(images.map(({ file_name, width, height }: Image) => `${file_name} ${width}x${height}`)).toEqual(
      [1, 2, 3, 4].map((frame) => `clip_00000${frame}.jpg 1000x500`),
    )
    expect(annotations.map(({ image_id, category_id, bbox }: Box) => [image_id, category_id, ...bbox])).toEqual([
      [0, 0, 100, 50, 200, 150],
      [1, 0, 150, 50, 200, 150],
      [1, 1, 500, 50, 200, 150],
      [2, 0, 200, 50, 200, 150],
      [2, 1, 500, 50, 200, 150],
      [3, 1, 500, 50, 200, 150],
    ])
    expect(categories.map(({ name }: { name: string }) => name)).toEqual(['Man', 'dog'])
    expect(issues).toEqual([])
    expect(wrote.get('regions')).toBe(2)
  })

  it('may be those only on which somebody drew', async () => {
    const options = { ...SIZE, frames: 'keyframes' }
    const { files } = await convert({
      tasks: [task([man, track('d', ['dog'], [key(1, 5)])])],
      config: CONFIG,
      to: need('voc'),
      options,
    })
    expect([...files.keys()].filter((path) => path.endsWith('.xml'))).toEqual([
      'Annotations/clip_000001.xml',
      'Annotations/clip_000003.xml',
    ])
  })

  it.each(FORMATS)('%s writes each box', async (name) => {
    const { annotations, ...rest } = task([man, dog])
    const tasks = [{ ...rest, ...(name === 'coco-results' ? { predictions: annotations } : { annotations }) }]
    const { issues, wrote } = await convert({ tasks, config: CONFIG, to: need(name), options: SIZE })
    expect(issues.filter(({ effect }) => effect === 'dropped')).toEqual([])
    expect([wrote.get('regions'), wrote.get('boxes')]).toEqual([2, 6])
  })

  it('stand beside the images of a task', async () => {
    const config = CONFIG.replace(
      '</View>',
      '<Image name="i" value="$i"/><RectangleLabels name="r" toName="i"><Label value="Man"/></RectangleLabels></View>',
    )
    const drawn = { id: 'i', from_name: 'r', to_name: 'i', type: 'rectanglelabels', original_width: 10, original_height: 10 }
    const box = { ...drawn, value: { x: 0, y: 0, width: 50, height: 50, rectanglelabels: ['Man'] } }
    const tasks = [{ ...task([man, box]), data: { video: 'clip.mp4', i: 'photo.jpg' } }]
    const { files, wrote } = await convert({ tasks, config, to: need('yolo'), options: { frames: 'keyframes' } })
    expect([...files.keys()].filter((path) => path.startsWith('labels'))).toEqual([
      'labels/train/photo.txt',
      'labels/train/clip_000001.txt',
      'labels/train/clip_000003.txt',
    ])
    expect(wrote.get('regions')).toBe(2)
  })

  it('lose a track only with all of its boxes, and say each thing once', async () => {
    const leaving = track('leaving', ['Man'], [key(1, 90), key(4, 190)])
    const outside = track('outside', ['Man'], [key(1, 150)])
    const { issues, wrote } = await convert({ tasks: [task([leaving, outside])], config: CONFIG, to: need('yolo') })
    expect(issues.map(({ code, effect, region }) => `${code} ${effect} ${region}`)).toEqual([
      'region-clipped approximated leaving',
      'region-empty approximated leaving',
      'region-empty dropped outside',
    ])
    expect([wrote.get('regions'), wrote.get('boxes')]).toEqual([1, 1])
  })

  it('need the size of the video where a format has pixels', async () => {
    const { issues, wrote } = await convert({ tasks: [task([man, dog])], config: CONFIG, to: need('coco') })
    expect(issues.map(({ code, effect, region }) => `${code} ${effect} ${region}`)).toEqual([
      'size-absent assumed undefined',
      'video-size-unknown dropped a',
      'video-size-unknown dropped b',
    ])
    expect(wrote.get('regions')).toBeUndefined()
  })

  it('are lost with their annotation, which is said once', async () => {
    const { issues, wrote } = await convert({
      tasks: [task([man, dog])],
      config: CONFIG,
      to: need('coco-results'),
      options: SIZE,
    })
    expect(issues.map(({ code, effect }) => `${code} ${effect}`)).toEqual(['annotation-unscored dropped'])
    expect(wrote.get('regions')).toBeUndefined()
  })

  it('are not wanted of a config that draws none', () => {
    const config = { controls: [], objects: [], indexFlags: [], source: 'given' } as const
    expect(need('yolo').unsuited(config, {})).toMatch(/, or a Video with VideoRectangle$/)
  })
})

interface Image {
  readonly file_name: string
  readonly width: number
  readonly height: number
}
interface Box {
  readonly image_id: number
  readonly category_id: number
  readonly bbox: readonly number[]
}

function need(name: string) {
  return findFormat(name)!
}

function task(result: readonly object[]) {
  return { id: 1, data: { video: 'http://h/films/clip.mp4?sig=a/b' }, annotations: [{ id: 1, result }] }
}
