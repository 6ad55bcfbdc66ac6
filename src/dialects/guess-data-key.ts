import { mediaKindOf } from '../model/media-kind.ts'
import type { DataKeySurvey } from '../model/survey.ts'

/** What a data key holds, as far as one value tells. */
export type DataKind = 'image' | 'pdf' | 'audio' | 'video' | 'html' | 'list' | 'text'

type Keys = readonly (readonly [string, DataKeySurvey])[]

/** Undefined when neither value nor name of the key tells. */
export function dataKindOf(path: string, key: DataKeySurvey | undefined): DataKind | undefined {
  const { sample } = key ?? {}
  const byValue = sample === undefined ? undefined : (kindOfExtension(sample) ?? kindOfText(sample))
  if (byValue !== undefined) return byValue
  const byName = KIND_OF_NAME.find(([pattern]) => pattern.test(path))?.[1]
  if (byName !== undefined) return byName
  return key?.kinds.has('array') === true && !key.kinds.has('string') ? 'list' : undefined
}

/** The first key that holds such data, else the first that may, else the first of all. */
export function keyForKind(keys: Keys, kind: DataKind): string | undefined {
  const kinds = keys.map(([name, key]) => ({ name, found: dataKindOf(name, key), isString: key.kinds.has('string') }))
  const exact = kinds.find(({ found }) => found === kind || (kind === 'image' && found === 'pdf'))
  const possible = kinds.find(({ found, isString }) => found === undefined && isString)
  return (exact ?? possible ?? kinds[0])?.name
}

/** The first key with a file or a text in it that is not only a name of something, else the first of all. */
export function keyForUnknownKind(keys: Keys): string | undefined {
  const known = keys.find(([name, key]) => {
    const kind = dataKindOf(name, key)
    return kind !== undefined && (kind !== 'text' || isProse(key.sample) || name === 'text')
  })
  const text = keys.find(([, key]) => key.kinds.has('string'))
  return (known ?? text ?? keys[0])?.[0]
}

/** By the ending of an address or path, its query left aside; a sentence that ends in `.png` is none. */
function kindOfExtension(sample: string): DataKind | undefined {
  const inline = /^data:(image|audio|video)\//.exec(sample)?.[1]
  if (inline === 'image' || inline === 'audio' || inline === 'video') return inline
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(sample) || sample.startsWith('/')
  if (!isAddress && (/\s.*\s/.test(sample) || sample.includes('\n'))) return undefined
  return mediaKindOf(sample.replace(/[?#].*$/s, '')) ?? mediaKindOf(sample)
}

/** Text that says so itself; a lone address says nothing. */
function kindOfText(sample: string): DataKind | undefined {
  if (/^\s*(<!doctype html|<(html|body|div|p|span|table|h[1-6]|ul|ol|article|section)\b)/i.test(sample)) return 'html'
  return isProse(sample) ? 'text' : undefined
}

function isProse(sample: string | undefined): boolean {
  return sample !== undefined && /\S\s+\S/.test(sample) && !/^[a-z][a-z0-9+.-]*:\/\/\S*$/i.test(sample)
}

const KIND_OF_NAME: readonly (readonly [RegExp, DataKind])[] = [
  [/image|img|photo|picture|ocr$/i, 'image'],
  [/audio|sound|speech|voice|recording/i, 'audio'],
  [/video|movie/i, 'video'],
  [/html/i, 'html'],
  [/dialog|conversation|paragraph|messages/i, 'list'],
  [/text|sentence|document|content|review|prompt/i, 'text'],
]
