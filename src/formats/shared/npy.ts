import type { Size } from '../../model/shape.ts'

const ALIGNMENT = 64 // bytes; NumPy pads the header so that the data can be mapped into memory

/**
 * A NumPy file (version 1.0) of a two-dimensional uint8 array in C order: the same bytes as `numpy.save`.
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function encodeNpy(plane: Uint8Array, { width, height }: Size): Uint8Array {
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (${height}, ${width}), }`
  const start = Math.ceil((10 + header.length + 1) / ALIGNMENT) * ALIGNMENT
  const file = new Uint8Array(start + plane.length)
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]) // \x93NUMPY, version 1.0
  new DataView(file.buffer).setUint16(8, start - 10, true)
  file.set(new TextEncoder().encode(`${header.padEnd(start - 11)}\n`), 10)
  file.set(plane, start)
  return file
}
