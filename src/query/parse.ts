import { parseInstant } from '../model/instant.ts'
import { nearest } from '../model/nearest.ts'
import { ALL, NAME_FIELDS, type NameField, type Query, RANGE_FIELDS, type Range, type RangeField, TASK_STATES } from './query.ts'
import { invalidQuery, type QueryToken, tokensOf } from './tokens.ts'
import { wordsOf } from './words.ts'

const FIELDS: readonly string[] = ['is', ...NAME_FIELDS, ...RANGE_FIELDS]
const DAY = 86_400_000
const DEPTH_LIMIT = 100

/**
 * Reads what people type: `label:Car annotator:7 is:ground-truth updated:>2024-01-01 "left arm"`. All conditions have to hold; OR, NOT (or `-`)
 * and brackets say otherwise. docs/query.md has the whole language. An empty query is everything.
 * @throws GoldpanError `query-invalid`, its `where.column` the character (from 1)
 */
export function parseQuery(text: string): Query {
  const parser = new Parser(tokensOf(text))
  return parser.parse()
}

class Parser {
  readonly #tokens: readonly QueryToken[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly QueryToken[]) {
    this.#tokens = tokens
  }

  parse(): Query {
    if (this.#peek().kind === 'end') return ALL
    const query = this.#any()
    if (this.#peek().kind !== 'end') throw invalidQuery('this bracket closes nothing', this.#peek().column, 'take it away')
    return query
  }

  #peek(): QueryToken {
    return this.#tokens[this.#at]!
  }

  #any(): Query {
    const parts = [this.#all()]
    while (this.#peek().kind === 'or') {
      this.#at++
      parts.push(this.#all())
    }
    return joined('or', parts)
  }

  #all(): Query {
    const parts = [this.#one()]
    for (;;) {
      if (this.#peek().kind === 'and') this.#at++
      else if (this.#peek().kind === 'end' || this.#peek().kind === 'or' || this.#peek().kind === 'close')
        return joined('and', parts)
      parts.push(this.#one())
    }
  }

  #one(): Query {
    const token = this.#peek()
    this.#at++
    switch (token.kind) {
      case 'not':
        return { kind: 'not', part: this.#nested(token.column, () => this.#one()) }
      case 'open':
        return this.#nested(token.column, () => this.#group(token.column))
      case 'text':
        return wordsQuery(token.text, token.column, !token.isQuoted)
      case 'field':
        return this.#field(token.name, token.column)
      case 'close':
      case 'and':
      case 'or':
      case 'end':
        throw invalidQuery('here a word or a condition is missing', token.column, 'for instance label:Car')
    }
  }

  #group(column: number): Query {
    const query = this.#any()
    if (this.#peek().kind !== 'close') throw invalidQuery('this bracket is not closed', column, 'close it with )')
    this.#at++
    return query
  }

  #nested(column: number, read: () => Query): Query {
    if (++this.#depth > DEPTH_LIMIT)
      throw invalidQuery(`more than ${DEPTH_LIMIT} brackets or NOTs in each other`, column, 'simplify it')
    const query = read()
    this.#depth--
    return query
  }

  #field(written: string, column: number): Query {
    const name = written.toLowerCase()
    if (!FIELDS.includes(name)) {
      const near = nearest(name, FIELDS)
      const known = `it knows ${FIELDS.join(', ')}; a text with a colon goes into quotes`
      throw invalidQuery(`there is no field \`${written}\``, column, near === undefined ? known : `did you mean ${near}:?`)
    }
    const value = this.#peek()
    const end = column + written.length + 1
    if (value.kind !== 'text' || value.column !== end)
      throw invalidQuery(
        `\`${written}:\` needs a value`,
        end,
        'write it directly behind the colon, with blanks in quotes: label:"Left arm"',
      )
    this.#at++
    const values = value.isQuoted ? [value.text] : value.text.split(',')
    return joined(
      'or',
      values.map((one) => condition(name, one, value.column)),
    )
  }
}

function joined(kind: 'and' | 'or', parts: readonly Query[]): Query {
  return parts.length === 1 ? parts[0]! : { kind, parts }
}

/** `kidn*` is every word that begins so; in quotes a star is nothing. */
function wordsQuery(text: string, column: number, isBare: boolean): Query {
  const words = wordsOf(text)
  if (words.length === 0) throw invalidQuery('there is no letter or digit to look for', column, 'write a word')
  return { kind: 'words', words, isPrefix: isBare && text.endsWith('*') }
}

function condition(field: string, value: string, column: number): Query {
  if (value === '') throw invalidQuery(`\`${field}:\` has an empty value`, column, 'write a value between the commas')
  const name = NAME_FIELDS.find((known) => known === field)
  if (name !== undefined) return { kind: 'name', field: name satisfies NameField, value }
  const range = RANGE_FIELDS.find((known) => known === field)
  if (range !== undefined) return { kind: 'range', field: range, range: parseRange(range, value, column) }
  const state = TASK_STATES.find((known) => known === value.toLowerCase())
  if (state !== undefined) return { kind: 'is', state }
  const near = nearest(value, TASK_STATES)
  throw invalidQuery(
    `no task is ${value}`,
    column,
    near === undefined ? `it can be ${TASK_STATES.join(', ')}` : `did you mean is:${near}?`,
  )
}

/** `5`, `>5`, `>=5`, `<5`, `<=5`, `5..10`, `5..`, `..10`. A day is all of its moments: `>2024-01-01` begins with the day after. */
function parseRange(field: RangeField, text: string, column: number): Range {
  const parse = field === 'created' || field === 'updated' ? parseMoment : parseNumber
  const bounds = /^(.*?)\.\.(.*)$/s.exec(text)
  if (bounds !== null && text !== '..') {
    const from = bounds[1] === '' ? undefined : parse(bounds[1]!, field, column)
    const to = bounds[2] === '' ? undefined : parse(bounds[2]!, field, column)
    return {
      from: from?.start ?? Number.NEGATIVE_INFINITY,
      to: to?.end ?? Number.POSITIVE_INFINITY,
      isFromIncluded: true,
      isToIncluded: to?.isEndIncluded ?? true,
    }
  }
  const [, sign = '', value = ''] = /^(>=|<=|>|<)?(.*)$/s.exec(text)!
  return compared(sign, parse(value, field, column))
}

function compared(sign: string, { start, end, isEndIncluded }: Moment): Range {
  const all = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, isFromIncluded: true, isToIncluded: true }
  switch (sign) {
    case '>':
      return { ...all, from: end, isFromIncluded: !isEndIncluded }
    case '>=':
      return { ...all, from: start }
    case '<':
      return { ...all, to: start, isToIncluded: false }
    case '<=':
      return { ...all, to: end, isToIncluded: isEndIncluded }
  }
  return { from: start, to: end, isFromIncluded: true, isToIncluded: isEndIncluded }
}

/** From `start` to `end`: of a number both are the same and belong to it, of a day the end is the next day's start. */
interface Moment {
  readonly start: number
  readonly end: number
  readonly isEndIncluded: boolean
}

function parseNumber(text: string, field: RangeField, column: number): Moment {
  const number = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (Number.isFinite(number)) return { start: number, end: number, isEndIncluded: true }
  throw invalidQuery(`\`${text}\` is no number`, column, `for instance ${field}:>5 or ${field}:5..10`)
}

function parseMoment(text: string, field: RangeField, column: number): Moment {
  const start = parseInstant(text)
  if (start === undefined)
    throw invalidQuery(`\`${text}\` is no date`, column, `for instance ${field}:>2024-01-31 or ${field}:2024-01-01..2024-01-31`)
  return /^\d{4}-\d\d-\d\d$/.test(text)
    ? { start, end: start + DAY, isEndIncluded: false }
    : { start, end: start, isEndIncluded: true }
}
