import { describe, expect, it } from 'vitest'
import { png } from '../io/media-bytes.ts'
import { detected, type Files, labelsOf, only, readFiles } from './read.ts'

const YAML = `# Ultralytics
path: ../datasets/x # root
train: images/train
names:
  0: person
  1: "traffic light: red" # quoted
`

function setOf(rows: string, yaml = YAML): Files {
  return { 'data.yaml': yaml, 'images/train/a.png': png(200, 100, 2), 'labels/train/a.txt': rows }
}

describe('yolo', () => {
  it('reads rows as boxes of the image that has their name, with its size', async () => {
    const read = await readFiles(setOf('1 0.5 0.5 0.2 0.4\n'))
    expect(read.reader).toBe('yolo')
    const task = only(read.tasks)
    expect(task.data).toEqual({ image: 'images/train/a.png', width: 200, height: 100, split: 'train' })
    expect(only(read.results)).toMatchObject({
      id: '1',
      original_width: 200,
      original_height: 100,
      value: { x: 40, y: 30, width: 20, height: 40, rectanglelabels: ['traffic light: red'] },
    })
    expect(labelsOf(read, 'box')).toEqual(['person', 'traffic light: red'])
    expect(read.told).toEqual([])
  })

  it('takes an empty label file for an image that was looked at, a missing one for one that was not', async () => {
    const read = await readFiles({ ...setOf(''), 'images/val/b.png': png(1, 1, 2), 'classes.txt': 'a\n' })
    expect(read.tasks.map(({ data, annotations }) => [data.image, data.split, annotations.length])).toEqual([
      ['images/train/a.png', 'train', 1],
      ['images/val/b.png', 'val', 0],
    ])
  })

  it('X9: passes over blank lines, keeps unknown classes, and keeps a score of 0 as a prediction', async () => {
    const read = await readFiles(setOf('\n7 0.5 0.5 1 1\n\n0 0.5 0.5 1 1 0\n'))
    const [task] = read.tasks
    expect(only(task!.annotations).result).toMatchObject([{ id: '2', value: { rectanglelabels: ['class_7'] } }])
    expect(only(task!.predictions!).result).toMatchObject([{ id: '4', score: 0, value: { rectanglelabels: ['person'] } }])
    expect(read.told).toEqual(['category-unlisted: the category 7 is not listed; its label is `class_7`'])
    expect(read.issues[0]?.where).toEqual({ file: 'set/labels/train/a.txt', line: 2 })
  })

  it('reports rows that are none, with file and line', async () => {
    const read = await readFiles(setOf('0 0.5 0.5 1\n0 0.1 0.1 0.2 0.2\nx 1 1 1 1\n'), { from: 'yolo' })
    expect(read.issues.map(({ code, where }) => [code, where.line])).toEqual([
      ['record-invalid', 1],
      ['record-invalid', 3],
    ])
    expect(read.results).toHaveLength(1)
  })

  it('reads Label Studio’s layout without images, and says what it calls them', async () => {
    const read = await readFiles({
      'classes.txt': 'a\nb\n',
      'labels/x.y.txt': '1 0.5 0.5 1 1',
      'notes.json': '{"categories":[]}',
    })
    expect(only(read.tasks).data).toEqual({ image: 'x.y.jpg' })
    expect(read.told).toEqual(['media-absent: the file that it is about is not there; it is called `x.y.jpg`'])
  })

  it('reads the darknet layout: texts beside the images', async () => {
    const files = {
      'obj.names': 'cat\n',
      'train.txt': 'data/a.png\n',
      'data/a.png': png(10, 10, 2),
      'data/a.txt': '0 0.5 0.5 1 1\n',
    }
    const read = await readFiles(files)
    expect([read.reader, only(read.tasks).data.image, read.results.length]).toEqual(['yolo', 'data/a.png', 1])
  })
})

describe('yolo-seg', () => {
  it('X9: reads a row of points as a polygon, not as a box with a score', async () => {
    const read = await readFiles(setOf('0 0.1 0.1 0.5 0.1 0.3 0.9\n1 0.5 0.5 0.2 0.4\n'))
    expect(read.reader).toBe('yolo-seg')
    expect(read.results.map(({ type, value }) => [type, value.points])).toEqual([
      [
        'polygonlabels',
        [
          [10, 10],
          [50, 10],
          [30, 90],
        ],
      ],
      ['rectanglelabels', undefined],
    ])
  })
})

describe('yolo-obb', () => {
  it('reads four corners as a box that is turned in pixels', async () => {
    // 40×20 pixels turned by 30° about (100, 30) on an image of 200×100
    const corners = [
      [100, 30],
      [134.641016, 50],
      [124.641016, 67.320508],
      [90, 47.320508],
    ]
    const row = corners.map(([x, y]) => `${x! / 200} ${y! / 100}`).join(' ')
    const read = await readFiles(setOf(`0 ${row}\n`))
    expect(read.reader).toBe('yolo-obb')
    const { x, y, width, height, rotation } = only(read.results).value as Record<string, number>
    expect([x, y, width, height, rotation].map((number) => Math.round(number! * 1e4) / 1e4)).toEqual([50, 30, 20, 20, 30])
  })

  it('keeps corners as a polygon where the size of the image is not known', async () => {
    const { 'images/train/a.png': _, ...files } = setOf('0 0.1 0.1 0.5 0.1 0.5 0.3 0.1 0.3\n')
    expect(only((await readFiles(files)).results).type).toBe('polygonlabels')
  })

  it('cannot be told from outlines of four points that make no rectangle', async () => {
    const rows = '0 0.1 0.1 0.5 0.1 0.5 0.3 0.1 0.3\n0 0.1 0.1 0.5 0.1 0.5 0.3 0.1 0.3\n0 0.1 0.1 0.5 0.1 0.4 0.3 0.2 0.3\n'
    await expect(detected(setOf(rows))).rejects.toMatchObject({
      code: 'input-ambiguous',
      message: 'the input may be yolo-obb or yolo-seg',
    })
  })
})

describe('yolo-pose', () => {
  const yaml = `names: [person]\nkpt_shape: [2, 3]\nkpt_names:\n  0: ["left eye", "right eye"]\n`

  it('reads a box with its key points; those of visibility 0 are not labelled', async () => {
    const read = await readFiles(setOf('0 0.5 0.5 1 1 0.25 0.75 1 0 0 0\n', yaml))
    expect(read.reader).toBe('yolo-pose')
    const [box, point] = read.results
    expect(read.results).toHaveLength(2)
    expect(point).toMatchObject({ parentID: box?.id, value: { x: 25, y: 75, hidden: true, keypointlabels: ['left eye'] } })
    expect(labelsOf(read, 'keypoint')).toEqual(['left eye', 'right eye'])
  })
})
