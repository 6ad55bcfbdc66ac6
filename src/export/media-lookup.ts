import type { MediaFacts } from '../formats/format.ts'
import { probeMedia } from '../io/media-facts.ts'
import type { Report } from '../model/issue.ts'
import type { LabelConfig } from '../model/label-config.ts'
import { isAudioTag, isImageTag, isVideoTag, mediaOf } from '../model/media.ts'
import { placeOf, type Task } from '../model/task.ts'

/** Looks up the media of a batch below `--media-root` before it is encoded, so that encoding itself touches no disk. */
export class MediaLookup {
  readonly #root: string
  #facts = new Map<string, MediaFacts | undefined>()

  constructor(root: string) {
    this.#root = root
  }

  /** Facts of one batch replace those of the batch before. Files that are missing or unreadable are reported with the first task that names them. */
  async load(tasks: Iterable<Task>, config: LabelConfig, report: Report): Promise<void> {
    const facts = new Map<string, MediaFacts | undefined>()
    for (const task of tasks)
      for (const { reference } of mediaOf(task, config, (tag) => isImageTag(tag) || isAudioTag(tag) || isVideoTag(tag))) {
        if (facts.has(reference) || reference.startsWith('data:')) continue
        const found = this.#facts.get(reference) ?? (await probeMedia(this.#root, reference))
        if ('problem' in found && found.problem === 'missing') report.add('media-missing', placeOf(task), { media: reference })
        else if ('problem' in found) report.add('media-unreadable', placeOf(task), { media: reference, problem: found.message })
        facts.set(reference, 'problem' in found ? undefined : found)
      }
    this.#facts = facts
  }

  get(reference: string): MediaFacts | undefined {
    return this.#facts.get(reference)
  }
}
