import { GoldpanError } from '../model/error.ts'
import { crc32 } from './deflate.ts'
import { unpackRaw } from './unpack.ts'

/** What the central directory of a zip says of a file. */
export interface ZipFacts {
  readonly path: string
  /** Uncompressed bytes. */
  readonly size: number
  readonly crc32: number
  /** 0 stored, 8 deflated; the rest cannot be read. */
  readonly method: number
  readonly isEncrypted: boolean
}

const STORED = 0
const DEFLATED = 8

/** The content of a file of the zip `name`, which has to be what the zip says of it. @throws GoldpanError `input-damaged` */
export async function* readZipEntry(
  entry: ZipFacts,
  openPacked: () => Promise<AsyncIterable<Uint8Array>>,
  name: string,
): AsyncGenerator<Uint8Array> {
  let size = 0
  let checksum = 0
  try {
    if (entry.isEncrypted) throw new Error('it is encrypted')
    if (entry.method !== STORED && entry.method !== DEFLATED) throw new Error('it is packed in an unknown way')
    const packed = await openPacked()
    for await (const chunk of entry.method === DEFLATED ? unpackRaw(packed) : packed) {
      size += chunk.length
      checksum = crc32(chunk, checksum)
      if (size > entry.size) throw new Error('it holds more than it says')
      yield chunk
    }
    if (size < entry.size) throw new Error('it holds less than it says')
    if (checksum !== entry.crc32) throw new Error('its checksum is another')
  } catch (error) {
    throw damagedZip(error, `${name}/${entry.path}`)
  }
}

export function damagedZip(error: unknown, name: string): GoldpanError {
  const message = error instanceof Error ? error.message : 'not a zip'
  return new GoldpanError(
    'input-damaged',
    `\`${name}\` is not whole: ${message}`,
    'download or pack it again',
    { file: name },
    { cause: error },
  )
}
