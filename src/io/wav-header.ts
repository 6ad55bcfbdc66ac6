import type { ReadAt } from './read-at.ts'

/** RIFF, or its 64-bit sisters RF64 and BW64. */
export function isWav(head: Uint8Array): boolean {
  return ['RIFF', 'RF64', 'BW64'].includes(tagAt(head, 0)) && tagAt(head, 8) === 'WAVE'
}

/** Chunks before the sound (`LIST`, `bext` …) that are passed over. */
const MAX_CHUNKS = 1000

/**
 * The length of a WAV in seconds, from its `fmt `, `fact` and `data` chunks.
 * Recorders that stream leave the size of the data at 0 or at 2³²−1: then the file's own size counts.
 */
export async function wavSeconds(read: ReadAt, size: number): Promise<number> {
  let format: WavFormat | undefined
  let samples: number | undefined
  let position = 12
  for (let chunk = 0; chunk < MAX_CHUNKS && position + 8 <= size; chunk++) {
    const bytes = await read(position, 8 + 16)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const tag = tagAt(bytes, 0)
    const length = view.getUint32(4, true)
    if (tag === 'fmt ' && bytes.length === 24) format = readFormat(view)
    if (tag === 'fact' && length >= 4 && bytes.length >= 12) samples = view.getUint32(8, true)
    if (tag === 'data') return seconds(format, samples, length, size - position - 8)
    position += 8 + length + (length % 2)
  }
  throw new Error('the WAV has no `data` chunk')
}

interface WavFormat {
  /** 1 PCM, 3 float, 0xFFFE extensible; others are compressed. */
  readonly code: number
  readonly samplesPerSecond: number
  readonly bytesPerSecond: number
  readonly bytesPerSample: number
}

function readFormat(view: DataView): WavFormat {
  return {
    code: view.getUint16(8, true),
    samplesPerSecond: view.getUint32(12, true),
    bytesPerSecond: view.getUint32(16, true),
    bytesPerSample: view.getUint16(20, true),
  }
}

function seconds(format: WavFormat | undefined, samples: number | undefined, stated: number, left: number): number {
  if (format === undefined) throw new Error('the WAV has no `fmt ` chunk before its data')
  const isStreamed = stated === 0 || stated > left
  const bytes = isStreamed ? left : stated
  const isPcm = [1, 3, 0xfffe].includes(format.code)
  if (!isPcm && !isStreamed && samples !== undefined && samples > 0 && format.samplesPerSecond > 0)
    return samples / format.samplesPerSecond
  if (isPcm && format.bytesPerSample > 0 && format.samplesPerSecond > 0)
    return Math.floor(bytes / format.bytesPerSample) / format.samplesPerSecond
  if (format.bytesPerSecond > 0) return bytes / format.bytesPerSecond
  throw new Error('the WAV does not say how many samples a second has')
}

function tagAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4))
}
