import { describe, expect, it } from 'vitest'
import { brushNpy } from '../../src/formats/brush-npy.ts'
import { convert } from '../convert.ts'
import { goldenFiles, goldenInput } from './goldens.ts'

describe('brush-npy', () => {
  it.each(['brush', 'labels_plus_shapes'])('writes the peer’s files of %s, byte for byte', async (name) => {
    const { files } = await convert({ ...goldenInput(name), to: brushNpy })
    const { 'index.jsonl': index, ...arrays } = Object.fromEntries(files)
    expect(arrays).toEqual(Object.fromEntries(goldenFiles(name, 'BRUSH_TO_NUMPY')))
    expect(index).toBeDefined()
  })

  it('writes one array of class indexes per image', async () => {
    const { files } = await convert({ ...goldenInput('brush'), to: brushNpy, options: { mode: 'classes' } })
    expect([...files.keys()]).toEqual(['micro_1.npy', 'micro_2.npy', 'index.jsonl', 'classes.json'])
    const array = files.get('micro_1.npy')!
    expect(array.length).toBe(128 + 64 * 48)
    expect(new Set(array.subarray(128))).toEqual(new Set([0, 1, 2]))
  })
})
