import { describe, expect, it } from 'vitest'
import { regionOf, result } from './task-of.ts'

const shapeOf = (type: string, value: unknown, xml?: string, more = {}) => regionOf([result(type, value, more)], xml).shape

const BOX = { x: 1, y: 2, width: 3, height: 4 }
const on = (tag: string) =>
  `<View><${tag} name="it" value="$it"/><Labels name="label" toName="it"><Label value="A"/></Labels></View>`

describe('a shape is read by its geometry', () => {
  const cases: [what: string, type: string, value: object, shape: object][] = [
    ['rectangle', 'rectanglelabels', { ...BOX, rotation: 45 }, { kind: 'rectangle', ...BOX, rotation: 45 }],
    ['rectangle without rotation', 'rectangle', BOX, { kind: 'rectangle', ...BOX, rotation: 0 }],
    [
      'ellipse',
      'ellipselabels',
      { x: 1, y: 2, radiusX: 3, radiusY: 4, rotation: 5 },
      { kind: 'ellipse', x: 1, y: 2, radiusX: 3, radiusY: 4, rotation: 5 },
    ],
    [
      'polygon',
      'polygonlabels',
      {
        points: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        closed: true,
      },
      {
        kind: 'polygon',
        points: [
          { x: 1, y: 2 },
          { x: 3, y: 4 },
          { x: 5, y: 6 },
        ],
      },
    ],
    [
      'open vector',
      'vectorlabels',
      {
        vertices: [
          { x: 1, y: 2 },
          { x: 3, y: 4 },
        ],
        closed: false,
      },
      {
        kind: 'polyline',
        points: [
          { x: 1, y: 2 },
          { x: 3, y: 4 },
        ],
      },
    ],
    [
      'closed vector',
      'vectorlabels',
      {
        vertices: [
          { x: 1, y: 2 },
          { x: 3, y: 4 },
          { x: 5, y: 6 },
        ],
        closed: true,
      },
      {
        kind: 'polygon',
        points: [
          { x: 1, y: 2 },
          { x: 3, y: 4 },
          { x: 5, y: 6 },
        ],
      },
    ],
    ['key point', 'keypointlabels', { x: 1, y: 2, width: 0.5 }, { kind: 'keypoint', x: 1, y: 2, hidden: false }],
    ['hidden key point', 'keypointlabels', { x: 1, y: 2, hidden: true }, { kind: 'keypoint', x: 1, y: 2, hidden: true }],
    ['brush', 'brushlabels', { format: 'rle', rle: [0, 1, 255] }, { kind: 'brush', rle: [0, 1, 255] }],
    [
      'bitmask',
      'bitmasklabels',
      { imageDataURL: 'data:image/png;base64,AA==' },
      { kind: 'bitmask', dataUrl: 'data:image/png;base64,AA==' },
    ],
    ['span', 'labels', { start: 3, end: 7, text: 'abcd' }, { kind: 'span', start: 3, end: 7, text: 'abcd' }],
    ['segment', 'labels', { start: 0.5, end: 2, channel: 1 }, { kind: 'segment', startSeconds: 0.5, endSeconds: 2, channel: 1 }],
    [
      'dialogue span',
      'paragraphlabels',
      { start: '0', end: '2', startOffset: 4, endOffset: 9, text: 'x' },
      { kind: 'dialogue-span', startParagraph: 0, endParagraph: 2, startOffset: 4, endOffset: 9, text: 'x' },
    ],
    [
      'HTML span',
      'hypertextlabels',
      {
        start: '/p[1]/text()[1]',
        end: '/p[2]/text()[1]',
        startOffset: 4,
        endOffset: 9,
        globalOffsets: { start: 10, end: 20 },
        text: 'x',
      },
      {
        kind: 'html-span',
        startXPath: '/p[1]/text()[1]',
        endXPath: '/p[2]/text()[1]',
        startOffset: 4,
        endOffset: 9,
        globalStart: 10,
        globalEnd: 20,
        text: 'x',
      },
    ],
    [
      'frame range',
      'timelinelabels',
      { ranges: [{ start: 1, end: 9 }] },
      { kind: 'frame-range', ranges: [{ start: 1, end: 9 }] },
    ],
    [
      'range of a time series',
      'timeserieslabels',
      { start: '2020-01-01', end: '2020-01-02', instant: false },
      { kind: 'series-range', start: '2020-01-01', end: '2020-01-02', instant: false },
    ],
    [
      'instant of a time series',
      'timeserieslabels',
      { start: 5, end: 5, instant: true },
      { kind: 'series-range', start: 5, end: 5, instant: true },
    ],
  ]
  it.each(cases)('%s', (_, type, value, shape) => {
    expect(shapeOf(type, value)).toEqual(shape)
  })

  it('video track', () => {
    const shape = shapeOf('videorectangle', { sequence: [{ frame: 1, enabled: true, ...BOX }], framesCount: 9 })
    expect(shape).toMatchObject({ kind: 'track' })
    expect(shape.kind === 'track' && shape.sequence.value()).toEqual([{ frame: 1, enabled: true, ...BOX }])
  })

  it.each([
    [
      'polygon',
      {
        points: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      },
    ],
    ['ellipse', { x: 1, y: 2, radiusX: 3, radiusY: 4 }],
    ['brush', { rle: [1] }],
    ['rectangle', BOX],
    ['span', { start: 0, end: 1, text: 'x' }],
  ])('R1: `labels` on a %s are not taken for a rectangle', (kind, value) => {
    expect(shapeOf('labels', { ...value, labels: ['A'] }).kind).toBe(kind)
  })

  it('numbers may stand in quotes', () => {
    expect(shapeOf('rectanglelabels', { x: '1', y: '2.5', width: '3e0', height: '4', rotation: '90' })).toEqual({
      kind: 'rectangle',
      x: 1,
      y: 2.5,
      width: 3,
      height: 4,
      rotation: 90,
    })
    expect(shapeOf('labels', { start: '3', end: '7', text: 'abcd' })).toEqual({ kind: 'span', start: 3, end: 7, text: 'abcd' })
  })
})

