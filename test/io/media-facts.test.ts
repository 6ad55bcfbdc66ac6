import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { probeMedia } from '../../src/io/media-facts.ts'
import { bmp, flac, gif, jpeg, mp3, ogg, png, tiff, wav, webp } from './media-bytes.ts'

const facts = { width: undefined, height: undefined, depth: undefined, seconds: undefined }

let folder: string
let root: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goldpan-media-'))
  root = join(folder, 'root')
  mkdirSync(root)
})
afterAll(() => rmSync(folder, { recursive: true }))

/** @param path below root */
function put(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), bytes)
}

async function probe(name: string, bytes: Uint8Array) {
  put(name, bytes)
  return probeMedia(root, name)
}

describe('probeMedia reads', () => {
  it('the uploads of the golden case', async () => {
    const media = 'test/fixtures/goldens/uploaded_images/media'
    expect(await probeMedia(media, '/data/upload/3/ab12-one.png')).toEqual({ ...facts, width: 40, height: 20, depth: 3 })
    expect(await probeMedia(media, '/data/upload/3/cd34-grey.png')).toEqual({ ...facts, width: 16, height: 16, depth: 1 })
    expect(await probeMedia(media, 'upload/3/ab12-one.png')).toEqual({ ...facts, width: 40, height: 20, depth: 3 })
    expect(await probeMedia(media, '/data/upload/3/missing.png')).toEqual({ problem: 'missing' })
  })

  it('the recordings of the golden case', async () => {
    const media = 'test/fixtures/goldens/audio_transcription/media'
    expect(await probeMedia(media, '/data/upload/3/call_01.wav')).toEqual({ ...facts, seconds: 1.5 })
    expect(await probeMedia(media, '/data/upload/3/call%2002.wav')).toEqual({ ...facts, seconds: 0.25 })
  })

  it.each([
    ['grey', 0, 1],
    ['RGB', 2, 3],
    ['palette', 3, 3],
    ['grey and alpha', 4, 2],
    ['RGBA', 6, 4],
  ])('the bands of a PNG: %s', async (_, colourType, depth) => {
    expect(await probe('bands.png', png(7, 5, colourType))).toEqual({ ...facts, width: 7, height: 5, depth })
  })

  it.each([
    ['grey.jpg', jpeg(30, 20, { components: 1 }), 30, 20, 1],
    ['colour.jpg', jpeg(30, 20, {}), 30, 20, 3],
    ['cmyk.jpg', jpeg(30, 20, { components: 4 }), 30, 20, 4],
    ['a.gif', gif(9, 8), 9, 8, 3],
    ['rgb.bmp', bmp(6, 4, 24), 6, 4, 3],
    ['rgba.bmp', bmp(6, 4, 32), 6, 4, 4],
    ['alpha.webp', webp(11, 12, true), 11, 12, 4],
    ['plain.webp', webp(11, 12, false), 11, 12, 3],
  ])('%s', async (name, bytes, width, height, depth) => {
    expect(await probe(name, bytes)).toEqual({ ...facts, width, height, depth })
  })

  it.each([1, 2, 3, 4])('G10: leaves the size at EXIF orientation %i', async (orientation) => {
    expect(await probe('o.jpg', jpeg(30, 20, { orientation }))).toMatchObject({ width: 30, height: 20 })
  })

  it.each([5, 6, 7, 8])('G10: turns the size at EXIF orientation %i', async (orientation) => {
    expect(await probe('o.jpg', jpeg(30, 20, { orientation }))).toMatchObject({ width: 20, height: 30 })
    expect(await probe('o.tif', tiff(30, 20, { orientation }))).toMatchObject({ width: 20, height: 30 })
  })

  it('a JPEG whose size stands behind a long profile', async () => {
    expect(await probe('icc.jpg', jpeg(30, 20, { padding: 200_000 }))).toEqual({ ...facts, width: 30, height: 20, depth: 3 })
  })

  it('a TIFF whose directory stands at its end', async () => {
    expect(await probe('big.tif', tiff(300, 200, { bands: 4, padding: 20_000_000 }))).toEqual({
      ...facts,
      width: 300,
      height: 200,
      depth: 4,
    })
  })

  it.each([
    ['mono.wav', wav({ seconds: 1.25 }), 1.25],
    ['stereo.wav', wav({ seconds: 0.5, channels: 2, rate: 44100 }), 0.5],
    ['tagged.wav', wav({ seconds: 0.5, chunk: 4001 }), 0.5],
    ['streamed.wav', wav({ seconds: 0.5, statedBytes: 0xffffffff }), 0.5],
    ['unfinished.wav', wav({ seconds: 0.5, statedBytes: 0 }), 0.5],
    ['a-law.wav', wav({ seconds: 0.5, code: 6, bits: 8 }), 0.5],
    ['a.flac', flac(16000, 40000), 2.5],
    ['a.opus', ogg(96000), 2],
  ])('A4: the length of %s', async (name, bytes, seconds) => {
    expect(await probe(name, bytes)).toEqual({ ...facts, seconds })
  })

  it('A4: the length of an MP3, with and without an ID3 tag', async () => {
    const seconds = (40 * 1152) / 44100
    for (const isTagged of [false, true]) {
      const found = await probe('a.mp3', mp3(40, isTagged))
      expect('seconds' in found && found.seconds).toBeCloseTo(seconds, 6)
    }
  })
})

