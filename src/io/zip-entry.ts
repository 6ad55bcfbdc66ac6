import { GoldpanError } from '../model/error.ts'
import { crc32 } from './deflate.ts'
import { unpackRaw } from './unpack.ts'

const STORED = 0
const DEFLATED = 8

/** What the list of files says of one. */
export interface PackedEntry {
  readonly path: string
  readonly size: number
  readonly packed: number
  readonly crc: number
  readonly isDeflated: boolean
  /** Where its local header starts. */
  readonly offset: number
  /** Why it cannot be unpacked. */
  readonly problem: string | undefined
}

/** How an entry is packed, by the number that stands for it. */
export function packing(method: number, isEncrypted: boolean): Pick<PackedEntry, 'isDeflated' | 'problem'> {
  const isKnown = method === STORED || method === DEFLATED
  const problem = isEncrypted ? 'it is encrypted' : isKnown ? undefined : 'it is packed in an unknown way'
  return { isDeflated: method === DEFLATED, problem }
}

/** So many bytes of an entry's local header come before its name (APPNOTE 6.3.10, section 4.3.7). */
export const LOCAL_HEADER_BYTES = 30
const LOCAL_SIGNATURE = 0x04034b50

/** Where the packed bytes start: behind the local header, whose name and extra field may be of other lengths than the list says. */
export function dataStart(header: DataView, { offset }: PackedEntry): number {
  if (header.byteLength < LOCAL_HEADER_BYTES || header.getUint32(0, true) !== LOCAL_SIGNATURE)
    throw new Error('it does not start where the list says')
  return offset + LOCAL_HEADER_BYTES + header.getUint16(26, true) + header.getUint16(28, true)
}

/** The content, which has to be what the list says of it. */
export async function* unpackEntry(packed: AsyncIterable<Uint8Array>, entry: PackedEntry): AsyncGenerator<Uint8Array> {
  let size = 0
  let checksum = 0
  for await (const chunk of entry.isDeflated ? unpackRaw(packed) : packed) {
    size += chunk.length
    checksum = crc32(chunk, checksum)
    if (size > entry.size) throw new Error('it holds more than it says')
    yield chunk
  }
  if (size < entry.size) throw new Error('it holds less than it says')
  if (checksum !== entry.crc) throw new Error('its checksum is another')
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
