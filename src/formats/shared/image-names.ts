import { DigestIndex } from '../../model/digest-index.ts'
import { baseName } from '../../model/media.ts'
import type { Id } from '../../model/task.ts'
import type { JoinContext } from '../format.ts'

export type ImageContext = Pick<JoinContext, 'mediaName' | 'carried'>

/** Names for the files of images; the same image in another task gets a name of its own. */
export class ImageNames {
  readonly #context: ImageContext
  readonly #seen: DigestIndex

  constructor(context: ImageContext) {
    this.#context = context
    context.carried.seenImages ??= new DigestIndex()
    this.#seen = context.carried.seenImages
  }

  /** @param extension instead of its own */
  nameOf(reference: string, task: Id, extension?: string): string {
    const { size } = this.#seen
    const isSeen = this.#seen.add(reference) < size
    return this.#context.mediaName(isSeen ? `task ${task}/${baseName(reference)}` : reference, task, extension)
  }
}

/** The name of an image beside its other file, `1.jpg` of `1.txt`: readers find one by the other. @param file its last point begins the extension */
export function imageBeside(file: string, reference: string): string {
  const name = baseName(reference)
  const extension = name.includes('.') ? name.slice(name.lastIndexOf('.')) : ''
  return file.slice(0, file.lastIndexOf('.')) + extension
}
