import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { readTask } from '../../src/dialects/read-task.ts'
import { parseJson } from '../../src/json/node.ts'
import { EMPTY_CONFIG } from '../../src/model/label-config.ts'
import { decodeRuns, encodeRle } from '../../src/model/rle.ts'
import type { Task } from '../../src/model/task.ts'
import { colourOf, labelColours } from '../../src/page/parts/drawing/colours.ts'
import { describeRegion } from '../../src/page/parts/drawing/describe.ts'
import { compareAnnotations } from '../../src/page/parts/drawing/differences.ts'
import { cutIntoPieces, laneCount, piecesWithin } from '../../src/page/parts/drawing/lanes.ts'
import { isInMask, paintMask } from '../../src/page/parts/drawing/mask-runs.ts'
import { mediaAddress } from '../../src/page/parts/drawing/media-address.ts'
import { seriesOfJson, seriesOfText, timeOf } from '../../src/page/parts/drawing/series-data.ts'
import { timesOf } from '../../src/page/parts/drawing/video-times.ts'
import { fitView, panBy, toPicture, zoomAt } from '../../src/page/parts/drawing/viewport.ts'
import { printSeconds } from '../../src/page/parts/numbers.ts'

function taskOf(...results: readonly (readonly object[])[]): Task {
  const annotations = results.map((result) => ({ result }))
  return readTask(parseJson(JSON.stringify({ id: 1, data: {}, annotations })), 0, EMPTY_CONFIG)
}

const box = (id: string, label: string, x: number, width = 10) => {
  const value = { x, y: 10, width, height: 10, rotation: 0, rectanglelabels: [label] }
  return { id, from_name: 'box', to_name: 'image', type: 'rectanglelabels', value }
}

