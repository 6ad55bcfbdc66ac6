import type { OptionTable } from '../formats/format.ts'
import { GoldpanError } from '../model/error.ts'
import { baseName } from '../model/media.ts'
import { nearest } from '../model/nearest.ts'
import type { Id } from '../model/task.ts'
import { hashOf } from './safe-name.ts'

/** How media files, and files beside them, are called. */
export const NAMES = {
  nameTemplate: {
    default: '',
    help: 'Names of media files and of those beside them, for instance {task.id}-{basename}; also {stem}, {folder} and {hash}. By default their own.',
  },
} as const satisfies OptionTable

/** Names made of fields. */
export interface NameTemplate {
  /** The same file has another name in another task. */
  readonly isOfTask: boolean
  /** Without the checks that make a name possible on every file system. */
  print(reference: string, task: Id): string
}

type Field = (reference: string, task: Id) => string

const FIELDS: Readonly<Record<string, Field>> = {
  'task.id': (_, task) => String(task),
  basename: baseName,
  stem: (reference) => splitName(reference).stem,
  folder: (reference) => folderOf(reference),
  hash: hashOf,
}

/** Undefined for an empty text. @throws GoldpanError `option-invalid` */
export function parseNameTemplate(text: string): NameTemplate | undefined {
  if (text === '') return undefined
  const pieces = text.split(/\{([^{}]*)\}/) // odd ones are fields
  const literals = pieces.filter((_, k) => k % 2 === 0).join('')
  if (/[{}]/.test(literals)) throw invalid(text, 'a brace is not closed', EXAMPLE)
  if (/[/\\]/.test(literals))
    throw invalid(text, 'it names a folder', `it is the name of a file, the format has its folders: ${EXAMPLE}`)
  const printers = pieces.map((piece, k): Field => (k % 2 === 0 ? () => piece : needField(text, piece)))
  if (printers.length === 1) throw invalid(text, 'it has no field, so that all files would be called the same', EXAMPLE)
  const isWhole = pieces.at(-2) === 'basename' && pieces.at(-1) === ''
  return {
    isOfTask: pieces.includes('task.id'),
    print: (reference, task) =>
      printers.map((printer) => printer(reference, task)).join('') + (isWhole ? '' : splitName(reference).extension),
  }
}

const EXAMPLE = 'for instance {task.id}-{basename}'

function needField(text: string, name: string): Field {
  const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined
  if (field !== undefined) return field
  const near = nearest(name, Object.keys(FIELDS))
  const known = `there are ${Object.keys(FIELDS)
    .map((one) => `{${one}}`)
    .join(', ')}`
  throw invalid(text, `there is no field {${name}}`, near === undefined ? known : `did you mean {${near}}? ${known}`)
}

function splitName(reference: string): { readonly stem: string; readonly extension: string } {
  const name = baseName(reference)
  const dot = name.lastIndexOf('.')
  return dot > 0 ? { stem: name.slice(0, dot), extension: name.slice(dot) } : { stem: name, extension: '' }
}

/** The name of the folder that the file is in; empty where it is in none. */
function folderOf(reference: string): string {
  const name = baseName(reference)
  const path = reference.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').replace(/^.*[?&]d=/, '')
  const at = path.lastIndexOf(name)
  return /([^/\\=?&]+)[/\\]+$/.exec(path.slice(0, at))?.[1] ?? ''
}

function invalid(text: string, problem: string, hint: string): GoldpanError {
  return new GoldpanError('option-invalid', `\`${text}\` is not possible for [--name-template]: ${problem}`, hint)
}
