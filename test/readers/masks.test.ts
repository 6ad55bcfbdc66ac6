import { describe, expect, it } from 'vitest'
import { bigProject } from '../arbitrary.ts'
import { convert } from '../convert.ts'
import { askPython, convertGolden, formatOf, writeFiles } from './python.ts'

interface Mask {
  readonly mode: string
  readonly shape: readonly number[]
  readonly type: string
  readonly isOrdered: boolean
  /** Value → number of pixels. */
  readonly pixels: Readonly<Record<string, number>>
  readonly hash: string
}

const look = (folder: string) => askPython('masks.py', folder) as Record<string, Mask>

describe('NumPy and Pillow open masks', () => {
  it('of the brush golden, and count as many pixels as COCO says', async () => {
    const coco = JSON.parse((await convertGolden('brush', 'coco')).text('result.json')) as { annotations: { area: number }[] }
    const areas = new Set(coco.annotations.map(({ area }) => area))
    for (const [format, mode] of [
      ['brush-png', 'L'],
      ['brush-npy', ''],
    ] as const) {
      const masks = Object.values(look(writeFiles(await convertGolden('brush', format))))
      expect(masks.length).toBe(4) // a region with two labels is one mask
      for (const mask of masks) expect(mask).toMatchObject({ mode, shape: [48, 64], type: 'uint8', isOrdered: true })
      expect(new Set(masks.map(({ pixels }) => 48 * 64 - (pixels['0'] ?? 0)))).toEqual(areas)
    }
  })

  it.each([
    ['regions', 'L'],
    ['classes', 'P'],
  ])('of random projects, and find the same in both (%s)', async (mode, pngMode) => {
    const [png, npy] = await Promise.all(
      ['brush-png', 'brush-npy'].map(async (id) =>
        look(writeFiles(await convert({ ...bigProject('image'), to: formatOf(id), options: { mode } }))),
      ),
    )
    expect(Object.keys(png!).length).toBeGreaterThan(20)
    expect(Object.keys(png!).map((path) => path.replace(/png$/, 'npy'))).toEqual(Object.keys(npy!))
    for (const [path, mask] of Object.entries(png!)) {
      expect(mask.mode).toBe(pngMode)
      expect({ ...mask, mode: '' }, path).toEqual(npy![path.replace(/png$/, 'npy')])
    }
  })

  it('with one bit per pixel', async () => {
    const eight = look(writeFiles(await convertGolden('brush', 'brush-png')))
    const one = look(writeFiles(await convertGolden('brush', 'brush-png', { options: { bits: '1' } })))
    expect(Object.keys(one)).toEqual(Object.keys(eight))
    for (const [path, { mode, pixels }] of Object.entries(one)) {
      expect(mode).toBe('1')
      expect(pixels.False).toBe(eight[path]!.pixels['0'])
    }
  })
})