describe('colours', () => {
  it('are those of the config, else different ones in its order', () => {
    const config = parseLabelConfig(
      '<View><Labels name="l" toName="t"><Label value="a" background="Red"/><Label value="b"/><Label value="c" background="url(x)"/></Labels></View>',
    )
    const of = labelColours(config)
    expect(of('a')).toBe('red')
    expect(new Set([of('a'), of('b'), of('c'), of(undefined)]).size).toBe(4)
    expect(of('not there')).toMatch(/^#/)
  })

  it.each(['red;background:url(//x)', 'url(x)', '', 'var(--x)', 'transparent', '#12'])('takes %j for none', (text) => {
    expect(colourOf(text)).toBeUndefined()
  })

  it.each(['#abc', '#aabbcc80', 'rgb(1, 2, 3)', 'rgba(1,2,3,0.5)', 'hsl(120 50% 50%)'])('takes %j', (text) => {
    expect(colourOf(text)).toBe(text)
  })
})

describe('lanes', () => {
  const range = (start: number, end: number) => ({ start, end })
  const cut = (length: number, ...ranges: { start: number; end: number }[]) =>
    cutIntoPieces(length, ranges).map(({ start, end, covers }) => [start, end, covers.map(({ lane }) => lane)])

  it('cuts a text where ranges begin and end, those that overlap in different lanes', () => {
    expect(cut(10, range(2, 6), range(4, 8))).toEqual([
      [0, 2, []],
      [2, 4, [0]],
      [4, 6, [0, 1]],
      [6, 8, [1]],
      [8, 10, []],
    ])
  })

  it('gives the longest of nested ranges the first lane, and lanes that are free again to later ones', () => {
    expect(cut(9, range(0, 2), range(0, 4), range(4, 9))).toEqual([
      [0, 2, [0, 1]],
      [2, 4, [0]],
      [4, 9, [0]],
    ])
    expect(laneCount(cutIntoPieces(9, [range(0, 2), range(0, 4)]))).toBe(2)
  })

  it('cuts at the end of the text, and leaves out what is empty or behind it', () => {
    expect(cut(3, range(1, 9), range(2, 2), range(5, 6))).toEqual([
      [0, 1, []],
      [1, 3, [0]],
    ])
    expect(cut(0)).toEqual([])
  })

  it('gives a part of the pieces', () => {
    const pieces = cutIntoPieces(10, [range(2, 6)])
    expect(piecesWithin(pieces, range(1, 4)).map(({ start, end }) => [start, end])).toEqual([
      [1, 2],
      [2, 4],
    ])
    expect(piecesWithin(pieces, range(10, 12))).toEqual([])
  })
})

describe('viewport', () => {
  const room = { width: 432, height: 232 } // with a margin of 16 on each side

  it('shows all of a picture in the middle', () => {
    expect(fitView({ width: 100, height: 100 }, room)).toEqual({ scale: 2, x: 116, y: 16 })
  })

  it('keeps what lies below the pointer while it zooms, and finds it again', () => {
    const view = panBy(fitView({ width: 100, height: 100 }, room), { x: 7, y: -3 })
    const at = { x: 150, y: 90 }
    const before = toPicture(view, at)
    const after = toPicture(zoomAt(view, 3, at), at)
    expect(after.x).toBeCloseTo(before.x)
    expect(after.y).toBeCloseTo(before.y)
    expect(zoomAt(view, 1e9, at).scale).toBe(64)
  })
})

describe('masks', () => {
  const size = { width: 5, height: 3 }
  const plane = Uint8Array.from([0, 1, 1, 0, 0, 0, 255, 0, 0, 1, 1, 0, 0, 0, 0])
  const runs = decodeRuns(encodeRle(plane, size), size)

  it('know which pixels are in them', () => {
    const found = Array.from(plane, (_, k) => isInMask(runs, size, { x: (k % 5) + 0.5, y: Math.floor(k / 5) + 0.5 }))
    expect(found).toEqual(Array.from(plane, (value) => value > 0))
    expect(isInMask(runs, size, { x: -1, y: 1 })).toBe(false)
    expect(isInMask(runs, size, { x: 5, y: 0 })).toBe(false)
  })

  it('are painted in one colour', () => {
    const pixels = paintMask(runs, size, [10, 20, 30])
    expect([...pixels.slice(4, 8)]).toEqual([10, 20, 30, 255])
    expect([...pixels.slice(0, 4)]).toEqual([0, 0, 0, 0])
  })
})

describe('addresses of media', () => {
  it.each([
    ['https://x.org/a.jpg', 'https://x.org/a.jpg'],
    ['/data/upload/1/a.png', '/data/upload/1/a.png'],
    ['data/upload/1/a.png', '/data/upload/1/a.png'],
    ['upload/1/a.png', '/data/upload/1/a.png'],
    ['data:image/png;base64,AA', 'data:image/png;base64,AA'],
    ['/data/local-files/?d=in/a b.png', '/data/local-files/?d=in/a b.png'],
    [' s3://bucket/a ü?&.jpg', '/projects/7/resolve/?fileuri=s3%3A%2F%2Fbucket%2Fa%20%C3%BC%3F%26.jpg&stream=true'],
  ])('%s is asked for', (reference, url) => {
    expect(mediaAddress(reference, 7)).toEqual({ kind: 'address', url, reason: expect.any(String) })
  })

  it.each(['gs://bucket/a.jpg', 'javascript:alert(1)', 'data:text/html,<script>', 'C:\\a.jpg', '/home/me/a.jpg', 'a.jpg'])(
    '%s is not',
    (reference) => {
      expect(mediaAddress(reference, 7)).toMatchObject({ kind: 'unreachable' })
    },
  )
})

describe('differences', () => {
  it('pairs regions of the same place, the same label first', () => {
    const a = [box('a', 'Car', 10), box('b', 'Bus', 50), box('c', 'Car', 80), box('d', 'Van', 30)]
    const b = [box('x', 'Car', 12), box('y', 'Car', 50), box('z', 'Van', 30), box('w', 'Car', 90)]
    const [first, second] = taskOf(a, b).annotations
    const { first: ofFirst, second: ofSecond } = compareAnnotations(first!, second!)
    expect(ofFirst).toEqual(['moved', 'relabelled', 'alone', 'same'])
    expect(ofSecond).toEqual(['moved', 'relabelled', 'same', 'alone'])
  })

  it('compares spans, segments and answers', () => {
    const span = (id: string, start: number, end: number) => ({
      id,
      from_name: 'l',
      to_name: 't',
      type: 'labels',
      value: { start, end, text: 'x', labels: ['A'] },
    })
    const choice = (...choices: string[]) => ({ id: 'c', from_name: 'mood', to_name: 't', type: 'choices', value: { choices } })
    const [first, second] = taskOf([span('a', 0, 10), choice('x', 'y')], [span('b', 0, 9), choice('y', 'x')]).annotations
    const compared = compareAnnotations(first!, second!)
    expect(compared.first).toEqual(['moved'])
    expect(compared.answers).toEqual([{ fromName: 'mood', first: ['x', 'y'], second: ['y', 'x'], isSame: true }])
  })
})

describe('words about regions', () => {
  it('say size, angle and place', () => {
    const turned = { ...box('a', 'Car', 10, 20), original_width: 200, original_height: 100 }
    turned.value.rotation = 30
    const [annotation] = taskOf([turned, box('b', 'Car', 10)]).annotations
    expect(annotation!.regions.map(describeRegion)).toEqual(['rectangle, 40 × 10 px, turned by 30°', 'rectangle, 10 × 10 %'])
  })

  it.each([
    [0, '0:00.0'],
    [62.54, '1:02.5'],
    [59.96, '1:00.0'],
    [3723, '1:02:03.0'],
  ])('%s seconds are %s', (seconds, text) => {
    expect(printSeconds(seconds)).toBe(text)
  })
})

describe('time series', () => {
  const object = parseLabelConfig('<View><TimeSeries name="ts" value="$d" timeColumn="t" sep=";"/></View>').objects[0]!

  it('are read from lists, columns without numbers left out', () => {
    const data = parseJson('{"t": [1, 2, 3], "v": [0.5, null, 2], "name": ["a", "b", "c"]}')
    expect(seriesOfJson(data, object)).toEqual({
      times: [1, 2, 3],
      hasDates: false,
      channels: [{ name: 'v', values: [0.5, Number.NaN, 2] }],
    })
  })

  it('are read from tables, dates as seconds', () => {
    const series = seriesOfText('t;v\n2024-01-01T00:00:00Z;1\n2024-01-01T00:00:10Z;2\n', object)
    expect(series.hasDates).toBe(true)
    expect(series.times[1]! - series.times[0]!).toBe(10)
    expect(series.channels).toEqual([{ name: 'v', values: [1, 2] }])
    expect(timeOf('5')).toBe(5)
  })
})

describe('videos', () => {
  const config = parseLabelConfig('<View><Video name="v" value="$v" framerate="30"/></View>')
  const track = (value: object) => ({
    id: 'a',
    from_name: 'b',
    to_name: 'v',
    type: 'videorectangle',
    value: { labels: ['A'], ...value },
  })
  const key = { frame: 90, x: 0, y: 0, width: 1, height: 1, enabled: true }

  it('are as long and as fast as their regions say, else as the config does', () => {
    const [said, silent] = [track({ framesCount: 100, duration: 10, sequence: [key] }), track({ sequence: [key] })].map(
      (result) => taskOf([result]).annotations[0]!.regions.map((region) => ({ region })),
    )
    expect(timesOf(said!, config, 'v', undefined)).toEqual({ frames: 100, rate: 10, isRateKnown: true })
    expect(timesOf(silent!, config, 'v', 4)).toEqual({ frames: 120, rate: 30, isRateKnown: true })
    expect(timesOf([], EMPTY_CONFIG, 'v', undefined)).toEqual({ frames: 1, rate: 24, isRateKnown: false })
  })
})
