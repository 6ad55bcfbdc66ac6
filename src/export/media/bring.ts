import type { Sink, Spool } from '../../formats/format.ts'
import { csvLine } from '../../formats/shared/csv-line.ts'
import type { FoundMedia } from '../../io/media/found-media.ts'
import type { Report } from '../../model/issue.ts'
import { type Audience, wordFor } from '../../model/wording.ts'
import type { MediaPlace, MediaPlaces } from './places.ts'

/** How media files get into an output. */
export interface MediaBringer {
  /** Undefined: only their list is written. It never fails for one file's sake. */
  readonly find: ((reference: string, signal?: AbortSignal) => Promise<FoundMedia>) | undefined
  /** Puts links instead of files. */
  readonly isLinking: boolean
  /** How many are looked for at a time. */
  readonly parallel: number
}

interface Surroundings {
  readonly sink: Sink
  readonly report: Report
  /** Who reads missing-media.csv; by default somebody at a command line. */
  readonly audience: Audience | undefined
  spool(): Spool
  onProgress(done: number, total: number): void
  readonly signal: AbortSignal | undefined
}

/**
 * Puts media files where the format wants them, in its order, with media.csv, the list of them. Those that cannot be had are reported, and listed
 * in missing-media.csv.
 */
export async function bringMedia(
  places: MediaPlaces,
  { find, isLinking, parallel }: MediaBringer,
  { sink, report, audience = 'command-line', spool, onProgress, signal }: Surroundings,
): Promise<void> {
  const [list, missing] = [spool(), spool()]
  let done = 0
  let lost = 0
  await list.write(csvLine(['path', 'task', 'media']))
  await missing.write(csvLine(['path', 'task', 'media', 'problem']))
  const findAll =
    find === undefined ? unsought(places.read()) : found(places.read(), (place) => find(place.reference, signal), parallel)
  for await (const { place, media } of findAll) {
    const { path, task, reference } = place
    const shown = shortened(reference)
    if (media !== undefined && 'problem' in media) {
      lost++
      report.add('media-left-out', { task }, { media: shown, problem: media.problem })
      await missing.write(csvLine([path, task, shown, wordFor(audience, media.problem)]))
    } else {
      if (media !== undefined) await put(path, media, sink, isLinking)
      if (media !== undefined) report.wrote('media files')
      await list.write(csvLine([path, task, shown]))
    }
    onProgress(++done, places.count)
  }
  await sink.put('media.csv', list.read())
  if (lost > 0) await sink.put('missing-media.csv', missing.read())
}

interface Sought {
  readonly place: MediaPlace
  readonly media: FoundMedia | undefined
}

async function* unsought(places: AsyncIterable<MediaPlace>): AsyncGenerator<Sought> {
  for await (const place of places) yield { place, media: undefined }
}

/** In the order of the places, so many ahead of the one whose turn it is. */
async function* found(
  places: AsyncIterable<MediaPlace>,
  find: (place: MediaPlace) => Promise<FoundMedia>,
  ahead: number,
): AsyncGenerator<Sought> {
  const seeking: { readonly place: MediaPlace; readonly media: Promise<FoundMedia> }[] = []
  const next = async ({ place, media }: (typeof seeking)[number]): Promise<Sought> => ({ place, media: await media })
  for await (const place of places) {
    const media = find(place)
    media.catch(() => undefined) // it is thrown where it is awaited, in its turn
    seeking.push({ place, media })
    if (seeking.length >= ahead) yield next(seeking.shift()!)
  }
  for (const one of seeking) yield next(one)
}

async function put(
  path: string,
  media: Exclude<FoundMedia, { readonly problem: string }>,
  sink: Sink,
  isLinking: boolean,
): Promise<void> {
  if (isLinking && media.path !== undefined && sink.link !== undefined) await sink.link(path, media.path)
  else await sink.put(path, media.open())
  await media.release?.()
}

/** Data that stands in an address itself is not repeated in lists. */
function shortened(reference: string): string {
  return /^data:/i.test(reference) ? `${reference.slice(0, 40)}…` : reference
}
