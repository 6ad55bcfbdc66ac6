import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { findMedia } from '../find-media.ts'
import type { FoundMedia, MediaSource } from './found-media.ts'

/** Files below a folder, see {@link findMedia}. */
export function folderMedia(root: string, maxBytes: number): MediaSource {
  return async (reference) => {
    const path = await findMedia(root, reference)
    return path === undefined ? undefined : fileMedia(path, maxBytes)
  }
}

/** A file of this machine. */
export async function fileMedia(path: string, maxBytes: number): Promise<FoundMedia> {
  const { size } = await stat(path)
  if (size > maxBytes) return tooLarge(maxBytes)
  return { open: () => createReadStream(path, { highWaterMark: CHUNK_BYTES }), path }
}

const CHUNK_BYTES = 1 << 18

export function tooLarge(maxBytes: number): FoundMedia {
  return { problem: `it is larger than ${maxBytes} bytes, see [--media-max-size]` }
}
