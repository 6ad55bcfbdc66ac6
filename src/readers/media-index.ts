import type { MediaFacts } from '../formats/format.ts'
import { probeMedia } from '../io/media-facts.ts'
import { factsOfMedia } from '../io/media-header.ts'
import { decodeLoosely } from '../model/media.ts'
import type { DataFile, DataSet } from './data-set.ts'

export const IMAGE_EXTENSIONS = ['jpg', 'jpeg', 'png', 'gif', 'bmp', 'webp', 'tif', 'tiff', 'avif', 'heic'] as const
export const AUDIO_EXTENSIONS = ['wav', 'mp3', 'flac', 'ogg', 'opus', 'm4a', 'aac', 'wma'] as const
export const VIDEO_EXTENSIONS = ['mp4', 'm4v', 'mov', 'avi', 'mkv', 'webm'] as const

/** Media files of a data set by what its records call them, then those below `--media-root`. */
export class MediaIndex {
  readonly #dataSet: DataSet
  readonly #mediaRoot: string | undefined
  /** By base name; undefined where there are several. */
  #byName: Map<string, DataFile | undefined> | undefined

  constructor(dataSet: DataSet, mediaRoot: string | undefined) {
    this.#dataSet = dataSet
    this.#mediaRoot = mediaRoot
  }

  async facts(reference: string): Promise<MediaFacts | undefined> {
    const file = this.#find(reference)
    const found = file === undefined ? undefined : await factsOfMedia(file)
    if (found !== undefined && !('problem' in found)) return found
    if (this.#mediaRoot === undefined) return undefined
    const probed = await probeMedia(this.#mediaRoot, reference)
    return 'problem' in probed ? undefined : probed
  }

  /** By its path, else by its name where only one file has it. */
  #find(reference: string): DataFile | undefined {
    const path = reference.replaceAll('\\', '/').replace(/^(\.\/)+/, '')
    return this.#dataSet.at(path) ?? this.#named(baseOf(path)) ?? this.#named(baseOf(decodeLoosely(path)))
  }

  #named(name: string): DataFile | undefined {
    if (this.#byName === undefined) {
      this.#byName = new Map()
      for (const file of this.#dataSet.with(...IMAGE_EXTENSIONS, ...AUDIO_EXTENSIONS)) {
        const base = baseOf(file.path)
        this.#byName.set(base, this.#byName.has(base) ? undefined : file)
      }
    }
    return this.#byName.get(name)
  }
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
