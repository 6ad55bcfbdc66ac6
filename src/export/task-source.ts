import { type Input, type NamedBytes, type NamedInput, openInput } from '../io/input-files.ts'
import { isLiveSource, isServerAddress, withoutSecrets } from '../live/live-source.ts'
import { GoldpanError } from '../model/error.ts'
import { calledOff } from './cancelling.ts'
import { openForeign, parseReading, type Reading } from './open-foreign.ts'

/**
 * Tasks: the path of a file, folder or zip (`-` is standard input), their bytes, packed or not, or an input that is open already; a project where it
 * lives: `https://host/projects/3`, `postgres://…`, the path of the SQLite file of a Label Studio.
 */
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

/** What is said of sources that are servers or databases, or of another format. */
export interface SourceOptions extends Reading {
  /** For servers: the token of the user's account, legacy or personal. */
  readonly token?: string | undefined
  /** For servers and databases: the number of the project, where it is not in the address and there are several. */
  readonly project?: number | string | undefined
}

/** @throws GoldpanError `cancelled`, `option-invalid` for options that no source takes, and what `openInput`, `openLive` and `openForeign` throw */
export async function openSources(
  sources: readonly NamedSource[],
  options: SourceOptions,
  signal: AbortSignal | undefined,
): Promise<Input> {
  const reading = parseReading(options)
  const areLive = await Promise.all(sources.map((source) => typeof source === 'string' && isLiveSource(source)))
  needUseful(options, sources, areLive)
  const project = parseProject(options.project)
  const opened: NamedSource[] = []
  const lives: Input[] = []
  try {
    for (const [k, source] of sources.entries()) {
      const input = typeof source === 'string' && areLive[k] === true ? await openLiveSource(source) : undefined
      if (input !== undefined) lives.push(input)
      opened.push(input ?? source)
    }
    const input = await openInput(opened, process.stdin, signal)
    const isOpen = opened.some((source) => typeof source === 'object' && 'files' in source) // it holds tasks then
    return isOpen ? input : await openForeign(input, reading, signal)
  } catch (error) {
    for (const input of lives) await input.close()
    throw calledOff(error, signal)
  }

  async function openLiveSource(source: string): Promise<NamedInput> {
    const { openLive } = await import('../live/open-live.ts') // most inputs are files
    return openLive(source, { token: options.token, project, signal })
  }
}

/** An option that changes nothing is a mistake. */
function needUseful({ token, project }: SourceOptions, sources: readonly NamedSource[], areLive: readonly boolean[]): void {
  const first = sources.map((source) => (typeof source === 'string' ? withoutSecrets(source) : source.name))[0]
  const hasServer = sources.some((source) => typeof source === 'string' && isServerAddress(source))
  if (project !== undefined && !areLive.includes(true))
    throw useless(
      '[--project]',
      first,
      'it chooses a project of a Label Studio server or database; tasks in files are of one project',
    )
  if (token !== undefined && !hasServer) throw useless('[--token]', first, 'it is for servers: https://host/projects/3')
}

function useless(option: string, source: string | undefined, hint: string): GoldpanError {
  return new GoldpanError('option-invalid', `${option} is of no use for \`${source}\``, hint)
}

function parseProject(project: number | string | undefined): number | undefined {
  if (project === undefined) return undefined
  if (/^[1-9]\d{0,14}$/.test(String(project))) return Number(project)
  throw new GoldpanError('option-invalid', `\`${project}\` is not possible for [--project]`, 'it takes the number of a project')
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
