import { DigestIndex } from '../model/digest-index.ts'
import type { Report } from '../model/issue.ts'
import { baseName } from '../model/media.ts'
import { sha256 } from './sha256.ts'

/** Most file systems allow 255 bytes; 40 are left for suffixes that other tools add. */
const MAX_NAME_BYTES = 215
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

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

  constructor(report: Report) {
    this.#report = report
  }

  of(reference: string, extension?: string): string {
    let known = this.#known.get(extension)
    if (known === undefined) {
      known = new DigestIndex()
      this.#known.set(extension, known)
    }
    const isKnown = known.put(reference, 0) !== undefined
    if (!isKnown) return this.#take(reference, extension)
    return this.#suffixed.get(`${extension} ${reference}`) ?? ownName(reference, extension)
  }

  #take(reference: string, extension: string | undefined): string {
    const own = ownName(reference, extension)
    let name = own
    let folded = fold(name)
    for (let k = 1; this.#taken.put(folded, 0) !== undefined; k++) {
      name = k === 1 ? suffixed(own, reference) : suffixed(own, `${reference} ${k}`)
      folded = fold(name)
    }
    if (name !== own) this.#suffixed.set(`${extension} ${reference}`, name)
    if (name !== own || name !== wantedName(reference, extension))
      this.#report.add('name-changed', {}, { name: reference, written: name })
    return name
  }
}

/** What a reference is called when nobody else is called so. */
function ownName(reference: string, extension: string | undefined): string {
  const wanted = wantedName(reference, extension)
  return isHarmless(wanted) ? wanted : safeName(wanted, reference)
}

function wantedName(reference: string, extension: string | undefined): string {
  return withExtension(baseName(reference), extension)
}

/** Only letters, digits, `-`, `_` and points, beginning and ending with a letter or digit, not too long and not reserved: as most names are. */
function isHarmless(name: string): boolean {
  return name.length <= MAX_NAME_BYTES && /^[A-Za-z0-9][\w.-]*[A-Za-z0-9]$/.test(name) && !RESERVED.test(name)
}

function withExtension(name: string, extension: string | undefined): string {
  if (extension === undefined) return name
  const dot = name.lastIndexOf('.')
  return (dot > 0 ? name.slice(0, dot) : name) + extension
}

/** Without characters that Windows or a shell forbids, not reserved, not too long. */
function safeName(name: string, reference: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
  const clean = name.replace(/[\u0000-\u001f\u007f<>:"|?*\\/]/g, '_').replace(/[. ]+$/, '')
  const named = clean === '' || clean.startsWith('.') ? `${hashOf(reference)}${clean}` : clean
  const free = RESERVED.test(named) ? `_${named}` : named
  return new TextEncoder().encode(free).length > MAX_NAME_BYTES ? suffixed(free, reference) : free
}

/** `name-1a2b3c4d.ext`, cut by bytes so that it fits. */
function suffixed(name: string, reference: string): string {
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : ''
  const tail = `-${hashOf(reference)}${extension}`
  return cutBytes(name.slice(0, name.length - extension.length), MAX_NAME_BYTES - new TextEncoder().encode(tail).length) + tail
}

function cutBytes(text: string, most: number): string {
  let size = 0
  let cut = ''
  for (const character of text) {
    size += new TextEncoder().encode(character).length
    if (size > most) break
    cut += character
  }
  return cut
}

function hashOf(text: string): string {
  return sha256(text).slice(0, 8)
}

function fold(name: string): string {
  const composed = isHarmless(name) ? name : name.normalize('NFC')
  return composed.toLowerCase()
}
