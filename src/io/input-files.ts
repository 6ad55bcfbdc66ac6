import { createReadStream, createWriteStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { GoldpanError } from '../model/error.ts'
import type { Issue } from '../model/issue.ts'
import {
  type ArchiveEntry,
  BESIDE_COMPLETIONS,
  CONFIG_NAMES,
  type ConfigFile,
  isConfigName,
  isOwnReport,
  listEntries,
  MAC_METADATA,
  NO_JSON,
  OWN_REPORT,
  STORE_FOLDER,
  TASK_NAME,
} from './entry-files.ts'
import { inNumericOrder } from './numeric-order.ts'
import type { InputFile } from './read-batches.ts'
import { failing, HEAD_BYTES, isGzip, isZip, readHead } from './read-bytes.ts'
import { readable, readTaskFile, readTextFile } from './read-file.ts'
import { isS3Url } from './s3-place.ts'
import { removeTemporary, temporaryFolder } from './temporary.ts'
import type { ZipArchive } from './zip-archive.ts'

/** Files that are no tasks, with what they are instead. */
export interface SkippedFile {
  readonly name: string
  readonly problem: string
  /** Bytes that `open` gives, where they are known beforehand. */
  readonly size?: number | undefined
  /** Where it may be part of a data set of another kind: its chunks. */
  readonly open?: InputFile['open']
}

/** Everything found under the paths a user named; opened lazily, read as often as wanted. */
export interface Input {
  readonly files: readonly InputFile[]
  readonly skipped: readonly SkippedFile[]
  /** A labeling config that lies beside the tasks. */
  readonly config: ConfigFile | undefined
  /** What was found when another format was read into tasks. */
  readonly issues?: readonly Issue[]
  /** The ids of the tasks were given while they were read: their records have none. */
  readonly hasGivenIds?: boolean
  /** Removes temporary files. */
  close(): Promise<void>
}

/** An input that is open already, such as a project of a store, under the name that problems are told with. */
export interface NamedInput extends Input {
  readonly name: string
}

/** Bytes that lie in no file, under the name that problems are told with. */
export interface NamedBytes {
  readonly name: string
  readonly bytes: Uint8Array | Blob | AsyncIterable<Uint8Array>
}

/**
 * Lists the task files under files, folders and zips, named by path, by address in a bucket (`s3://bucket/prefix`), or given as bytes; the path `-` is standard input.
 * Files of a folder come in numeric order of their names.
 * @param signal ends the wait for bytes that are still coming
 * @throws GoldpanError `input-missing`, `input-unreadable`
 */
export async function openInput(
  sources: readonly (string | NamedBytes | NamedInput)[],
  stdin: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<Input> {
  const found = new Found(signal)
  try {
    for (const source of sources) {
      if (typeof source === 'string') await found.add(source, stdin)
      else if ('files' in source) found.addInput(source)
      else await found.addBytes(source)
    }
  } catch (error) {
    await found.close()
    throw error
  }
  return found
}

class Found implements Input {
  readonly files: InputFile[] = []
  readonly skipped: SkippedFile[] = []
  config: Input['config']
  readonly #archives: ZipArchive[] = []
  readonly #inputs: Input[] = []
  readonly #temporary: string[] = []
  readonly #signal: AbortSignal | undefined

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal
  }

  addInput(input: Input): void {
    for (const file of input.files) this.files.push(file)
    for (const skipped of input.skipped) this.skipped.push(skipped)
    if (this.config === undefined) this.config = input.config
    else if (input.config !== undefined) this.#passOver(input.config)
    this.#inputs.push(input)
  }

  async addBytes({ name, bytes }: NamedBytes): Promise<void> {
    const chunks = bytes instanceof Uint8Array ? [bytes] : bytes instanceof Blob ? bytes.stream() : bytes
    await this.#addFile(await this.#spool(chunks), name, true)
  }

  async add(path: string, stdin: AsyncIterable<Uint8Array>): Promise<void> {
    if (path === '-') return this.#addFile(await this.#spool(stdin), 'standard input', true)
    if (isS3Url(path)) return this.#addBucket(path)
    const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT'
        ? new GoldpanError('input-missing', `there is no file or folder \`${path}\``, 'check the path; standard input is `-`', {
            file: path,
          })
        : new GoldpanError('input-unreadable', `\`${path}\` cannot be read (${error.code})`, 'check its permissions', {
            file: path,
          })
    })
    if (stats.isDirectory()) await this.#addFolder(path, true)
    else if (!stats.isFile())
      await this.#addFile(await this.#spool(createReadStream(path)), path, true) // a pipe: <(zcat export.json.gz)
    else {
      await this.#addFile(path, path, true)
      await this.#findConfig(dirname(path))
    }
  }

  async close(): Promise<void> {
    for (const archive of this.#archives) archive.close()
    for (const input of this.#inputs) await input.close()
    for (const folder of this.#temporary.splice(0)) removeTemporary(folder)
  }

  async #addFolder(folder: string, isRoot: boolean): Promise<void> {
    const entries = inNumericOrder(await readdir(folder, { withFileTypes: true }), ({ name }) => name)
    await this.#findConfig(folder)
    if (isRoot && basename(folder) === 'completions') await this.#findConfig(join(folder, '..'))
    const completions = entries.find((entry) => entry.name === 'completions' && entry.isDirectory())
    for (const entry of entries) {
      const path = join(folder, entry.name)
      if (entry.name === STORE_FOLDER) continue
      if (entry.isDirectory() && (completions === undefined || entry === completions)) await this.#addFolder(path, false)
      else if (entry.isDirectory()) this.skipped.push({ name: path, problem: BESIDE_COMPLETIONS })
      else if (isConfigName(entry.name)) continue
      else if (completions !== undefined) this.skipped.push({ name: path, problem: BESIDE_COMPLETIONS })
      else if (entry.name.startsWith('._')) this.skipped.push({ name: path, problem: MAC_METADATA })
      else if (!TASK_NAME.test(entry.name) && !/\.zip$/i.test(entry.name))
        this.skipped.push({ name: path, problem: NO_JSON, open: () => readTaskFile(path) })
      else if (entry.isFile() && isPlainName(entry.name)) this.files.push({ name: path, open: () => readTaskFile(path) })
      else await this.#addFile(path, path, false)
    }
  }

  async #addFile(path: string, name: string, isNamed: boolean): Promise<void> {
    const head = await readHead(readable(createReadStream(path, { end: HEAD_BYTES - 1 }), name))
    if (isZip(head)) return this.#addZip(path, name)
    if (!isNamed && isOwnReport(basename(path), head)) {
      this.skipped.push({ name, problem: OWN_REPORT })
      return
    }
    const size = isGzip(head) ? undefined : (await stat(path)).size
    this.files.push({ name, size, open: () => readTaskFile(path, name) })
  }

  async #addZip(path: string, name: string): Promise<void> {
    const { openZip } = await import('./zip-archive.ts') // most inputs have no zip
    const archive = await openZip(path, name).catch((error: unknown) => {
      this.files.push({ name, open: () => failing(error) }) // the other inputs may be whole
    })
    if (archive === undefined) return
    this.#archives.push(archive)
    this.#addListed(await listEntries(archive.entries, name))
  }

  async #addBucket(url: string): Promise<void> {
    const { openBucketInput } = await import('./s3-input.ts') // most inputs are files
    const { isObject, entries, config, close } = await openBucketInput(url)
    this.#archives.push({ entries, close })
    if (entries.length === 0)
      throw new GoldpanError('input-missing', `there is nothing at \`${url}\``, 'check the bucket and the prefix', { file: url })
    const folder = isObject ? url.slice(0, url.lastIndexOf('/')) : url.replace(/\/+$/, '')
    const isSpooled = ({ path }: ArchiveEntry) => (isObject ? !TASK_NAME.test(path) : /\.zip$/i.test(path))
    const direct = entries.filter((entry) => !isSpooled(entry))
    this.#addListed(await listEntries(direct, folder))
    for (const entry of entries.filter(isSpooled))
      await this.#addFile(await this.#spool(entry.open()), `${folder}/${entry.path}`, true)
    this.config ??= config
  }

  #addListed({ files, skipped, config }: Awaited<ReturnType<typeof listEntries>>): void {
    for (const file of files) this.files.push(file)
    for (const file of skipped) this.skipped.push(file)
    this.config ??= config
  }

  async #findConfig(folder: string): Promise<void> {
    for (const candidate of CONFIG_NAMES) {
      const path = join(folder, candidate)
      const stats = await stat(path).catch(() => undefined)
      if (stats?.isFile() !== true) continue
      if (this.config === undefined) this.config = { name: path, read: () => readTextFile(path) }
      else if (this.config.name !== path && !this.skipped.some(({ name }) => name === path)) this.#passOver({ name: path })
      return
    }
  }

  /** A second labeling config. */
  #passOver({ name }: Pick<ConfigFile, 'name'>): void {
    this.skipped.push({ name, problem: `the labeling config is ${this.config?.name}` })
  }

  /** What comes only once is kept in a temporary file, since some exports read it twice. */
  async #spool(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<string> {
    const folder = temporaryFolder()
    this.#temporary.push(folder)
    const path = join(folder, 'standard-input')
    const signal = this.#signal
    if (signal === undefined) await pipeline(chunks, createWriteStream(path))
    else await pipeline(chunks instanceof Readable ? chunks : untilAborted(chunks, signal), createWriteStream(path), { signal })
    return path
  }
}

/** Does not wait for a chunk that may never come; a stream would be destroyed instead. */
async function* untilAborted(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  aborted.catch(() => undefined) // it is thrown where it is awaited, if it is
  signal.throwIfAborted()
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]()
  for (;;) {
    const { done, value } = await Promise.race([iterator.next(), aborted])
    if (done === true) return
    yield value
  }
}

/** A name that says what is in the file; `report.json` may be our own. */
function isPlainName(name: string): boolean {
  return /\.(json|jsonl|ndjson)$/i.test(name) && name !== 'report.json'
}
