import { describe, expect, it } from 'vitest'
import { brushPng } from '../../src/formats/brush-png.ts'
import { maskPng } from '../../src/formats/mask-png.ts'
import { convert } from '../convert.ts'
import { readPng } from '../read-png.ts'
import { ALL_SHAPES, box, ellipse, task } from './drawing.ts'
import { goldenInput } from './goldens.ts'

describe('mask-png', () => {
  it('writes a palette PNG of class indexes per image, shapes of every kind painted in', async () => {
    const tasks = [task(1, [box('a', 0, 0, 50, 50, 0, ['dog']), ellipse('e', 50, 50, 10, 20)]), task(2, [])]
    const { files, text, issues, wrote } = await convert({ tasks, config: ALL_SHAPES, to: maskPng })
    expect([...files.keys()]).toEqual(['1.png', 'index.jsonl', 'classes.json'])
    const { width, height, bitDepth, colourType, values, palette } = readPng(files.get('1.png')!)
    expect([width, height, bitDepth, colourType]).toEqual([1000, 500, 8, 3])
    expect(new Set(values)).toEqual(new Set([0, 2, 4]))
    expect([values[0], values[249 * 1000 + 499], values[250 * 1000 + 500], values[499 * 1000]]).toEqual([2, 4, 4, 0])
    expect([...palette.subarray(0, 9)]).toEqual([0, 0, 0, 128, 0, 0, 0, 128, 0])
    expect(issues.map(({ code, task: id }) => `${code} ${id}`)).toContain('size-unknown 2') // an empty mask needs a size too
    expect(JSON.parse(text('classes.json'))[2]).toEqual({ index: 2, name: 'dog', color: '#008000' })
    expect(wrote.get('regions')).toBe(2)
  })

  it('has the pixels of brush-png --mode classes', async () => {
    const own = await convert({ ...goldenInput('brush'), to: maskPng, selection: { annotations: 'all' } })
    const brush = await convert({ ...goldenInput('brush'), to: brushPng, options: { mode: 'classes' } })
    expect([...own.files.keys()]).toEqual([...brush.files.keys()])
    for (const [path, bytes] of own.files) expect(Buffer.compare(bytes, brush.files.get(path)!), path).toBe(0)
  })

  it('numbers regions instead, more of them than a byte can tell apart', async () => {
    const regions = Array.from({ length: 300 }, (_, k) => box(`r${k}`, (k % 20) * 5, Math.floor(k / 20) * 5, 4, 4))
    const { files, text, issues } = await convert({
      tasks: [task(1, regions)],
      config: ALL_SHAPES,
      to: maskPng,
      options: { values: 'instances' },
    })
    expect([...files.keys()]).toEqual(['1.png', 'index.jsonl'])
    const { bitDepth, colourType, values } = readPng(files.get('1.png')!)
    expect([bitDepth, colourType]).toEqual([16, 0])
    const { instances } = JSON.parse(text('index.jsonl'))
    expect(instances.length).toBe(300)
    expect(instances[299]).toEqual({ number: 300, class: 'car', region: 'r299', area: 800, bbox: [950, 350, 40, 20] })
    expect(values[355 * 1000 + 960]).toBe(300)
    expect(issues.every(({ code }) => code === 'shape-rasterised')).toBe(true)
  })
})
