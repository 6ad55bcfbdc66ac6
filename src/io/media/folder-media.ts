import { stat } from 'node:fs/promises'
import { findMedia } from '../find-media.ts'
import { fileChunks } from '../read-file.ts'
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
  return { open: () => fileChunks(path), path }
}

export function tooLarge(maxBytes: number): FoundMedia {
  return { problem: `it is larger than ${maxBytes} bytes, see [--media-max-size]` }
}
