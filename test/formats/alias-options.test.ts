import { expect, it } from 'vitest'
import { findFormat, optionsOfName } from '../../src/formats/index.ts'

it.each([
  ['YOLO', { layout: 'label-studio' }],
  ['Yolo', { layout: 'label-studio' }],
  ['yolo', {}],
  ['yolov8', {}],
  ['coco', {}],
])('%s stands for %j', (name, options) => {
  expect(optionsOfName(findFormat(name)!, name)).toEqual(options)
})
