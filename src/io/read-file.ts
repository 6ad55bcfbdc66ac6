import { closeSync, createReadStream, openSync, read, readSync } from 'node:fs'
import { GoldpanError } from '../model/error.ts'
import { readAhead } from './read-ahead.ts'
import { gunzip, isGzip, readText } from './read-bytes.ts'
import { returnWindows, takeWindows } from './skim.ts'

const SMALL_BYTES = 64 * 1024
const CHUNK_BYTES = 1 << 18

/** The whole text of a small file. @throws GoldpanError `input-unreadable` */
export async function readTextFile(path: string): Promise<string> {
  return readText(readable(fileChunks(path), path), path)
}

/**
 * The bytes of a file as they are. It is opened when the first chunk is asked for: what nobody reads may be gone by then.
 * @throws Error of the file system
 */
export async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: CHUNK_BYTES })
}

/**
 * The bytes of a regular file, unpacked where it is gzip. A small one is read at once: going through the thread pool is most of the
 * time that a folder of a hundred thousand one-task files takes. Of a large one the next chunk is read while this one is in use.
 *
 * @throws GoldpanError `input-unreadable`, `input-damaged`
 */
export async function* readTaskFile(path: string, name = path): AsyncGenerator<Uint8Array> {
  const windows = takeWindows()
  try {
    const file = openSync(path, 'r')
    try {
      const [first] = windows
      const size = readStart(file, first)
      const readFrom = (place: number) => readAhead((into, position) => readInto(file, into, position), windows, place)
      if (isGzip(first.subarray(0, size))) yield* gunzip(readable(readFrom(0), name), name)
      else {
        yield first.subarray(0, size)
        if (size === SMALL_BYTES) yield* readFrom(size)
      }
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw unreadable(error, name)
  } finally {
    returnWindows(windows)
  }
}

/** Reads on until there is no more: some file systems give less than they have. */
function readStart(file: number, into: Uint8Array): number {
  let size = 0
  for (let got = -1; got !== 0 && size < SMALL_BYTES; size += got) got = readSync(file, into, size, SMALL_BYTES - size, size)
  return size
}

function readInto(file: number, buffer: Uint8Array, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(file, buffer, 0, buffer.length, position, (error, size) => (error === null ? resolve(size) : reject(error)))
  })
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
