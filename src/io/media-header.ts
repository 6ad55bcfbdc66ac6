import { imageSize } from 'image-size'
import type { MediaFacts } from '../formats/format.ts'
import { joinBytes } from '../json/bytes.ts'
import { type ImageFacts, imageBands, tiffFacts } from './image-header.ts'
import type { ReadAt } from './read-at.ts'
import type { InputFile } from './read-batches.ts'
import { isWav, wavSeconds } from './wav-header.ts'

export type MediaProblem = { readonly problem: 'missing' } | { readonly problem: 'unreadable'; readonly message: string }

/**
 * What the header of a media file says: pixels and bands of an image as it is displayed (EXIF orientation applied), seconds of a WAV file. The file
 * need not lie on disk, only its chunks have to be had.
 */
export async function factsOfMedia({ open, size }: Pick<InputFile, 'open' | 'size'>): Promise<MediaFacts | MediaProblem> {
  try {
    return await readHeader((position, length) => readRange(open(), position, length), size ?? Number.MAX_SAFE_INTEGER)
  } catch (error) {
    return { problem: 'unreadable', message: messageOf(error) }
  }
}

async function readRange(chunks: AsyncIterable<Uint8Array>, position: number, length: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let at = 0
  for await (const chunk of chunks) {
    parts.push(new Uint8Array(chunk.subarray(Math.max(0, position - at), Math.max(0, position + length - at)))) // chunks may change
    at += chunk.length
    if (at >= position + length) break
  }
  return joinBytes(parts)
}

export const NOTHING: MediaFacts = { width: undefined, height: undefined, depth: undefined, seconds: undefined }

/** @param head the first {@link HEAD_BYTES} @throws Error for files of other kinds and damaged ones */
export async function readHeader(read: ReadAt, size: number, head?: Uint8Array): Promise<MediaFacts> {
  const first = head ?? (await read(0, HEAD_BYTES))
  if (first.length === 0) throw new Error('the file is empty')
  if (isWav(first)) return { ...NOTHING, seconds: await wavSeconds(read, size) }
  const facts = (await tiffFacts(first, read)) ?? (await imageFacts(first, read, size))
  if (facts.width > 0 && facts.height > 0) return { ...NOTHING, ...facts }
  throw new Error('the image has no pixels')
}

export const HEAD_BYTES = 64 * 1024
/** Colour profiles, thumbnails and the like may stand before the size; so more is read when the first bytes do not do. */
const HEADER_BYTES = [HEAD_BYTES, 1024 * 1024, 16 * 1024 * 1024] as const

async function imageFacts(head: Uint8Array, read: ReadAt, size: number): Promise<ImageFacts> {
  for (const length of HEADER_BYTES) {
    const bytes = length === HEADER_BYTES[0] ? head : await read(0, length)
    try {
      const { width, height, orientation = 1 } = imageSize(bytes)
      const depth = imageBands(bytes)
      return orientation >= 5 && orientation <= 8 ? { width: height, height: width, depth } : { width, height, depth }
    } catch (error) {
      if (bytes.length >= size) throw new Error(problemOf(error), { cause: error })
    }
  }
  throw new Error('no image size in the first 16 MiB')
}

/** image-size speaks of what it could not do; this says it of the file. */
function problemOf(error: unknown): string {
  return /^unsupported file type/.test(messageOf(error)) ? 'neither an image nor a recording of a known kind' : messageOf(error)
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
