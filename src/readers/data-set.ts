import type { Input } from '../io/input-files.ts'
import { inNumericOrder } from '../io/numeric-order.ts'
import type { InputFile } from '../io/read-batches.ts'
import { joinBytes } from '../json/bytes.ts'
import { GoldpanError } from '../model/error.ts'

/** So many bytes of a file tell what is in it. */
const HEAD_BYTES = 64 * 1024
/** So many files tell what the others are. */
const SAMPLES = 5
/** Files that are read whole are no larger than this. */
const MAX_TEXT_BYTES = 256 * 1024 * 1024

/** One file of a data set. */
export interface DataFile extends InputFile {
  /** Below the folder that holds the whole data set, with '/'. */
  readonly path: string
  /** In small letters, without the dot. */
  readonly extension: string
}

/** All files that a user named, tasks or not. */
export class DataSet {
  /** In numeric order of their paths. */
  readonly files: readonly DataFile[]
  readonly #byPath: ReadonlyMap<string, DataFile>
  readonly #heads = new Map<DataFile, Promise<Uint8Array>>()

  constructor({ files, skipped }: Pick<Input, 'files' | 'skipped'>) {
    const found: InputFile[] = [...files]
    for (const { open, ...file } of skipped) if (open !== undefined) found.push({ ...file, open })
    const names = found.map(({ name }) => name.replaceAll('\\', '/'))
    const root = commonFolder(names)
    const all = found.map((file, k) => {
      const path = names[k]!.slice(root.length)
      return { ...file, path, extension: extensionOf(path) }
    })
    this.files = inNumericOrder(all, ({ path }) => path)
    this.#byPath = new Map(all.map((file) => [file.path, file]))
  }

  /** @param extensions in small letters, without the dot */
  with(...extensions: readonly string[]): readonly DataFile[] {
    return this.files.filter(({ extension }) => extensions.includes(extension))
  }

  /** Every file has one of these extensions. */
  hasOnly(...extensions: readonly string[]): boolean {
    return this.files.length > 0 && this.files.every(({ extension }) => extensions.includes(extension))
  }

  at(path: string): DataFile | undefined {
    return this.#byPath.get(path)
  }

  /** The first bytes of a file, up to {@link HEAD_BYTES}; none of one that cannot be read. */
  head(file: DataFile): Promise<Uint8Array> {
    const known = this.#heads.get(file)
    if (known !== undefined) return known
    const head = readHead(file)
    this.#heads.set(file, head)
    return head
  }

  /** The same as text, without a mark at its start; a character that was cut is left out. */
  async headText(file: DataFile): Promise<string> {
    return decodeHead(await this.head(file))
  }

  /** Files of these extensions that tell what all of them are. */
  sample(...extensions: readonly string[]): readonly DataFile[] {
    return this.with(...extensions).slice(0, SAMPLES)
  }
}

/** The beginning of a file as text; empty when it cannot be read. */
export async function readHeadText(file: InputFile): Promise<string> {
  return decodeHead(await readHead(file))
}

/** The error is told where the file is read. */
function readHead(file: InputFile): Promise<Uint8Array> {
  return readUpTo(file, HEAD_BYTES).catch(() => new Uint8Array(0))
}

function decodeHead(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes, { stream: true })
}

/** The whole text of a file. @throws GoldpanError `input-unreadable`, `input-damaged` */
export async function readWholeText(file: DataFile): Promise<string> {
  return decode(new TextDecoder('utf-8', { fatal: true }), await readWhole(file), file, false)
}

/** All bytes of a file. @throws GoldpanError `input-unreadable`, `input-damaged` when it is too large */
export async function readWhole(file: DataFile): Promise<Uint8Array> {
  const bytes = await readUpTo(file, MAX_TEXT_BYTES + 1)
  if (bytes.length <= MAX_TEXT_BYTES) return bytes
  throw new GoldpanError('input-damaged', `the file has more than ${MAX_TEXT_BYTES} bytes`, 'split it', { file: file.name })
}

/** One line of a file; `number` counts from 1. */
export interface TextLine {
  readonly text: string
  readonly number: number
}

/** The lines of a file without their ends; an empty last one is none. @throws GoldpanError `input-damaged` */
export async function* readLines(file: DataFile): AsyncGenerator<TextLine> {
  let number = 0
  let rest = ''
  for await (const piece of readText(file)) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop()!
    for (const line of lines) yield { text: withoutReturn(line), number: ++number }
  }
  if (rest !== '') yield { text: withoutReturn(rest), number: ++number }
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

/** The text of a file, piece by piece, without a mark at its start. @throws GoldpanError `input-encoding` */
export async function* readText(file: DataFile): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of withEnd(file)) yield decode(decoder, chunk, file)
}

/** The chunks, then undefined. */
async function* withEnd(file: DataFile): AsyncGenerator<Uint8Array | undefined> {
  yield* file.open()
  yield undefined
}

function decode(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array | undefined, file: DataFile, stream = true): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream })
  } catch (error) {
    const hint = 'convert the file to UTF-8 first, for instance: iconv -f LATIN1 -t UTF-8'
    throw new GoldpanError('input-encoding', `\`${file.name}\` is not UTF-8 text`, hint, { file: file.name }, { cause: error })
  }
}

async function readUpTo(file: InputFile, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of file.open()) {
    parts.push(new Uint8Array(chunk.subarray(0, most - size))) // a chunk may change when the next one is asked for
    size += chunk.length
    if (size >= most) break
  }
  return joinBytes(parts)
}

/** With a '/' at its end, or empty. */
function commonFolder(names: readonly string[]): string {
  let common = names[0] === undefined ? '' : folderOf(names[0])
  for (const name of names) while (!name.startsWith(common)) common = folderOf(common.slice(0, -1))
  return common
}

/** With a '/' at its end, or empty. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}

/** Without folders and extension. */
export function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
}

function extensionOf(path: string): string {
  return /\.([^./]*)$/.exec(path.replace(/\.gz$/i, ''))?.[1]?.toLowerCase() ?? ''
}
