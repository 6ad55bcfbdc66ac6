import type { NamedFile } from '../formats/format.ts'
import { digest } from '../model/digest.ts'
import { DigestIndex } from '../model/digest-index.ts'
import type { Report } from '../model/issue.ts'
import { baseName } from '../model/media.ts'
import { NumberList } from '../model/number-list.ts'
import type { Id } from '../model/task.ts'
import type { NameTemplate } from './name-template.ts'
import { isHarmless, safeName, suffixed } from './safe-name.ts'

/**
 * Gives every reference a file name of its own: the name it has, with a suffix when another reference has it already or when
 * some file system cannot hold it. The first reference of a name keeps it. Names that differ only in case or Unicode form count as the same.
 * Some 35 bytes per name.
 */
export class FileNames {
  /** All names so far, as file systems compare them. */
  readonly #names = new DigestIndex()
  /** Who has each of them, two words of a digest: it is compared with that of others only who would like the same name. */
  readonly #owners = new NumberList(Uint32Array)
  readonly #owner = new Uint32Array(4)
  /** In order of appearance: a reference has another name with each. */
  readonly #extensions: (string | undefined)[] = [undefined]
  readonly #report: Report
  readonly #template: NameTemplate | undefined

  /** @param template of the names of media files; by default their own */
  constructor(report: Report, template?: NameTemplate) {
    this.#report = report
    this.#template = template
  }

  of(reference: string, extension?: string): string {
    return this.#fileOf(reference, withExtension(baseName(reference), extension), reference, extension).name
  }

  /** A media file, or what lies beside it under another extension. */
  ofMedia(reference: string, task: Id, extension?: string): NamedFile {
    const template = this.#template
    const key = template?.isOfTask === true ? `${task} ${reference}` : reference
    return this.#fileOf(
      key,
      withExtension(template?.print(reference, task) ?? baseName(reference), extension),
      reference,
      extension,
    )
  }

  /** @param key what has the name */
  #fileOf(key: string, wanted: string, reference: string, extension: string | undefined): NamedFile {
    const isPlain = isHarmless(wanted)
    const own = isPlain ? wanted : safeName(wanted, key)
    digest(key, this.#owner, this.#numberOf(extension))
    // What was taken stays taken: the names that a key comes by on the way to its own are the same each time.
    for (let k = 0; ; k++) {
      const name = k === 0 ? own : suffixed(own, k === 1 ? key : `${key} ${k}`)
      const number = this.#names.size
      const found = this.#names.add((isPlain ? name : name.normalize('NFC')).toLowerCase())
      if (found === number) {
        this.#own(number)
        if (name !== wanted) this.#report.add('name-changed', {}, { name: reference, written: name })
        return { name, number }
      }
      if (this.#isOwn(found)) return { name, number: found }
    }
  }

  #own(number: number): void {
    this.#owners.set(2 * number, this.#owner[0]!)
    this.#owners.set(2 * number + 1, this.#owner[1]!)
  }

  #isOwn(number: number): boolean {
    return this.#owners.get(2 * number) === this.#owner[0] && this.#owners.get(2 * number + 1) === this.#owner[1]
  }

  #numberOf(extension: string | undefined): number {
    const number = this.#extensions.indexOf(extension)
    return number < 0 ? this.#extensions.push(extension) - 1 : number
  }
}

function withExtension(name: string, extension: string | undefined): string {
  if (extension === undefined) return name
  const dot = name.lastIndexOf('.')
  return (dot > 0 ? name.slice(0, dot) : name) + extension
}
