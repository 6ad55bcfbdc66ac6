import { PngError, readPng } from '../../io/read-png.ts'
import type { Size } from '../../model/shape.ts'
import { RecordProblem } from './record-problem.ts'

/** A value per pixel, row by row: what grey pictures and palettes have, not scaled. */
export interface PngPlane extends Size {
  readonly values: Uint8Array | Uint16Array
  /** Red, green, blue of each value, 0–255, where the picture has a palette. */
  readonly palette: Uint8Array | undefined
}

/** The pixels of a grey or palette PNG, as tools write masks. @throws RecordProblem for other pictures and damaged ones */
export function readPngPlane(bytes: Uint8Array): PngPlane {
  try {
    const { width, height, channels, samples, palette } = readPng(bytes)
    if (channels === 1) return { width, height, values: samples, palette }
  } catch (error) {
    if (error instanceof PngError) throw new RecordProblem(`the mask cannot be read: ${error.message}`)
    throw error
  }
  throw new RecordProblem('the mask is no grey or palette PNG')
}
