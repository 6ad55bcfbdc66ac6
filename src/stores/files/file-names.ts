import { createHash } from 'node:crypto'
import type { Id } from '../../model/task.ts'

/** File systems take 255; some is left for the names of temporary files. */
const MOST_BYTES = 200

/**
 * The name of a task's file: `7.json`; strings with what some file system cannot hold as %XX (`a%2Fb.json`), so that names and ids belong to each other
 * one to one. A string that would be read as a number has its first character so (`%37.json`); one that is too long is a hash (`~…`).
 */
export function taskFileName(id: Id): string {
  if (typeof id === 'number') return `${id}.json`
  const name = `${escapeId(id)}.json`
  if (Buffer.byteLength(name) <= MOST_BYTES && id.isWellFormed()) return name
  return `~${createHash('sha256').update(id, 'utf16le').digest('hex')}.json`
}

/** What the name of a file says about the task in it. */
export type TaskFileName =
  | { readonly kind: 'id'; readonly id: Id }
  /** Only the document knows the id. */
  | { readonly kind: 'hash' }
  /** Another name would be the task's. */
  | { readonly kind: 'misspelled'; readonly name: string }
  | { readonly kind: 'foreign' }

export function readTaskFileName(name: string): TaskFileName {
  if (!name.endsWith('.json')) return { kind: 'foreign' }
  if (/^~[0-9a-f]{64}\.json$/.test(name)) return { kind: 'hash' }
  const id = readName(name.slice(0, -'.json'.length))
  const own = taskFileName(id)
  return own === name ? { kind: 'id', id } : { kind: 'misspelled', name: own }
}

function readName(text: string): Id {
  if (isNumeric(text)) return Number(text)
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Spelled as a number is: no zeros in front, as many digits as a double holds. */
function isNumeric(text: string): boolean {
  return /^(?:0|-?[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text))
}

/** Letters of two spellings stay as they are only in the usual one: some file systems do not tell the two apart. */
function escapeId(id: string): string {
  const escaped = id.replace(id.normalize('NFC') === id ? UNSAFE : UNSAFE_OR_FOREIGN, escapeCharacter)
  const isSpecial = isNumeric(id) || /^[. ~]/.test(id) || RESERVED.test(id)
  return isSpecial ? escapeCharacter(id.charAt(0)) + escaped.slice(1) : escaped
}

/** What no name may hold on Windows, and characters that nobody sees. Ranges, for what Unicode says of a character depends on its version. */
const UNSAFE = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff%"*/:<>?\\|]/gu
const UNSAFE_OR_FOREIGN = /[^ -~]|[%"*/:<>?\\|]/gu

/** Names of devices on Windows, whatever follows the point. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

function escapeCharacter(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}

/** A folder for a project, other than those that are taken (in any case of letters): its title, less what some file system cannot hold. */
export function projectFolderName(title: string, taken: readonly string[]): string {
  const plain = title
    .normalize('NFC')
    .replace(UNSAFE, '_')
    .replace(/_+/g, '_')
    .replace(/^[. ~]+/, '')
  const short = cutBytes(plain, MOST_BYTES / 2).replace(/[. ]+$/, '')
  const name = short === '' || RESERVED.test(short) ? `project ${short}`.trim() : short
  const others = new Set(taken.map((one) => one.toLowerCase()))
  for (let k = 1; ; k++) {
    const candidate = k === 1 ? name : `${name} ${k}`
    if (!others.has(candidate.toLowerCase())) return candidate
  }
}

function cutBytes(text: string, most: number): string {
  let cut = ''
  let bytes = 0
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > most) break
    cut += character
  }
  return cut
}

/** Collections and keys of records as names that differ on every file system: capitals and points behind `=`. */
export function recordName(text: string): string {
  return text.replace(/[A-Z.]/g, (character) => `=${character.toLowerCase()}`)
}

/** The key that {@link recordName} was made of. */
export function readRecordName(name: string): string {
  return name.replace(/=(.)/g, (_, character: string) => character.toUpperCase())
}
