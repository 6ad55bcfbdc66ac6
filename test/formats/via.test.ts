import { describe, expect, it } from 'vitest'
import { via } from '../../src/formats/via.ts'
import { convert } from '../convert.ts'
import { exported } from '../known-defects/exported.ts'
import { ALL_SHAPES, box, ellipse, keypoint, polygon, task } from './drawing.ts'

describe('via', () => {
  it('writes the regions of all images as VIA imports them', async () => {
    const triangle = polygon('p', [
      [10, 10],
      [30, 10],
      [20, 50],
    ])
    const regions = [box('b', 10, 20, 30, 40), triangle, ellipse('e', 50, 50, 10, 20, 90), keypoint('k', 5, 5, 'nose')]
    const { text, wrote } = await convert({
      tasks: [task(1, regions), task(2, [box('turned', 20, 20, 30, 20, 90)])],
      config: ALL_SHAPES,
      to: via,
    })
    const region = (label: string, shape: object) => ({ shape_attributes: shape, region_attributes: { label } })
    expect(JSON.parse(text('via.json'))).toEqual({
      '1.jpg-1': {
        filename: '1.jpg',
        size: -1,
        regions: [
          region('car', { name: 'rect', x: 100, y: 100, width: 300, height: 200 }),
          region('roof', { name: 'polygon', all_points_x: [100, 300, 200], all_points_y: [50, 50, 250] }),
          region('ball', { name: 'ellipse', cx: 500, cy: 250, rx: 100, ry: 100, theta: 1.570796 }),
          region('nose', { name: 'point', cx: 50, cy: 25 }),
        ],
        file_attributes: {},
      },
      '2.jpg-1': {
        filename: '2.jpg',
        size: -1,
        regions: [region('car', { name: 'polygon', all_points_x: [200, 200, 100, 100], all_points_y: [100, 400, 400, 100] })],
        file_attributes: {},
      },
    })
    expect(Object.fromEntries(wrote)).toEqual({ images: 2, regions: 5, shapes: 5 })
  })

  it('keeps per-region answers beside the label, which may have another name', async () => {
    const drawn = box('b', 0, 0, 50, 50)
    const answer = { ...drawn, from_name: 'colour', type: 'choices', value: { choices: ['red', 'blue'] } }
    const { text } = await convert({
      tasks: [task(1, [drawn, answer])],
      config: ALL_SHAPES,
      to: via,
      options: { attribute: 'type' },
    })
    expect(JSON.parse(text('via.json'))['1.jpg-1'].regions[0].region_attributes).toEqual({ colour: 'red, blue', type: 'car' })
  })

  it('C7: has an entry for each of the images of one name', async () => {
    const { text, wrote } = await exported('same_file_names', 'via')
    expect(Object.keys(JSON.parse(text('via.json'))).length).toBe(wrote.get('images'))
  })
})
