import type { DialectName } from '../../model/task.ts'
import type { Tokenizer } from '../text/tokenizers.ts'

export const DIALECT_NAMES = ['annotation-lab', 'label-studio', 'conll2003', 'spark-nlp'] as const
export type ConllDialect = (typeof DIALECT_NAMES)[number]

/** Where blank lines stand. */
export type SentencePolicy = 'sentence' | 'line' | 'document'

/** How one tool writes and cuts its CoNLL files. */
export interface Layout {
  /** The line that starts a document, its tags left out. */
  readonly header: string
  /** Once at the top of the file, or before each document with a blank line behind it. */
  readonly headerStands: 'file' | 'document'
  /** A blank line behind the header. */
  readonly isHeaderSpaced: boolean
  /** The columns between token and tag. */
  readonly filler: string
  readonly tokenizer: Tokenizer
  readonly sentences: SentencePolicy
}

const LAYOUTS: Readonly<Record<ConllDialect, Layout>> = {
  'annotation-lab': {
    header: '-DOCSTART- -X-',
    headerStands: 'file',
    isHeaderSpaced: false,
    filler: '-X- _',
    tokenizer: 'whitespace',
    sentences: 'line',
  },
  'label-studio': {
    header: '-DOCSTART- -X-',
    headerStands: 'file',
    isHeaderSpaced: false,
    filler: '-X- _',
    tokenizer: 'treebank',
    sentences: 'sentence',
  },
  conll2003: {
    header: '-DOCSTART- -X- -X-',
    headerStands: 'document',
    isHeaderSpaced: true,
    filler: '-X- -X-',
    tokenizer: 'treebank',
    sentences: 'sentence',
  },
  'spark-nlp': {
    header: '-DOCSTART- -X- -X-',
    headerStands: 'file',
    isHeaderSpaced: true,
    filler: '-X- -X-',
    tokenizer: 'annotation-lab',
    sentences: 'sentence',
  },
}

/** @param dialect `auto` follows the dialect of the task; both of them start the file alike, so they may stand in one file */
export function layoutOf(dialect: ConllDialect | 'auto', task: DialectName): Layout {
  return LAYOUTS[dialect === 'auto' ? task : dialect]
}

export function printHeader({ header, isHeaderSpaced }: Layout, columns: number): string {
  return `${header}${' O'.repeat(columns)}\n${isHeaderSpaced ? '\n' : ''}`
}
