import { joinBytes } from '../json/bytes.ts'
import { GoldpanError } from '../model/error.ts'
import { unpackGzip } from './unpack.ts'

/** So many bytes tell what a file is. */
export const HEAD_BYTES = 64
const MAX_CONFIG_BYTES = 16 * 1024 * 1024

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
  return new TextDecoder().decode(joinBytes(parts))
}

/** What the chunks are when unpacked. @throws GoldpanError `input-damaged` */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* unpackGzip(chunks)
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

/** The first bytes, {@link HEAD_BYTES} or more where there are so many. */
export async function readHead(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    size += chunk.length
    if (size >= HEAD_BYTES) break
  }
  return joinBytes(parts)
}

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b
}

export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5) && (head[3] === 4 || head[3] === 6)
}

/** A file that cannot be opened, which is told when it is its turn. */
export function failing(error: unknown): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) }
}
