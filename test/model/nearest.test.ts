import { expect, it } from 'vitest'
import { nearest } from '../../src/model/nearest.ts'

it.each([
  ['Cra', ['Bus', 'Car'], 'Car'],
  ['PRE', ['ORG', 'PER'], 'PER'],
  ['coc', ['voc', 'coco'], 'coco'],
  ['lable', ['model', 'label'], 'label'],
  ['xyz', ['ORG', 'PER'], undefined],
  ['pasacl-voc', ['pascal-voc', 'yolo'], 'pascal-voc'],
  ['anything', [], undefined],
])('%s of %j: %s', (name, candidates, expected) => {
  expect(nearest(name, candidates)).toBe(expected)
})
