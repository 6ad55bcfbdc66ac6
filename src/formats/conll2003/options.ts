import type { EncodeContext } from '../format.ts'
import { DIALECT_NAMES } from './dialects.ts'

export const OPTIONS = {
  dialect: {
    default: 'auto',
    choices: ['auto', ...DIALECT_NAMES],
    help: 'Whose CoNLL: header, columns, tokens and blank lines. auto = that of the tool the tasks come from.',
  },
  tokenizer: {
    default: 'auto',
    choices: ['auto', 'whitespace', 'treebank', 'annotation-lab', 'unicode'],
    help: 'What a token is: between white space; Penn Treebank (didn’t = did n’t); Annotation Lab’s pattern; words of Unicode. auto = as the dialect has it.',
  },
  sentences: {
    default: 'auto',
    choices: ['auto', 'sentence', 'line', 'document'],
    help: 'Where blank lines stand: behind each sentence, line or document. auto = as the dialect has it.',
  },
  scheme: {
    default: 'IOB2',
    choices: ['IOB2', 'IOB1', 'BILOU'],
    help: 'Prefixes of tags: B- at each start; B- only between neighbours of one label; with L- for the last and U- for a lone token.',
  },
  overlaps: {
    default: 'longest',
    choices: ['longest', 'first', 'error', 'columns'],
    help: 'Of spans that overlap, keep the longest or the one that starts first; stop; or write one tag column per control (the longest in each).',
  },
  splitTokens: { default: true, help: 'Split tokens where a span begins or ends inside them; else tag whole tokens.' },
  segmentUnspaced: { default: true, help: 'Cut text in scripts without spaces (Chinese, Japanese, Thai …) into words.' },
  unlabelledAs: { default: '', help: 'Label for regions without one; empty leaves them out.' },
} as const

export type Context = EncodeContext<typeof OPTIONS>
