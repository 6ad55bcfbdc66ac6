import { describe, expect, it } from 'vitest'
import { yoloObb } from '../../src/formats/yolo-obb.ts'
import { encodeRle } from '../../src/model/rle.ts'
import { convert } from '../convert.ts'
import { exported } from '../known-defects/exported.ts'
import { ALL_SHAPES, box, brush, ellipse, polygon, SIZE, task, unsized } from './drawing.ts'
import { goldenFiles, goldenInput, readGolden } from './goldens.ts'

const RIGHT: Record<string, { labels: string[]; obb: [number, number][] }[]> = JSON.parse(
  readGolden('right_geometry.json').toString(),
)

describe('yolo-obb', () => {
  it.each(Object.keys(RIGHT))('corners of %s are right', async (name) => {
    const { files, text } = await convert({
      ...goldenInput(name.replace('open/', '')),
      to: yoloObb,
      options: { clip: false },
      selection: { annotations: 'all', cancelled: 'keep' },
    })
    const classes = text('classes.txt').split('\n')
    const rows = [...files.keys()].filter((file) => file.startsWith('labels/')).flatMap((file) => rowsOf(text(file)))
    for (const { labels, obb } of RIGHT[name]!)
      for (const label of labels)
        expect(rows.some(([index, ...numbers]) => classes[index!] === label && isNear(numbers, obb.flat()))).toBe(true)
  })

  it.each([
    ['bbox_rotation', { '8bfeb4f5__land': 'land', '9c4a313f__sq': 'sq', '5306f886__port': 'port' }],
    ['repo_yolo_obb', { '3d738ebf__image3': 'image3', eee3b1dc__image2: 'image2', '718f1d05__image1': 'image1' }],
  ])('has the corners that Label Studio writes of %s', async (name, stems) => {
    const { text } = await convert({ ...goldenInput(name), to: yoloObb, options: { layout: 'label-studio' } })
    const peerClasses = readGolden(`${name}/YOLO_OBB/classes.txt`).toString().split('\n')
    const peer = goldenFiles(name, 'YOLO_OBB/labels')
    const classes = text('classes.txt').split('\n')
    for (const [peerStem, stem] of Object.entries(stems)) {
      const own = rowsOf(text(`labels/${stem}.txt`))
      const theirs = rowsOf(new TextDecoder().decode(peer.get(`${peerStem}.txt`)))
      expect(own.length).toBe(theirs.length)
      for (const [k, [index, ...numbers]] of own.entries()) {
        expect(classes[index!]).toBe(peerClasses[theirs[k]![0]!])
        expect(isNear(numbers, theirs[k]!.slice(1)), `${stem} ${k}`).toBe(true)
      }
    }
  })

  it('G6: no `rotation` is 0', async () => {
    const { text } = await exported('bbox_rotation_edge', 'yolo-obb')
    expect(rowsOf(text('labels/train/three.txt'))).toEqual([[0, 0.1, 0.1, 0.3, 0.1, 0.3, 0.3, 0.1, 0.3]])
  })

  it('G7: a polygon is the smallest turned rectangle around it, four corners as every row has', async () => {
    const diamond = polygon('d', [
      [20, 20],
      [30, 40],
      [20, 60],
      [10, 40],
    ]) // a square of pixels on its corner: 200 wide, 200 high
    const { text, issues } = await convert({ tasks: [task(1, [diamond])], config: ALL_SHAPES, to: yoloObb })
    const [row] = rowsOf(text('labels/train/1.txt'))
    expect(row!.slice(0, 1)).toEqual([2])
    expect(cornersOf(row!)).toEqual(['0.1 0.4', '0.2 0.2', '0.2 0.6', '0.3 0.4'])
    expect(issues.map(({ code, region }) => `${code} ${region}`)).toEqual(['outline-boxed d'])
  })

  it('turns ellipses and masks too', async () => {
    const mask = new Uint8Array(SIZE.width * SIZE.height)
    for (let k = 0; k < 100; k++) for (let w = 0; w < 20; w++) mask[(100 + k + w) * SIZE.width + 100 + k - w] = 255
    const regions = [ellipse('e', 50, 50, 10, 5, 90), brush('m', encodeRle(mask, SIZE))]
    const { text } = await convert({ tasks: [task(1, regions)], config: ALL_SHAPES, to: yoloObb })
    const [turned, stroke] = rowsOf(text('labels/train/1.txt'))
    expect(cornersOf(turned!)).toEqual(['0.475 0.3', '0.475 0.7', '0.525 0.3', '0.525 0.7'])
    const xs = stroke!.slice(1).filter((_, k) => k % 2 === 0)
    expect(Math.max(...xs) - Math.min(...xs)).toBeLessThan(0.13) // the hull of the stroke is as wide, its upright box no less
    expect(stroke!.length).toBe(9)
  })

  it('G8: corners stay in the image', async () => {
    const regions = [box('a', -10, 10, 30, 40, 30), box('b', 95, 95, 20, 20), box('c', 120, 0, 5, 5, 10)]
    const { text, issues } = await convert({ tasks: [task(1, regions)], config: ALL_SHAPES, to: yoloObb })
    const rows = rowsOf(text('labels/train/1.txt'))
    expect(rows.length).toBe(2)
    for (const row of rows) for (const value of row.slice(1)) expect(value >= 0 && value <= 1, String(value)).toBe(true)
    expect(cornersOf(rows[1]!)).toEqual(['0.95 0.95', '0.95 1', '1 0.95', '1 1'])
    expect(issues.map(({ code, region }) => `${code} ${region}`)).toEqual([
      'region-clipped a',
      'region-clipped b',
      'region-empty c',
    ])
  })

  it('needs no size for upright boxes, but one for polygons', async () => {
    const outline = polygon('p', [
      [10, 10],
      [30, 10],
      [20, 50],
    ])
    const { text, issues } = await convert({
      tasks: [task(1, [unsized(box('a', 10, 20, 30, 40)), unsized(outline)])],
      config: ALL_SHAPES,
      to: yoloObb,
    })
    expect(text('labels/train/1.txt')).toBe('0 0.1 0.2 0.4 0.2 0.4 0.6 0.1 0.6\n')
    expect(issues.map(({ code, region }) => `${code} ${region}`)).toEqual(['size-unknown p'])
  })
})

function rowsOf(text: string): number[][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' ').map(Number))
}

/** `x y` of each corner, sorted: where a rectangle begins is not said. */
function cornersOf([, ...numbers]: readonly number[]): string[] {
  return [0, 2, 4, 6].map((k) => `${numbers[k]} ${numbers[k + 1]}`).sort()
}

function isNear(actual: readonly number[], expected: readonly number[]): boolean {
  return actual.length === expected.length && actual.every((value, k) => Math.abs(value - expected[k]!) < 1e-6)
}
