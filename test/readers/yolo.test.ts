import { describe, expect, it } from 'vitest'
import { bigProject } from '../arbitrary.ts'
import { convert } from '../convert.ts'
import { askPython, convertGolden, formatOf, writeFiles } from './python.ts'

interface Dataset {
  readonly names: readonly string[]
  readonly rows: Readonly<Record<string, readonly (readonly [string, ...number[]])[]>>
  readonly keypoints?: readonly [number, number]
  readonly problems: readonly string[]
}

const look = (folder: string, kind: string) => askPython('yolo.py', folder, kind) as Dataset

describe('Ultralytics’ rules hold', () => {
  it.each([
    ['yolo', 'detect'],
    ['yolo-obb', 'obb'],
    ['yolo-seg', 'segment'],
    ['yolo-pose', 'pose'],
  ])('for %s of random projects in both layouts', async (to, kind) => {
    for (const layout of ['ultralytics', 'label-studio']) {
      const result = await convert({ ...bigProject('image'), to: formatOf(to), options: { layout } })
      const { problems, rows } = look(writeFiles(result), kind)
      expect(problems).toEqual([])
      expect(Object.values(rows).flat().length).toBe(result.wrote.get('rows'))
      expect(result.wrote.get('rows')).toBeGreaterThan(50)
      expect(Object.keys(rows).length).toBe(result.wrote.get('images'))
    }
  })

  it('for the boxes of a golden, under their names', async () => {
    const { names, rows, problems } = look(writeFiles(await convertGolden('bbox_basic', 'yolo')), 'detect')
    expect(problems).toEqual([])
    expect(names).toEqual(['Truck', 'car', 'Ärger & Co', 'human'])
    expect(rows['labels/train/street_001.txt']).toContainEqual(['Truck', 0.25, 0.4, 0.3, 0.4])
  })

  it('for the frames of a film', async () => {
    const result = await convertGolden('video_tracking', 'yolo', { options: { videoSize: '1000x500' } })
    const { rows, problems } = look(writeFiles(result), 'detect')
    expect(problems).toEqual([])
    expect(Object.keys(rows)).toHaveLength(250)
    expect(Object.values(rows).filter((own) => own.length > 0)).toHaveLength(100)
    expect(rows['labels/train/clip_000026.txt']).toEqual([['Man', 0.3, 0.26, 0.2, 0.3]])
  })

  it('for the key points of a golden', async () => {
    const { keypoints, rows } = look(writeFiles(await convertGolden('keypoints_one_person', 'yolo-pose')), 'pose')
    expect(keypoints).toEqual([3, 3])
    expect(rows['labels/train/k1.txt']).toEqual([['person', 0.35, 0.5, 0.5, 0.8, 0.301, 0.202, 2, 0, 0, 0, 0.32, 0.18, 2]])
  })
})
