import { type Input, type NamedBytes, type NamedInput, openInput } from '../io/input-files.ts'
import { GoldpanError } from '../model/error.ts'
import { cancelled } from './cancelling.ts'

/** Tasks: the path of a file, folder or zip (`-` is standard input), their bytes, packed or not, or an input that is open already. */
export type TaskSource = string | NamedBytes['bytes'] | NamedBytes | NamedInput
/** A source with the name that problems are told with. */
export type NamedSource = string | NamedBytes | NamedInput

/** Every source with the name that problems are told with. @throws GoldpanError `option-missing`, `option-invalid` */
export function nameSources(source: TaskSource | readonly TaskSource[]): NamedSource[] {
  const sources = isList(source) ? source : [source]
  if (sources.length === 0)
    throw new GoldpanError('option-missing', 'no source', 'name files or folders of tasks, or give their bytes')
  return sources.map((one) => {
    if (typeof one === 'string') return one
    if (isBytes(one)) return { name: nameOf(one) ?? 'the source', bytes: one }
    if (typeof one === 'object' && one !== null && nameOf(one) !== undefined && ('files' in one || isBytes(one.bytes))) return one
    const hint = 'it takes paths, a Uint8Array, a Blob, an async iterable of bytes, or { name, bytes }; several as a list'
    throw new GoldpanError('option-invalid', `\`${String(one)}\` is no source of tasks`, hint)
  })
}

/** @throws GoldpanError `cancelled`, and what `openInput` throws */
export function openSources(sources: readonly NamedSource[], signal: AbortSignal | undefined): Promise<Input> {
  return openInput(sources, process.stdin, signal).catch((error: unknown) => {
    throw signal?.aborted === true ? cancelled(error) : error
  })
}

function isList(source: TaskSource | readonly TaskSource[]): source is readonly TaskSource[] {
  return Array.isArray(source)
}

function isBytes(value: unknown): value is NamedBytes['bytes'] {
  if (value instanceof Uint8Array || value instanceof Blob) return true
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

/** That of a File too. */
function nameOf(value: object): string | undefined {
  return 'name' in value && typeof value.name === 'string' ? value.name : undefined
}
