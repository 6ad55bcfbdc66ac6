import { createHash } from 'node:crypto'
import type { Report } from '../model/issue.ts'
import { baseName } from '../model/media.ts'

/** Most file systems allow 255 bytes; 40 are left for suffixes that other tools add. */
const MAX_NAME_BYTES = 215
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * Gives every reference a file name of its own: the name it has, with a suffix when another reference has it already or when
 * some file system cannot hold it. The first reference of a name keeps it. Names that differ only in case or Unicode form count as the same.
 */
export class FileNames {
  /** By extension, so that the keys are the references themselves. */
  readonly #known = new Map<string | undefined, Map<string, string>>()
  readonly #taken = new Set<string>()
  readonly #report: Report

  constructor(report: Report) {
    this.#report = report
  }

  of(reference: string, extension?: string): string {
    const names = this.#known.get(extension) ?? new Map<string, string>()
    this.#known.set(extension, names)
    const known = names.get(reference)
    if (known !== undefined) return known
    const wanted = withExtension(baseName(reference), extension)
    let name = safeName(wanted, reference)
    let folded = fold(name)
    for (let k = 1; this.#taken.has(folded); k++) {
      name = k === 1 ? suffixed(name, reference) : suffixed(safeName(wanted, reference), `${reference} ${k}`)
      folded = fold(name)
    }
    this.#taken.add(folded)
    names.set(reference, name)
    if (name !== wanted) this.#report.add('name-changed', {}, { name: reference, written: name })
    return name
  }
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
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
