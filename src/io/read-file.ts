import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { GoldpanError } from '../model/error.ts'
import { unpack } from './unpack.ts'

export const CHUNKS = { highWaterMark: 1 << 20 }
/** So many bytes tell what a file is. */
export const HEAD_BYTES = 64
const MAX_CONFIG_BYTES = 16 * 1024 * 1024
const SMALL_BYTES = 64 * 1024
const scratch = Buffer.alloc(SMALL_BYTES)

/** The whole text of a small file. @throws GoldpanError `input-unreadable` */
export async function readTextFile(path: string): Promise<string> {
  return readText(readable(createReadStream(path), path), path)
}

/** The whole text behind the chunks. @throws GoldpanError `config-invalid` when it is too large for a config */
export async function readText(chunks: AsyncIterable<Uint8Array>, name: string): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > MAX_CONFIG_BYTES)
      throw new GoldpanError(
        'config-invalid',
        `the file has more than ${MAX_CONFIG_BYTES} bytes`,
        'is this really a labeling config?',
        { file: name },
      )
    parts.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(parts))
}

/**
 * The bytes of a regular file, read at once where it is small: a stream costs several trips to the thread pool, which is most of the
 * time that a folder of a hundred thousand one-task files takes.
 */
export async function* readSmallFile(path: string): AsyncGenerator<Uint8Array> {
  const head = readStart(path)
  if (isGzip(head)) yield* gunzip(createReadStream(path, CHUNKS), path)
  else {
    yield head
    if (head.length === SMALL_BYTES) yield* readable(createReadStream(path, { ...CHUNKS, start: SMALL_BYTES }), path)
  }
}

function readStart(path: string): Uint8Array {
  try {
    const file = openSync(path, 'r')
    try {
      return Uint8Array.from(scratch.subarray(0, readSync(file, scratch, 0, SMALL_BYTES, 0)))
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw unreadable(error, path)
  }
}

/** The chunks, with errors of the file system in our words. @throws GoldpanError `input-unreadable` */
export async function* readable(stream: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* stream
  } catch (error) {
    throw unreadable(error, name)
  }
}

/** What the chunks are when unpacked. @throws GoldpanError `input-damaged` */
export async function* gunzip(stream: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* unpack(stream, createGunzip())
  } catch (error) {
    if (error instanceof GoldpanError) throw error
    throw new GoldpanError(
      'input-damaged',
      `\`${name}\` is not whole: ${error instanceof Error ? error.message : 'gzip error'}`,
      'download or compress it again',
      { file: name },
      { cause: error },
    )
  }
}

export async function readHead(stream: AsyncIterable<Uint8Array>, name: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of readable(stream, name)) {
    parts.push(chunk)
    size += chunk.length
    if (size >= HEAD_BYTES) break
  }
  return Buffer.concat(parts)
}

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b
}

/** An error of the file system in our words; any other as it is. */
function unreadable(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string' || !/^E[A-Z]+$/.test(error.code))
    return error
  const hint = 'check that it is a file you may read'
  return new GoldpanError(
    'input-unreadable',
    `\`${name}\` cannot be read (${error.code})`,
    hint,
    { file: name },
    { cause: error },
  )
}