describe('seconds or characters', () => {
  it('the object tag says so', () => {
    const whole = { start: 1, end: 3 }
    expect(shapeOf('labels', whole, on('Audio')).kind).toBe('segment')
    expect(shapeOf('labels', whole, on('AudioPlus')).kind).toBe('segment')
    expect(shapeOf('labels', whole, on('Video')).kind).toBe('segment')
    expect(shapeOf('labels', whole, on('Text')).kind).toBe('span')
    expect(shapeOf('labels', { start: 1, end: 3 }, on('TimeSeries')).kind).toBe('series-range')
  })

  it('else what only recordings have', () => {
    expect(shapeOf('labels', { start: 1, end: 3, channel: 0 }).kind).toBe('segment')
    expect(shapeOf('labels', { start: 1, end: 3 }, undefined, { original_length: 9 }).kind).toBe('segment')
    expect(shapeOf('labels', { start: 1.25, end: 3 }).kind).toBe('segment')
    expect(shapeOf('textarea', { start: 1.25, end: 3, text: ['said'] }).kind).toBe('segment')
  })

  it('else it is text', () => {
    expect(shapeOf('labels', { start: 1, end: 3 })).toEqual({ kind: 'span', start: 1, end: 3, text: undefined })
  })
})

describe('a damaged shape is unknown and says why', () => {
  it.each([
    ['rectanglelabels', { x: 1, y: 2, width: 3 }, 'the rectanglelabels has no `height`'],
    ['rectanglelabels', { ...BOX, x: null }, 'the rectanglelabels has no `x`'],
    ['rectanglelabels', { ...BOX, width: 'wide' }, 'the rectanglelabels has no `width`'],
    ['rectanglelabels', { rectanglelabels: ['A'] }, 'the rectanglelabels has no coordinates'],
    ['ellipselabels', { x: 1, y: 2, radiusX: 3 }, 'the ellipselabels has no `radiusY`'],
    ['keypointlabels', { x: 1, y: '' }, 'the keypointlabels has no `y`'],
    [
      'polygonlabels',
      {
        points: [
          [1, 2],
          [3, 4],
        ],
      },
      'the polygonlabels has 2 points, it needs 3',
    ],
    ['polygonlabels', { points: [] }, 'the polygonlabels has 0 points, it needs 3'],
    ['polygonlabels', { points: null }, 'the polygonlabels has 0 points, it needs 3'],
    ['polygonlabels', { points: [[1, 2], [3], [5, 6]] }, 'point 2 of the polygonlabels is no pair of numbers'],
    ['vectorlabels', { vertices: [{ x: 1, y: 1 }] }, 'the vectorlabels has 1 points, it needs 2'],
    ['brushlabels', { rle: [] }, '`rle` of the brushlabels is empty'],
    ['brushlabels', { rle: [1, 256] }, '`rle` holds 256, which is no byte'],
    ['brushlabels', { rle: [1.5] }, '`rle` holds 1.5, which is no byte'],
    ['labels', { start: null, end: null, labels: ['A'] }, 'the labels has no `start`'],
    ['labels', { start: 1, labels: ['A'] }, 'the labels has no `end`'],
    ['labels', { start: 1.5, end: 2, text: 'x' }, 'the span 1.5–2 is not of whole characters'],
    ['labels', { labels: ['A'] }, 'the labels has no coordinates'],
    ['timeserieslabels', { start: 1 }, 'the timeserieslabels has no `start` and `end`'],
    ['timelinelabels', { ranges: [{ start: 1 }] }, 'the timelinelabels has no `end`'],
    ['paragraphlabels', { start: '0', end: '1', startOffset: 1 }, 'the paragraphlabels has no `endOffset`'],
  ])('%s %j', (type, value, problem) => {
    expect(shapeOf(type, JSON.parse(JSON.stringify(value)))).toEqual({ kind: 'unknown', type, problem })
  })
})
