import { expect, it } from 'vitest'
import { findFormat } from '../../src/formats/index.ts'
import { optionsOfName } from '../../src/formats/names.ts'

it.each([
  ['YOLO', { layout: 'label-studio' }],
  ['Yolo', { layout: 'label-studio' }],
  ['yolo', {}],
  ['yolov8', {}],
  ['coco', {}],
])('%s stands for %j', (name, options) => {
  expect(optionsOfName(findFormat(name)!, name)).toEqual(options)
})
