import type { DataSet } from '../data-set.ts'
import { stemOf } from '../data-set.ts'
import { AUDIO_EXTENSIONS, VIDEO_EXTENSIONS } from '../media-index.ts'
import type { ObjectDraft, Result } from '../project.ts'
import type { Fields, ReadContext } from '../reader.ts'

/** A piece of a recording. */
export interface SpokenSegment {
  readonly id: string
  readonly startSeconds: number
  readonly endSeconds: number
  readonly label?: string | undefined
  /** What is said; several for alternatives. */
  readonly texts?: readonly string[] | undefined
  readonly channel?: number | undefined
  readonly score?: number | undefined
}

/** The tags for segments of one recording or film per task. */
export class AudioTags {
  readonly key: 'audio' | 'video'
  readonly recording: ObjectDraft
  readonly #context: ReadContext

  constructor(context: ReadContext, key: 'audio' | 'video' = 'audio') {
    this.key = key
    this.#context = context
    this.recording = context.project.object(key === 'audio' ? 'Audio' : 'Video', key)
  }

  /** Label and transcript of a segment. @param seconds length of the recording */
  segment({ id, startSeconds, endSeconds, label, texts, channel, score }: SpokenSegment, seconds?: number): Result[] {
    const { project } = this.#context
    const range: Fields = { start: startSeconds, end: endSeconds, channel }
    const results: Result[] = []
    if (label !== undefined)
      results.push(project.control('Labels', 'speaker', this.recording).region(id, range, [label], { score }))
    if (texts !== undefined) {
      const control = project.control('TextArea', 'transcript', this.recording, { perRegion: 'true' })
      results.push({ ...control.answer({ ...range, text: texts }), id })
    }
    return seconds === undefined ? results : results.map((result) => ({ ...result, original_length: seconds }))
  }

  /** What is said in the whole recording. */
  transcript(texts: readonly string[], seconds?: number): Result {
    const control = this.#context.project.control('TextArea', 'transcription', this.recording)
    return { ...control.answer({ text: texts }), original_length: seconds }
  }
}

/** The recording or film that has the name of a file of labels, or the name it is supposed to have. */
export function recordingOf(
  dataSet: DataSet,
  labelFile: { readonly name: string; readonly path: string },
  context: ReadContext,
): { readonly key: 'audio' | 'video'; readonly reference: string } {
  const base = labelFile.path.replace(/\.[^./]*$/, '')
  const found = dataSet.with(...AUDIO_EXTENSIONS, ...VIDEO_EXTENSIONS)
  const match =
    found.find(({ path }) => path.replace(/\.[^./]*$/, '') === base) ??
    found.find(({ path }) => stemOf(path) === stemOf(labelFile.path))
  if (match !== undefined) {
    const isVideo = VIDEO_EXTENSIONS.some((extension) => extension === match.extension)
    return { key: isVideo ? 'video' : 'audio', reference: match.path }
  }
  const made = `${stemOf(labelFile.path)}.wav`
  context.add('media-absent', { file: labelFile.name }, { media: made })
  return { key: 'audio', reference: made }
}
