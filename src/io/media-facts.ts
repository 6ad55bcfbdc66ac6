import { type FileHandle, open } from 'node:fs/promises'
import type { MediaFacts } from '../formats/format.ts'
import { findMedia } from './find-media.ts'
import { HEAD_BYTES, type MediaProblem, messageOf, NOTHING, readHeader } from './media-header.ts'
import type { ReadAt } from './read-at.ts'
import { isWav } from './wav-header.ts'

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

async function probeFile(file: FileHandle, path: string): Promise<MediaFacts> {
  const { size } = await file.stat()
  const read: ReadAt = async (position, length) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - position)))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, position)
    return bytes.subarray(0, bytesRead)
  }
  const head = await read(0, HEAD_BYTES)
  if (!isWav(head) && isRecording(head)) return { ...NOTHING, seconds: await recordingSeconds(path) }
  return readHeader(read, size, head)
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
