import { Downloads } from '../../io/media/downloads.ts'
import { folderMedia } from '../../io/media/folder-media.ts'
import type { FoundMedia, MediaSource } from '../../io/media/found-media.ts'
import { inlineMedia } from '../../io/media/inline-media.ts'
import type { MediaBringer } from './bring.ts'
import type { MediaRules } from './options.ts'

/** Looks for media files: in the data itself, in the caller's places, below `--media-root`, in buckets and on the net as far as that is allowed. */
export interface MediaFinder extends MediaBringer {
  close(): Promise<void>
}

/** @param further places of the caller's, which come first */
export async function mediaFinder(
  rules: MediaRules,
  mediaRoot: string | undefined,
  further: readonly MediaSource[] = [],
): Promise<MediaFinder> {
  const downloads = new Downloads(rules.maxBytes)
  const sources: MediaSource[] = [inlineMedia, ...further]
  if (mediaRoot !== undefined) sources.push(folderMedia(mediaRoot, rules.maxBytes))
  const buckets = rules.mode === 'download' ? (await import('../../io/media/s3-media.ts')).s3Media(downloads) : undefined
  if (buckets !== undefined) {
    const { httpMedia } = await import('../../io/media/http-media.ts')
    sources.push(buckets.find, httpMedia(rules, downloads))
  }
  const find = async (reference: string, signal?: AbortSignal): Promise<FoundMedia> => {
    for (const source of sources) {
      const found = await source(reference, signal)
      if (found !== undefined) return found
    }
    return { problem: whyMissing(reference, rules, mediaRoot) }
  }
  return {
    find: rules.mode === 'names' ? undefined : find,
    isLinking: rules.mode === 'link',
    parallel: rules.parallel,
    close: async () => {
      buckets?.close()
      await downloads.close()
    },
  }
}

function whyMissing(reference: string, { mode }: MediaRules, mediaRoot: string | undefined): string {
  if (/^(https?|s3):\/\//i.test(reference) && mode !== 'download')
    return 'it is not on this machine[; --media download fetches it || ]'
  if (/^(gs|azure-blob|azure):\/\//i.test(reference))
    return 'such buckets cannot be reached; copy it [below --media-root || to where media files are]'
  return mediaRoot === undefined
    ? '[there is no --media-root to look for it || it is in no place where media files are]'
    : 'it was not found below [--media-root]'
}