describe('probeMedia says what is wrong', () => {
  it.each([
    ['empty.png', new Uint8Array(0), 'the file is empty'],
    ['text.png', new TextEncoder().encode('no image at all'), 'neither an image nor a recording of a known kind'],
    ['cut.wav', wav({ seconds: 1 }).subarray(0, 20), 'the WAV has no `data` chunk'],
    ['zero.png', png(0, 0, 2), 'the image has no pixels'],
  ])('with %s', async (name, bytes, message) => {
    expect(await probe(name, bytes)).toEqual({ problem: 'unreadable', message })
  })

  it('with a JPEG that ends too early', async () => {
    expect(await probe('cut.jpg', jpeg(30, 20, {}).subarray(0, 12))).toMatchObject({ problem: 'unreadable' })
  })
})

describe('probeMedia finds', () => {
  const width = async (reference: string) => {
    const found = await probeMedia(root, reference)
    return 'problem' in found ? found.problem : found.width
  }

  beforeAll(() => {
    put('a/b/deep.png', png(1, 1, 2))
    put('b/same.png', png(2, 1, 2))
    put('same.png', png(3, 1, 2))
    put('with space.png', png(4, 1, 2))
    put('as%20spelled.png', png(5, 1, 2))
    put('café.png'.normalize('NFC'), png(6, 1, 2))
    put('upload.png', png(7, 1, 2))
    mkdirSync(join(root, 'folder.png'))
    writeFileSync(join(folder, 'outside.png'), png(99, 1, 2))
    symlinkSync(join(folder, 'outside.png'), join(root, 'link-out.png'))
    symlinkSync(join(root, 'same.png'), join(root, 'link-in.png'))
    symlinkSync(folder, join(root, 'way-out'))
  })

  it.each([
    ['a/b/deep.png', 1],
    ['/a/b/deep.png', 1],
    ['images/a/b/deep.png', 1],
    ['a\\b\\deep.png', 1],
    ['./a/./b/x/../deep.png', 1],
    ['/data/upload/7/b/same.png', 2],
    ['/data/upload/7/same.png', 3],
    ['http://host.com/x/b/same.png?token=a/b#c', 2],
    ['https://host.com/same.png', 3],
    ['s3://bucket/key/b/same.png', 2],
    ['/data/local-files/?d=a/b/deep.png', 1],
    ['/data/local-files/?d=set%2Fb%2Fsame.png&x=1', 2],
    ['https://ls.example.com/data/local-files/?d=b%5Csame.png', 2],
    ['with%20space.png', 4],
    ['with space.png', 4],
    ['as%20spelled.png', 5],
    ['x/100%/same.png', 3],
    ['café.png'.normalize('NFD'), 6],
    ['/data/upload/3/1a2b3c4d-upload.png', 7],
    ['link-in.png', 3],
  ])('%s', async (reference, expected) => {
    expect(await width(reference)).toBe(expected)
  })

  it('absolute paths inside of root, also as file URLs', async () => {
    expect(await width(join(root, 'b/same.png'))).toBe(2)
    expect(await width(`file://${join(root, 'with space.png').replace(' ', '%20')}`)).toBe(4)
  })

  it.each([
    'outside.png',
    '../outside.png',
    'a/../../outside.png',
    '..%2foutside.png',
    '/data/upload/../../outside.png',
    '/data/local-files/?d=../outside.png',
    'link-out.png',
    'way-out/outside.png',
    'folder.png',
    'nowhere.png',
    '',
    '/',
    '..',
    'a\0b.png',
    'a%00b.png',
    `${'x'.repeat(5000)}.png`,
    'data:image/png;base64,AAAA',
  ])('nothing for %j', async (reference) => {
    expect(await width(reference)).toBe('missing')
  })

  it('nothing outside of root by its absolute path', async () => {
    expect(await width(join(folder, 'outside.png'))).toBe('missing')
  })

  it('nothing when root is not there', async () => {
    expect(await probeMedia(join(folder, 'no-such-root'), 'same.png')).toEqual({ problem: 'missing' })
  })
})
