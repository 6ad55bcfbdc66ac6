import { NAME_FIELDS, type NameField, RANGE_FIELDS, TASK_STATES } from '../../../query/query.ts'

/** What may be written where the cursor is. */
export type Completion =
  | { readonly kind: 'field'; readonly start: number; readonly prefix: string }
  | { readonly kind: 'state'; readonly start: number; readonly prefix: string }
  | { readonly kind: 'value'; readonly field: NameField; readonly start: number; readonly prefix: string }

/** One of the texts that can be put in. */
export interface Suggestion {
  /** Takes the place of what is typed from `start` to the cursor. */
  readonly text: string
  readonly start: number
  readonly about: string
}

const ABOUT: Readonly<Record<string, string>> = {
  is: 'annotated, unannotated, skipped, ground-truth, predicted',
  label: 'label or choice of an annotation',
  predicted: 'label of a prediction',
  from: 'control tag',
  annotator: 'who annotated: id, e-mail or user name',
  model: 'version of a prediction’s model',
  tag: 'tag of the task',
  id: 'id:17 or id:1..99',
  created: 'created:>2024-01-31',
  updated: 'updated:2024-01-01..2024-01-31',
  score: 'of a prediction, score:>0.8',
  annotations: 'how many, annotations:>1',
  predictions: 'how many, predictions:0',
  'lead-time': 'seconds, lead-time:<5',
}
const FIELDS: readonly string[] = ['is', ...NAME_FIELDS, ...RANGE_FIELDS]

/** What is being typed before the cursor; undefined where nothing is known of it. */
export function completionAt(query: string, cursor: number): Completion | undefined {
  const before = query.slice(0, cursor)
  const value = /(?:^|[\s(-])([A-Za-z][\w-]*):(?:"((?:[^"\\]|\\.)*)|([^\s()"]*))$/.exec(before)
  if (value !== null) return valueCompletion(value[1]!.toLowerCase(), value[2] ?? value[3] ?? '', value[2] !== undefined, cursor)
  const word = /(?:^|[\s(])-?([A-Za-z][\w-]*|)$/.exec(before)
  if (word === null || isInQuotes(before)) return undefined
  return { kind: 'field', start: cursor - word[1]!.length, prefix: word[1]! }
}

/** The fields or states that begin as typed. */
export function knownSuggestions({ kind, start, prefix }: Completion): readonly Suggestion[] {
  const begins = (name: string) => name.startsWith(prefix.toLowerCase())
  switch (kind) {
    case 'field':
      return FIELDS.filter(begins).map((name) => ({ text: `${name}:`, start, about: ABOUT[name] ?? '' }))
    case 'state':
      return TASK_STATES.filter(begins).map((name) => ({ text: `${name} `, start, about: '' }))
    case 'value':
      return []
  }
}

function valueCompletion(field: string, typed: string, isQuoted: boolean, cursor: number): Completion | undefined {
  const prefix = isQuoted ? typed : typed.slice(typed.lastIndexOf(',') + 1)
  const start = cursor - prefix.length - (isQuoted ? 1 : 0)
  if (field === 'is') return { kind: 'state', start, prefix }
  const known = NAME_FIELDS.find((name) => name === field)
  return known === undefined ? undefined : { kind: 'value', field: known, start, prefix }
}

function isInQuotes(text: string): boolean {
  return (text.replace(/\\./g, '').split('"').length - 1) % 2 === 1
}
