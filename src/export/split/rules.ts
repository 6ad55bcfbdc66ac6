import type { Options, OptionTable } from '../../formats/format.ts'
import { GoldpanError } from '../../model/error.ts'
import { markOption } from '../options.ts'

/** How the tasks of an export are divided: the same words on the command line, in the library and in the API. */
export const SPLIT = {
  split: {
    default: '',
    help: 'Divides the tasks into data sets: names and shares, for instance train=0.8,val=0.1,test=0.1; only names where the tasks say it themselves.',
  },
  splitBy: {
    default: '',
    help: 'Each task says itself where it belongs: a key of its data whose value is the name, for instance data.fold, or tags.',
  },
  splitGroup: {
    default: '',
    help: 'A key of the data, for instance data.patient: tasks with the same value stay together.',
  },
  splitStratify: { default: false, help: 'Keep the share of every label in every split.' },
  splitSeed: { default: 0, help: 'Another number divides otherwise.' },
} as const satisfies OptionTable

export type SplitOptions = Options<typeof SPLIT>

/** The options, read; plain data, so that it can cross threads. */
export interface SplitRules {
  /** In the order in which they are written; empty where the data has to name them. */
  readonly names: readonly string[]
  /** Of each name, adding up to 1; empty where the tasks say it themselves. */
  readonly shares: readonly number[]
  /** Where a task says its split: path into its data, or its tags. */
  readonly by: { readonly path: string } | 'tags' | undefined
  /** Path into the data of what must not be torn apart; undefined: each task is for itself. */
  readonly group: string | undefined
  readonly isStratified: boolean
  readonly seed: number
}

/** Undefined where nothing is divided. @throws GoldpanError `option-invalid`, `option-missing` */
export function parseSplit(options: SplitOptions): SplitRules | undefined {
  const { split, splitBy, splitGroup, splitStratify, splitSeed } = options
  if (split === '' && splitBy === '') {
    const useless = splitGroup !== '' ? 'splitGroup' : splitStratify ? 'splitStratify' : splitSeed !== 0 ? 'splitSeed' : undefined
    if (useless === undefined) return undefined
    const hint = 'say how to divide, for instance: [--split train=0.8,val=0.1,test=0.1]'
    throw new GoldpanError('option-missing', `${markOption(useless)} without [--split] divides nothing`, hint)
  }
  const common = { group: pathOf(splitGroup), isStratified: splitStratify, seed: splitSeed }
  if (splitBy === '') return { ...parseShares(split), by: undefined, ...common }
  needAlone(options)
  const names = split === '' ? [] : needNames(split.split(',').map((name) => name.trim()))
  if (splitBy !== 'tags') return { names, shares: [], by: { path: pathOf(splitBy) ?? splitBy }, ...common }
  if (names.length > 0) return { names, shares: [], by: 'tags', ...common }
  throw new GoldpanError(
    'option-missing',
    '[--split-by tags] does not say which tags are splits',
    'name them: [--split train,val,test]',
  )
}

/** Whether a name can be that of a file and of a folder everywhere. */
export function isSplitName(name: string): boolean {
  return /^[A-Za-z0-9][\w-]{0,63}$/.test(name)
}

/** The usual names in their usual order, others behind by the alphabet. */
export function inUsualOrder(names: Iterable<string>): string[] {
  const rank = (name: string) => (USUAL.includes(name) ? USUAL.indexOf(name) : USUAL.length)
  return [...names].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

/** More are a mistake. */
export const MOST_SPLITS = 100
const USUAL = ['train', 'val', 'valid', 'validation', 'dev', 'test']

function parseShares(text: string): Pick<SplitRules, 'names' | 'shares'> {
  const parts = text.split(',').map((part) => part.split('='))
  const names = needNames(parts.map(([name = '']) => name.trim()))
  const shares = parts.map(([, share = '']) => (share.trim() === '' ? Number.NaN : Number(share)))
  const bad = shares.findIndex((share) => !(share > 0))
  if (bad >= 0) throw invalid(`${names[bad]} has no share`, 'each name has one above 0: train=0.8,val=0.1,test=0.1')
  const sum = shares.reduce((total, share) => total + share, 0)
  const whole = sum > 2 ? 100 : 1
  if (Math.abs(sum - whole) > 1e-6 * whole)
    throw invalid(`the shares of \`${text}\` add up to ${Number(sum.toFixed(6))}`, 'they add up to 1, or to 100')
  return { names, shares: shares.map((share) => share / sum) }
}

function needNames(names: readonly string[]): readonly string[] {
  for (const name of names)
    if (!isSplitName(name))
      throw invalid(`\`${name}\` is no name of a split`, 'it takes letters, digits, - and _: train, val, test')
  const folded = names.map((name) => name.toLowerCase())
  const twice = names.find((_, k) => folded.indexOf(folded[k]!) < k)
  if (twice !== undefined) throw invalid(`\`${twice}\` is named twice`, 'name each split once')
  if (names.length > MOST_SPLITS) throw invalid(`there are ${names.length} splits`, `there can be ${MOST_SPLITS}`)
  return names
}

/** Where tasks say it themselves there is nothing left to be decided. */
function needAlone({ splitGroup, splitStratify, splitSeed, split }: SplitOptions): void {
  const other = splitGroup !== '' ? 'splitGroup' : splitStratify ? 'splitStratify' : splitSeed !== 0 ? 'splitSeed' : undefined
  if (other !== undefined)
    throw invalid(`[--split-by] and ${markOption(other)} contradict each other`, 'with [--split-by] the tasks say it themselves')
  if (split.includes('='))
    throw invalid('[--split-by] and shares contradict each other', 'with [--split-by] only names: [--split train,val,test]')
}

function pathOf(text: string): string | undefined {
  const path = text.replace(/^\$|^data\./, '')
  return path === '' ? undefined : path
}

function invalid(problem: string, hint: string): GoldpanError {
  return new GoldpanError('option-invalid', problem, hint)
}
