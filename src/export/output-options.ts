import type { AnyFormat, Options, OptionTable } from '../formats/format.ts'
import { GoldpanError } from '../model/error.ts'
import { CROISSANT } from './croissant/options.ts'
import { MEDIA, type MediaRules, parseMedia } from './media/options.ts'
import { NAMES, type NameTemplate, parseNameTemplate } from './name-template.ts'
import { parseSplit, SPLIT, type SplitRules } from './split/rules.ts'

/** How the output is laid out, whatever its format: the same words on the command line, in the library and in the API. */
export const OUTPUT = { ...SPLIT, ...NAMES, ...MEDIA, ...CROISSANT } as const satisfies OptionTable

export type OutputOptions = Options<typeof OUTPUT>

/** The options, read. */
export interface Layout {
  readonly split: SplitRules | undefined
  /** Undefined: media files keep their names. */
  readonly names: NameTemplate | undefined
  readonly media: MediaRules
  /** How the data set is described; undefined: not at all. */
  readonly croissant: { readonly name: string; readonly license: string; readonly url: string } | undefined
}

/** @throws GoldpanError `option-invalid`, `option-missing` */
export function parseLayout(options: OutputOptions): Layout {
  return {
    split: parseSplit(options),
    names: parseNameTemplate(options.nameTemplate),
    media: parseMedia(options),
    croissant: parseCroissant(options),
  }
}

/** The name of the one file that is written; undefined when there are several, which need a folder or a zip. */
export function singleFileOf(
  { singleFile }: Pick<AnyFormat, 'singleFile'>,
  { split, media, croissant }: Layout,
): string | undefined {
  return split === undefined && media.mode === 'none' && croissant === undefined ? singleFile : undefined
}

/** @throws GoldpanError `option-invalid` where media files have no place in the format */
export function needMediaPlace({ id, hasMedia }: AnyFormat, { media: { mode } }: Layout): void {
  if (mode === 'none' || hasMedia === true) return
  const hint = 'it names no files; choose a format of images or recordings, or leave [--media] out'
  throw new GoldpanError('option-invalid', `${id} has no place for media files`, hint)
}

function parseCroissant({
  croissant,
  croissantName: name,
  croissantLicense: license,
  croissantUrl: url,
}: OutputOptions): Layout['croissant'] {
  if (croissant) return { name, license, url }
  if (name + license + url === '') return undefined
  throw new GoldpanError('option-missing', 'there is no description to put it into', 'add [--croissant]')
}
