/** The smallest files of each kind that have a header; made by hand, so that no fixture has to be trusted. */

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const be16 = (number: number) => Uint8Array.of(number >> 8, number & 255)
const be32 = (number: number) => Uint8Array.of((number >>> 24) & 255, (number >>> 16) & 255, (number >>> 8) & 255, number & 255)
const le16 = (number: number) => be16(number).reverse()
const le32 = (number: number) => be32(number).reverse()

function bytes(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts))
}

export function png(width: number, height: number, colourType: number): Uint8Array {
  const header = bytes(ascii('IHDR'), be32(width), be32(height), Uint8Array.of(8, colourType, 0, 0, 0))
  return bytes(Uint8Array.of(0x89), ascii('PNG\r\n\x1a\n'), be32(13), header, be32(0), be32(0), ascii('IEND'), be32(0))
}

/** @param padding bytes of application segments before the size */
export function jpeg(
  width: number,
  height: number,
  { components = 3, orientation, padding = 0 }: { components?: number; orientation?: number; padding?: number },
): Uint8Array {
  const segment = (marker: number, body: Uint8Array) => bytes(Uint8Array.of(0xff, marker), be16(body.length + 2), body)
  const entry = bytes(le16(274), le16(3), le32(1), le16(orientation ?? 1), le16(0))
  const exif = bytes(ascii('Exif\0\0II*\0'), le32(8), le16(1), entry, le32(0))
  const segments = orientation === undefined ? [segment(0xe0, ascii('JFIF\0\x01\x01\0\0\x01\0\x01\0\0'))] : [segment(0xe1, exif)]
  for (let left = padding; left > 0; left -= 60_000) segments.push(segment(0xe2, new Uint8Array(60_000)))
  const frame = bytes(Uint8Array.of(8), be16(height), be16(width), Uint8Array.of(components), new Uint8Array(3 * components))
  return bytes(Uint8Array.of(0xff, 0xd8), ...segments, segment(0xc0, frame), Uint8Array.of(0xff, 0xd9))
}

export function gif(width: number, height: number): Uint8Array {
  return bytes(ascii('GIF89a'), le16(width), le16(height), Uint8Array.of(0, 0, 0, 0x3b))
}

export function bmp(width: number, height: number, bits: number): Uint8Array {
  const header = bytes(le32(40), le32(width), le32(height), le16(1), le16(bits), new Uint8Array(24))
  return bytes(ascii('BM'), le32(54), le32(0), le32(54), header)
}

export function webp(width: number, height: number, hasAlpha: boolean): Uint8Array {
  const size = bytes(le32(width - 1).subarray(0, 3), le32(height - 1).subarray(0, 3))
  return bytes(ascii('RIFF'), le32(22), ascii('WEBPVP8X'), le32(10), Uint8Array.of(hasAlpha ? 0x10 : 0, 0, 0, 0), size)
}

/** @param padding bytes of pixels before the directory */
export function tiff(
  width: number,
  height: number,
  { bands = 3, orientation = 1, padding = 0 }: { bands?: number; orientation?: number; padding?: number },
): Uint8Array {
  const entry = (tag: number, value: number) => bytes(be16(tag), be16(3), be32(1), be16(value), be16(0))
  const entries = [entry(256, width), entry(257, height), entry(274, orientation), entry(277, bands)]
  return bytes(ascii('MM\0*'), be32(8 + padding), new Uint8Array(padding), be16(entries.length), ...entries, be32(0))
}

interface Wav {
  readonly seconds: number
  readonly rate?: number
  readonly channels?: number
  readonly bits?: number
  /** 1 PCM, 6 A-law */
  readonly code?: number
  /** Bytes of a chunk before the sound. */
  readonly chunk?: number
  /** What the header says in place of the size of the sound. */
  readonly statedBytes?: number
}

export function wav({ seconds, rate = 8000, channels = 1, bits = 16, code = 1, chunk, statedBytes }: Wav): Uint8Array {
  const frame = (channels * bits) / 8
  const sound = new Uint8Array(Math.round(seconds * rate) * frame)
  const format = bytes(le16(code), le16(channels), le32(rate), le32(rate * frame), le16(frame), le16(bits))
  const chunks = [ascii('fmt '), le32(16), format]
  if (chunk !== undefined) chunks.push(ascii('LIST'), le32(chunk), new Uint8Array(chunk + (chunk % 2)))
  chunks.push(ascii('data'), le32(statedBytes ?? sound.length), sound)
  const body = bytes(...chunks)
  return bytes(ascii('RIFF'), le32(body.length + 4), ascii('WAVE'), body)
}

export function flac(rate: number, samples: number): Uint8Array {
  const packed = bytes(be32((rate << 12) | (0 << 9) | (15 << 4)), be32(samples)) // 20 bits rate, 3 channels − 1, 5 bits − 1, 36 samples
  const info = bytes(be16(4096), be16(4096), new Uint8Array(6), packed, new Uint8Array(16))
  return bytes(ascii('fLaC'), Uint8Array.of(0x80), be32(info.length).subarray(1), info)
}

/** Frames of MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes and 1152 samples each. */
export function mp3(frames: number, isTagged: boolean): Uint8Array {
  const frame = bytes(Uint8Array.of(0xff, 0xfb, 0x90, 0x00), new Uint8Array(413))
  const tag = isTagged ? [ascii('ID3\x04\0\0\0\0\0\x0a'), new Uint8Array(10)] : []
  return bytes(...tag, ...Array.from({ length: frames }, () => frame))
}

/** Ogg Opus; its granules are 1/48000 s. */
export function ogg(granules: number): Uint8Array {
  const page = (flags: number, granule: number, sequence: number, body: Uint8Array) =>
    bytes(
      ascii('OggS'),
      Uint8Array.of(0, flags),
      le32(granule),
      le32(0),
      le32(1),
      le32(sequence),
      le32(0),
      Uint8Array.of(1, body.length),
      body,
    )
  const head = bytes(ascii('OpusHead'), Uint8Array.of(1, 1), le16(0), le32(48000), le16(0), Uint8Array.of(0))
  const tags = bytes(ascii('OpusTags'), le32(4), ascii('test'), le32(0))
  return bytes(page(2, 0, 0, head), page(0, 0, 1, tags), page(4, granules, 2, new Uint8Array(20)))
}
