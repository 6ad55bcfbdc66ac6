import { DigestIndex } from '../model/digest-index.ts'
import type { Report } from '../model/issue.ts'
import { baseName } from '../model/media.ts'
import type { Id } from '../model/task.ts'
import type { NameTemplate } from './name-template.ts'
import { isHarmless, safeName, suffixed } from './safe-name.ts'

/**
 * Gives every reference a file name of its own: the name it has, with a suffix when another reference has it already or when
 * some file system cannot hold it. The first reference of a name keeps it. Names that differ only in case or Unicode form count as the same.
 */
export class FileNames {
  /** References that have a name, by extension. */
  readonly #known = new Map<string | undefined, DigestIndex>()
  readonly #taken = new DigestIndex()
  /** Names that got a suffix because theirs was taken, by extension and reference. */
  readonly #suffixed = new Map<string, string>()
  readonly #report: Report
  readonly #template: NameTemplate | undefined

  /** @param template of the names of media files; by default their own */
  constructor(report: Report, template?: NameTemplate) {
    this.#report = report
    this.#template = template
  }

  of(reference: string, extension?: string): string {
    return this.#nameOf(reference, withExtension(baseName(reference), extension), reference, extension)
  }

  /** The name of a media file, or of what lies beside it under another extension. */
  ofMedia(reference: string, task: Id, extension?: string): string {
    if (this.#template === undefined) return this.of(reference, extension)
    const key = this.#template.isOfTask ? `${task} ${reference}` : reference
    return this.#nameOf(key, withExtension(this.#template.print(reference, task), extension), reference, extension)
  }

  /** @param key what has the name */
  #nameOf(key: string, wanted: string, reference: string, extension: string | undefined): string {
    let known = this.#known.get(extension)
    if (known === undefined) {
      known = new DigestIndex()
      this.#known.set(extension, known)
    }
    const isKnown = known.put(key, 0) !== undefined
    const own = isHarmless(wanted) ? wanted : safeName(wanted, key)
    if (isKnown) return this.#suffixed.get(`${extension} ${key}`) ?? own
    const name = this.#take(own, key)
    if (name !== own) this.#suffixed.set(`${extension} ${key}`, name)
    if (name !== wanted) this.#report.add('name-changed', {}, { name: reference, written: name })
    return name
  }

  /** The name, or one with a suffix that nobody has. */
  #take(own: string, key: string): string {
    let name = own
    for (let k = 1; this.#taken.put(fold(name), 0) !== undefined; k++) name = suffixed(own, k === 1 ? key : `${key} ${k}`)
    return name
  }
}

function withExtension(name: string, extension: string | undefined): string {
  if (extension === undefined) return name
  const dot = name.lastIndexOf('.')
  return (dot > 0 ? name.slice(0, dot) : name) + extension
}

function fold(name: string): string {
  const composed = isHarmless(name) ? name : name.normalize('NFC')
  return composed.toLowerCase()
}
