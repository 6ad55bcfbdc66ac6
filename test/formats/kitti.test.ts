import { describe, expect, it } from 'vitest'
import { kitti } from '../../src/formats/kitti.ts'
import { convert } from '../convert.ts'
import { ALL_SHAPES, box, task } from './drawing.ts'

const UNKNOWN = '-1 -1 -1 -1000 -1000 -1000 -10'

describe('kitti', () => {
  it('writes 15 columns per box, with KITTI’s values for what is not known', async () => {
    const regions = [box('a', 10, 20, 30, 40), box('half', 90, 0, 20, 10, 0, ['big dog'])]
    const { files, text, issues, wrote } = await convert({
      tasks: [task(1, regions), task(2, [])],
      config: ALL_SHAPES,
      to: kitti,
    })
    expect([...files.keys()]).toEqual(['label_2/1.txt', 'label_2/2.txt', 'index.jsonl'])
    expect(text('label_2/1.txt')).toBe(
      `car 0.00 3 -10 100.00 100.00 400.00 300.00 ${UNKNOWN}\nbig_dog 0.50 3 -10 900.00 0.00 1000.00 50.00 ${UNKNOWN}\n`,
    )
    expect(text('label_2/2.txt')).toBe('')
    expect(text('label_2/1.txt').split('\n')[0]!.split(' ').length).toBe(15)
    expect(issues.map(({ code, region }) => `${code} ${region}`)).toEqual(['region-clipped half', 'label-renamed half'])
    expect(Object.fromEntries(wrote)).toEqual({ images: 2, regions: 2, objects: 2 })
  })

  it('puts the score of a prediction behind them', async () => {
    const tasks = [{ ...task(1, []), predictions: [{ id: 1, score: 0.25, result: [box('a', 0, 0, 10, 10)] }] }]
    const { text } = await convert({ tasks, config: ALL_SHAPES, to: kitti, selection: { predictions: 'only' } })
    expect(text('label_2/1.txt')).toBe(`car 0.00 3 -10 0.00 0.00 100.00 50.00 ${UNKNOWN} 0.25\n`)
  })

  it('G1: turned boxes are the upright boxes around them', async () => {
    const { text, issues } = await convert({ tasks: [task(1, [box('t', 20, 20, 30, 20, 90)])], config: ALL_SHAPES, to: kitti })
    expect(text('label_2/1.txt')).toContain(' 100.00 100.00 200.00 400.00 ')
    expect(issues.map(({ code }) => code)).toEqual(['rotation-flattened'])
  })
})
