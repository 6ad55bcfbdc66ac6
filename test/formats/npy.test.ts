import { describe, expect, it } from 'vitest'
import { encodeNpy } from '../../src/formats/shared/npy.ts'

describe('NPY', () => {
  it('has a header of 128 bytes and the rows behind it', () => {
    const file = encodeNpy(Uint8Array.of(1, 2, 3, 4, 5, 6), { width: 3, height: 2 })
    expect(file.length).toBe(128 + 6)
    expect([...file.subarray(0, 10)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0])
    const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }"
    expect(new TextDecoder().decode(file.subarray(10, 128))).toBe(`${header.padEnd(117)}\n`)
    expect([...file.subarray(128)]).toEqual([1, 2, 3, 4, 5, 6])
  })
})
