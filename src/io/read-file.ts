import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { GoldpanError } from '../model/error.ts'
import { gunzip, isGzip, readText } from './read-bytes.ts'

export const CHUNKS = { highWaterMark: 1 << 20 }
const SMALL_BYTES = 64 * 1024
const scratch = Buffer.alloc(SMALL_BYTES)

/** The whole text of a small file. @throws GoldpanError `input-unreadable` */
export async function readTextFile(path: string): Promise<string> {
  return readText(readable(createReadStream(path), path), path)
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
