import { findObject } from '../../model/label-config.ts'
import { isTextTag } from '../../model/media.ts'
import type { PlainRun } from '../plain-run.ts'
import { COUNTED, TITLES } from '../text/abbreviations.ts'
import { letterKinds } from '../text/letter-kinds.ts'
import { layoutOf, printHeader } from './dialects.ts'
import type { Context } from './options.ts'

/** How tokens are printed, and of which text they are: those of the Penn Treebank, sentence by sentence, in IOB2. */
export interface TokenStyle {
  /** The key in `data` that holds the text. */
  readonly textKey: string
  /** The object tag of the text. */
  readonly objectName: string
  /** See {@link letterKinds}. */
  readonly letters: Uint16Array
  /** Words that end with a full stop, in small letters: {@link TITLES}, {@link COUNTED}. */
  readonly titles: ReadonlySet<string>
  readonly counted: ReadonlySet<string>
  /** What starts each document; empty where nothing does. */
  readonly header: string
  /** What stands between a token and its tag. */
  readonly filler: string
}

/** Tasks whose annotations hold nothing but spans on one text. */
export interface TokenRun extends PlainRun {
  /** All rows, as they stand in the file. */
  readonly bytes: Uint8Array
  readonly documents: number
  readonly sentences: number
  readonly tokens: number
  readonly regions: number
}

/** How tokens may be printed at once: where there is one text to a task, and they are cut and tagged as usual. */
export function tokenStyle({ config, options }: Context): TokenStyle | undefined {
  const [text, ...others] = config.objects.filter(({ tag, dataPath }) => isTextTag(tag) && dataPath !== '')
  if (text?.tag !== 'Text' || others.length > 0 || text.valueType === 'url' || config.indexFlags.length > 0) return undefined
  if (/[.[\]]/.test(text.dataPath) || findObject(config, text.name)?.tag !== text) return undefined
  const layout = layoutOf(options.dialect, 'label-studio')
  const tokenizer = options.tokenizer === 'auto' ? layout.tokenizer : options.tokenizer
  const sentences = options.sentences === 'auto' ? layout.sentences : options.sentences
  if (tokenizer !== 'treebank' || sentences !== 'sentence' || options.scheme !== 'IOB2') return undefined
  if (options.overlaps === 'columns' || !options.splitTokens) return undefined
  const header = layout.headerStands === 'document' ? printHeader(layout, 1) : ''
  const words = { letters: letterKinds(), titles: TITLES, counted: COUNTED }
  return { textKey: text.dataPath, objectName: text.name, ...words, header, filler: ` ${layout.filler} ` }
}
