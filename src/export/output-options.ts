import type { Options, OptionTable } from '../formats/format.ts'
import { NAMES, type NameTemplate, parseNameTemplate } from './name-template.ts'
import { parseSplit, SPLIT, type SplitRules } from './split/rules.ts'

/** How the output is laid out, whatever its format: the same words on the command line, in the library and in the API. */
export const OUTPUT = { ...SPLIT, ...NAMES } as const satisfies OptionTable

export type OutputOptions = Options<typeof OUTPUT>

/** The options, read. */
export interface Layout {
  readonly split: SplitRules | undefined
  /** Undefined: media files keep their names. */
  readonly names: NameTemplate | undefined
}

/** @throws GoldpanError `option-invalid`, `option-missing` */
export function parseLayout(options: OutputOptions): Layout {
  return { split: parseSplit(options), names: parseNameTemplate(options.nameTemplate) }
}

/** The name of the one file that is written; undefined when there are several, which need a folder or a zip. */
export function singleFileOf({ singleFile }: { readonly singleFile: string | undefined }, { split }: Layout): string | undefined {
  return split === undefined ? singleFile : undefined
}
