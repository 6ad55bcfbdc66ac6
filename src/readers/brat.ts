import { type DataFile, readLines, readWholeText } from './data-set.ts'
import type { Result } from './project.ts'
import type { ReadContext, Reader, TaskDraft } from './reader.ts'
import { CountedText, TextTags } from './shared/text-tags.ts'

/** brat standoff: a text and an .ann file of what was marked in it. */
export const brat: Reader = {
  id: 'brat',
  aliases: ['standoff', 'brat-standoff'],
  title: 'brat standoff',
  summary: 'Spans, relations, events as relations of their triggers, attributes, normalisations and notes.',
  options: [],
  detect: async (dataSet) => (dataSet.with('ann').length > 0 ? 'sure' : undefined),

  async *read(dataSet, context) {
    const tags = new TextTags(context)
    for (const file of dataSet.with('ann')) {
      const textFile = dataSet.at(file.path.replace(/\.ann$/i, '.txt'))
      if (textFile === undefined) {
        context.add('record-invalid', { file: file.name }, { problem: 'there is no .txt file of its name' })
        continue
      }
      yield await readPair(file, textFile, tags, context)
    }
    const known = new Set(dataSet.with('ann').map(({ path }) => path.replace(/\.ann$/i, '.txt')))
    for (const file of dataSet.with('txt'))
      if (!known.has(file.path))
        yield { data: { text: await readWholeText(file) }, annotations: [], where: { file: file.name, line: 1 } }
  },
}

/** One line: what stands before the first tab, then what is between it and the second, then the rest. */
interface AnnLine {
  readonly id: string
  readonly words: readonly string[]
  readonly rest: string
  readonly where: { readonly file: string; readonly line: number }
}

async function readPair(file: DataFile, textFile: DataFile, tags: TextTags, context: ReadContext): Promise<TaskDraft> {
  const text = await readWholeText(textFile)
  const reading = new AnnReading(new CountedText(text, tags, context), tags, context)
  const lines: AnnLine[] = []
  for await (const { text: line, number } of readLines(file)) {
    const [id = '', middle = '', ...rest] = line.split('\t')
    if (line.trim() !== '')
      lines.push({ id, words: middle.split(' '), rest: rest.join('\t'), where: { file: file.name, line: number } })
  }
  for (const line of lines) if (line.id.startsWith('T')) reading.span(line)
  for (const line of lines) if (line.id.startsWith('E')) reading.event(line)
  for (const line of lines) if (!/^[TE]/.test(line.id)) reading.other(line)
  return { data: { text }, annotations: [{ results: reading.results }], where: { file: file.name, line: 1 } }
}

class AnnReading {
  readonly results: Result[] = []
  readonly #spans = new Map<string, Result>()
  /** Ids of events are names of their triggers. */
  readonly #triggers = new Map<string, string>()
  readonly #text: CountedText
  readonly #tags: TextTags
  readonly #context: ReadContext

  constructor(text: CountedText, tags: TextTags, context: ReadContext) {
    this.#text = text
    this.#tags = tags
    this.#context = context
  }

  /** `T1	Label 0 3;8 12	text`; pieces with nothing but white space between them are one span. */
  span({ id, words: [label = '', ...offsets], where }: AnnLine): void {
    const pieces = offsets
      .join(' ')
      .split(';')
      .map((piece) => piece.split(' ').map(Number))
    const joined: [number, number][] = []
    for (const [start = Number.NaN, end = Number.NaN] of pieces) {
      const last = joined.at(-1)
      if (last !== undefined && this.#text.slice(last[1], start).trim() === '') last[1] = end
      else joined.push([start, end])
    }
    if (label === '') this.#invalid(where, 'it has no label')
    if (label === '') return
    if (joined.length > 1) this.#context.add('object-split', where, { count: joined.length })
    for (const [k, [start, end]] of joined.entries()) {
      const span = this.#text.span(k === 0 ? id : `${id}-${k + 1}`, start, end, label, where)
      if (span === undefined) continue
      this.results.push(span)
      if (!this.#spans.has(id)) this.#spans.set(id, span)
    }
  }

  /** `E1	Type:T1 Role:T2 …`: a relation from the trigger to each argument. */
  event(line: AnnLine): void {
    const [[, trigger = ''] = [], ...roles] = line.words.map((word) => word.split(':'))
    this.#triggers.set(line.id, trigger)
    for (const [role = '', argument = ''] of roles) this.#relate(trigger, argument, role.replace(/\d+$/, ''), line)
  }

  other(line: AnnLine): void {
    const [first = '', ...others] = line.words
    const [target = ''] = others
    if (line.id.startsWith('R')) {
      const [from = '', to = ''] = others.map((word) => word.split(':')[1] ?? '')
      this.#relate(from, to, first, line)
    } else if (line.id === '*') for (const to of others.slice(1)) this.#relate(target, to, first, line)
    else if (/^[AM]/.test(line.id)) this.#attribute(first, target, others[1] ?? true, line)
    else if (line.id.startsWith('N')) this.#attribute(first, target, [others[1] ?? '', line.rest].join(' ').trim(), line)
    else if (line.id.startsWith('#')) this.#attribute(first, target, line.rest, line)
    else this.#invalid(line.where, `\`${line.id}\` is no kind of annotation`)
  }

  #relate(from: string, to: string, label: string, { where }: AnnLine): void {
    const ends = [from, to].map((id) => this.#spans.get(this.#triggers.get(id) ?? id)?.id)
    if (ends[0] === undefined || ends[1] === undefined) this.#invalid(where, `the relation \`${label}\` is not between two spans`)
    else this.results.push(this.#tags.relation(ends[0], ends[1], label))
  }

  #attribute(name: string, target: string, value: string | boolean, { where }: AnnLine): void {
    const span = this.#spans.get(this.#triggers.get(target) ?? target)
    const result = span && this.#tags.attribute(name, value, span)
    if (result === undefined) this.#invalid(where, `\`${name}\` is about \`${target}\`, which is no span`)
    else this.results.push(result)
  }

  #invalid(where: AnnLine['where'], problem: string): void {
    this.#context.add('record-invalid', where, { problem })
  }
}
