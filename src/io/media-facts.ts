import { type FileHandle, open } from 'node:fs/promises'
import { imageSize } from 'image-size'
import type { MediaFacts } from '../formats/format.ts'
import { joinBytes } from '../json/bytes.ts'
import { findMedia } from './find-media.ts'
import { type ImageFacts, imageBands, tiffFacts } from './image-header.ts'
import type { ReadAt } from './read-at.ts'
import type { InputFile } from './read-batches.ts'
import { isWav, wavSeconds } from './wav-header.ts'

export type MediaProblem = { readonly problem: 'missing' } | { readonly problem: 'unreadable'; readonly message: string }

/**
 * What the header of a media file below `root` says: pixels and bands of an image as it is displayed (EXIF orientation applied), seconds of a
 * recording. Reads headers, not files, where the kind of file allows it.
 * @param reference as it stands in a task's data: `/data/upload/3/one.png`, a URL, a path.
 */
export async function probeMedia(root: string, reference: string): Promise<MediaFacts | MediaProblem> {
  const path = await findMedia(root, reference)
  if (path === undefined) return { problem: 'missing' }
  let file: FileHandle | undefined
  try {
    file = await open(path)
    return await probeFile(file, path)
  } catch (error) {
    return { problem: 'unreadable', message: messageOf(error) }
  } finally {
    await file?.close()
  }
}

/** The same of a file whose chunks can be had, in an archive for instance; of recordings only WAV is looked into. */
export async function factsOfMedia({ open, size }: Pick<InputFile, 'open' | 'size'>): Promise<MediaFacts | MediaProblem> {
  try {
    return await readFacts((position, length) => readRange(open(), position, length), size ?? Number.MAX_SAFE_INTEGER, undefined)
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

const NOTHING: MediaFacts = { width: undefined, height: undefined, depth: undefined, seconds: undefined }

async function probeFile(file: FileHandle, path: string): Promise<MediaFacts> {
  const { size } = await file.stat()
  const read: ReadAt = async (position, length) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - position)))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, position)
    return bytes.subarray(0, bytesRead)
  }
  return readFacts(read, size, path)
}

async function readFacts(read: ReadAt, size: number, path: string | undefined): Promise<MediaFacts> {
  const head = await read(0, HEADER_BYTES[0]!)
  if (head.length === 0) throw new Error('the file is empty')
  if (isWav(head)) return { ...NOTHING, seconds: await wavSeconds(read, size) }
  if (path !== undefined && isRecording(head)) return { ...NOTHING, seconds: await recordingSeconds(path) }
  const facts = (await tiffFacts(head, read)) ?? (await imageFacts(head, read, size))
  if (facts.width > 0 && facts.height > 0) return { ...NOTHING, ...facts }
  throw new Error('the image has no pixels')
}

/** Colour profiles, thumbnails and the like may stand before the size; so more is read when the first bytes do not do. */
const HEADER_BYTES = [64 * 1024, 1024 * 1024, 16 * 1024 * 1024] as const

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

/** FLAC, Ogg, MP3 and AAC streams, MP4 other than pictures, Matroska and WebM, AIFF, ASF, AVI, AMR. */
function isRecording(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(0, 12))
  if (/^(fLaC|OggS|ID3|FORM....AIF|#!AMR|RIFF....AVI |wvpk)/s.test(text)) return true
  if (text.slice(4, 8) === 'ftyp') return !/^(avi|mif1|msf1|hei|hev)/.test(text.slice(8))
  const [first = 0, second = 0] = head
  const isMpegFrame = first === 0xff && (second & 0xe0) === 0xe0
  return isMpegFrame || text.startsWith('\x1a\x45\xdf\xa3') || text.startsWith('\x30\x26\xb2\x75')
}

/** Loaded when the first such file comes: many exports have none. */
async function recordingSeconds(path: string): Promise<number> {
  const { parseFile } = await import('music-metadata')
  const { format } = await parseFile(path, { duration: true, skipCovers: true })
  if (format.duration === undefined || !(format.duration > 0)) throw new Error('it does not say how long it is')
  return format.duration
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
