import { type DataFile, type DataSet, readLines, type TextLine } from './data-set.ts'
import type { Result } from './project.ts'
import type { ReadContext, Reader, TaskDraft } from './reader.ts'
import { CountedText, TextTags } from './shared/text-tags.ts'

/** CoNLL: a token per line with its tag in the last column, a blank line behind each sentence. */
export const conll2003: Reader = {
  id: 'conll2003',
  aliases: ['conll', 'bio', 'iob'],
  title: 'CoNLL-2003',
  summary: 'Two columns or more, the first is the token, the last its tag: IOB1, IOB2, BILOU, BIOES or bare labels.',
  options: [],

  async detect(dataSet) {
    const files = filesOf(dataSet)
    const samples = await Promise.all(files.slice(0, SAMPLES).map((file) => dataSet.headText(file)))
    if (samples.length === 0 || files.length < dataSet.files.length || !samples.every(looksTagged)) return undefined
    return files.some(({ extension }) => extension !== 'txt') || samples.some((text) => /^-DOCSTART-/m.test(text))
      ? 'sure'
      : 'possible'
  },

  async *read(dataSet, context) {
    const tags = new TextTags(context)
    for (const file of filesOf(dataSet)) {
      const hasDocuments = (await countDocuments(file)) > 1
      let tokens: Token[] = []
      for await (const token of readTokens(file, hasDocuments, context)) {
        if (token !== undefined) tokens.push(token)
        else if (tokens.length > 0) {
          yield readTokensOf(tokens, file, tags, context)
          tokens = []
        }
      }
    }
  },
}

const EXTENSIONS = ['conll', 'bio', 'iob', 'iob2', 'bilou', 'bioes', 'txt', 'tsv'] as const
const SAMPLES = 5
const TAG = /^(O|[BIESLUM][-_].+)$/

function filesOf(dataSet: DataSet): readonly DataFile[] {
  return dataSet.with(...EXTENSIONS)
}

/** Rows of one number of columns, whose last is a tag; most of a text is. */
function looksTagged(head: string): boolean {
  const lines = head.split(/\r?\n/).slice(0, -1)
  const rows = lines.filter((line) => line.trim() !== '' && !isFrame(line)).map(columnsOf)
  return rows.length > 0 && rows.every((columns) => columns.length > 1 && TAG.test(columns.at(-1)!))
}

function isFrame(line: string): boolean {
  return line.startsWith('-DOCSTART-') || line.startsWith('# ')
}

/** Separated by tabs where there are any, since tokens may hold blanks then. */
function columnsOf(line: string): string[] {
  return line.includes('\t') ? line.split('\t').map((column) => column.trim()) : line.trim().split(/ +/)
}

interface Token {
  readonly text: string
  readonly tag: string
  readonly line: number
  /** A sentence begins with it, but not the text. */
  readonly startsSentence: boolean
}

async function countDocuments(file: DataFile): Promise<number> {
  let count = 0
  for await (const { text } of readLines(file)) if (text.startsWith('-DOCSTART-')) count++
  return count
}

/** The tokens, and undefined where a text ends: a document where the file has several of them, else a sentence. */
async function* readTokens(file: DataFile, hasDocuments: boolean, context: ReadContext): AsyncGenerator<Token | undefined> {
  let isAfterBlank = false
  for await (const { text, number } of readLines(file)) {
    const isBlank = text.trim() === ''
    const endsText = hasDocuments ? text.startsWith('-DOCSTART-') : isBlank || text.startsWith('-DOCSTART-')
    if (endsText) yield undefined
    if (isBlank || isFrame(text)) isAfterBlank = true
    else {
      yield readToken({ text, number }, file, isAfterBlank, context)
      isAfterBlank = false
    }
  }
  yield undefined
}

/** Columns between token and tag that say nothing. */
const EMPTY_COLUMN = /^(-X-|_|-|O)$/

function readToken({ text, number }: TextLine, file: DataFile, startsSentence: boolean, context: ReadContext): Token {
  const [token = '', ...columns] = columnsOf(text)
  const where = { file: file.name, line: number }
  if (columns.length === 0) context.add('tag-missing', where, { token })
  for (const [k, column] of columns.slice(0, -1).entries())
    if (!EMPTY_COLUMN.test(column)) context.unread(`column ${k + 2}`, where)
  return { text: token, tag: columns.at(-1) ?? 'O', line: number, startsSentence }
}

/** Tokens with a blank between them, sentences with a line break: nobody knows what was there. */
function readTokensOf(tokens: readonly Token[], file: DataFile, tags: TextTags, context: ReadContext): TaskDraft {
  const text = tokens.map((token, k) => (k === 0 ? '' : token.startsSentence ? '\n' : ' ') + token.text).join('')
  const counted = new CountedText(text, tags, context)
  const where = { file: file.name, line: tokens[0]!.line }
  const results: Result[] = []
  const ends = endsOf(tokens)
  for (const { label, first, last } of entitiesOf(tokens)) {
    const start = first === 0 ? 0 : ends[first - 1]! + 1
    const span = counted.span(String(results.length + 1), start, ends[last]!, label, where)
    if (span !== undefined) results.push(span)
  }
  return { data: { text }, annotations: [{ results }], where }
}

interface Entity {
  readonly label: string
  readonly first: number
  last: number
}

/** All schemes at once: what begins, what ends, and what another label ends. */
function entitiesOf(tokens: readonly Token[]): Entity[] {
  const entities: Entity[] = []
  let open: Entity | undefined
  for (const [k, { tag }] of tokens.entries()) {
    const match = /^([BIESLUM])[-_](.+)$/.exec(tag)
    const [prefix, label] = match === null ? ['I', tag] : [match[1]!, match[2]!]
    if (tag === 'O' || tag === '') {
      open = undefined
      continue
    }
    if (open === undefined || open.label !== label || 'BUS'.includes(prefix)) {
      open = { label, first: k, last: k }
      entities.push(open)
    }
    open.last = k
    if ('USLE'.includes(prefix)) open = undefined
  }
  return entities
}

/** Where each token ends in the text, in code points. */
function endsOf(tokens: readonly Token[]): number[] {
  let end = -1
  return tokens.map(({ text }) => (end += 1 + Array.from(text).length))
}
