import { extname } from 'node:path'

/** The content type of a file that a browser may show, by its name. Pages and drawings could hold scripts, so they are downloads: undefined. */
export function shownType(name: string): string | undefined {
  return SHOWN_TYPES.get(extname(name).toLowerCase())
}

const SHOWN_TYPES: ReadonlyMap<string, string> = new Map([
  ['.bmp', 'image/bmp'],
  ['.flac', 'audio/flac'],
  ['.gif', 'image/gif'],
  ['.jpg', 'image/jpeg'],
  ['.jpeg', 'image/jpeg'],
  ['.m4a', 'audio/mp4'],
  ['.mp3', 'audio/mpeg'],
  ['.mp4', 'video/mp4'],
  ['.ogg', 'audio/ogg'],
  ['.png', 'image/png'],
  ['.wav', 'audio/wav'],
  ['.webm', 'video/webm'],
  ['.webp', 'image/webp'],
])
