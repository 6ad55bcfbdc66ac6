import { describe, expect, it } from 'vitest'
import { flipIndexes } from '../../src/formats/yolo/flip.ts'
import { yoloPose } from '../../src/formats/yolo-pose.ts'
import { convert } from '../convert.ts'
import { exported } from '../known-defects/exported.ts'
import { ALL_SHAPES, box, keypoint, task } from './drawing.ts'

describe('yolo-pose', () => {
  it('writes a box with its key points per row, in the order of the config', async () => {
    const regions = [
      keypoint('n', 20, 30, 'nose', 'b'),
      box('b', 10, 20, 30, 40),
      keypoint('l', 15, 25, 'left eye', 'b', true),
      box('alone', 50, 50, 10, 10, 0, ['dog']),
    ]
    const { text, issues, wrote } = await convert({ tasks: [task(1, regions)], config: ALL_SHAPES, to: yoloPose })
    expect(text('labels/train/1.txt')).toBe(
      '0 0.25 0.4 0.3 0.4 0.2 0.3 2 0.15 0.25 1 0 0 0\n1 0.55 0.55 0.1 0.1 0 0 0 0 0 0 0 0 0\n',
    )
    expect(text('data.yaml')).toContain(
      'kpt_shape: [3, 3]\nflip_idx: [0, 2, 1]\nkpt_names:\n  0: ["nose", "left eye", "right eye"]\n',
    )
    expect(issues).toEqual([])
    expect(Object.fromEntries(wrote)).toEqual({ images: 1, regions: 4, rows: 2 })
  })

  it('R11 R13: two people are two rows, hidden points have visibility 1', async () => {
    const { text, issues } = await exported('keypoints_two_people', 'yolo-pose')
    const file = text('index.jsonl').split('"')[3]!
    const rows = text(file).trim().split('\n')
    expect(rows.length).toBeGreaterThanOrEqual(2)
    expect(new Set(rows.map((row) => row.split(' ').length))).toEqual(new Set([5 + 3 * 3]))
    expect(rows.join(' ')).toMatch(/ 1( |$)/)
    expect(issues.map(({ code }) => code)).toContain('keypoint-loose')
  })

  it('R12: without model_index the order of the config counts', async () => {
    const { text } = await exported('keypoints_no_model_index', 'yolo-pose')
    expect(text('data.yaml')).toMatch(/kpt_shape: \[\d+, 3\]/)
  })

  it('gives points without a box one of their own, and tells those that make none', async () => {
    const tasks = [
      task(1, [keypoint('a', 10, 10, 'nose'), keypoint('b', 20, 30, 'left eye'), keypoint('c', 50, 50, 'nose')]),
      task(2, [box('b', 0, 0, 50, 50), keypoint('first', 1, 1, 'nose', 'b'), keypoint('second', 2, 2, 'nose', 'b')]),
    ]
    const { text, issues, wrote } = await convert({ tasks, config: ALL_SHAPES, to: yoloPose })
    expect(text('labels/train/1.txt')).toBe('5 0.15 0.2 0.1 0.2 0.1 0.1 2 0.2 0.3 2 0 0 0\n')
    expect(text('classes.txt').split('\n')[5]).toBe('default')
    expect(text('labels/train/2.txt')).toBe('0 0.25 0.25 0.5 0.5 0.01 0.01 2 0 0 0 0 0 0\n')
    expect(issues.map(({ code, region }) => `${code} ${region}`)).toEqual([
      'keypoint-loose a',
      'keypoint-loose b',
      'keypoint-loose c',
      'region-empty c',
      'keypoint-loose second',
      'region-empty second',
    ])
    expect(wrote.get('regions')).toBe(4)
  })

  it('tells key points that the config does not know, and those outside the image', async () => {
    const regions = [box('b', 0, 0, 50, 50), keypoint('ear', 1, 1, 'ear', 'b'), keypoint('far', 120, 1, 'nose', 'b')]
    const { text, issues } = await convert({ tasks: [task(1, regions)], config: ALL_SHAPES, to: yoloPose })
    expect(text('labels/train/1.txt')).toBe('0 0.25 0.25 0.5 0.5 0 0 0 0 0 0 0 0 0\n')
    expect(issues.map(({ code, region, effect }) => `${code} ${region} ${effect}`).sort()).toEqual([
      'keypoint-unlisted ear dropped',
      'region-empty far dropped',
    ])
  })
})

describe('flipIndexes', () => {
  it.each([
    [
      ['nose', 'left eye', 'right eye'],
      [0, 2, 1],
    ],
    [
      ['L_Hip', 'R_Hip'],
      [1, 0],
    ],
    [
      ['LeftKnee', 'RightKnee', 'tail'],
      [1, 0, 2],
    ],
    [
      ['eye-l', 'eye-r'],
      [1, 0],
    ],
    [['nose', 'tail'], undefined],
    [['left eye', 'nose'], undefined],
    [[], undefined],
  ])('of %j is %j', (names, flip) => {
    expect(flipIndexes(names)).toEqual(flip)
  })
})
