import { type Answer, answerTexts } from '../../model/task.ts'
import type { EncodeContext, OptionTable } from '../format.ts'
import { type CodePointCounter, codePointCounter } from '../shared/code-points.ts'
import type { LabelledSpan, LabelledText } from '../shared/labelled-texts.ts'
import { linksOf } from '../shared/links.ts'
import type { BratNames } from './names.ts'

/** Names that a project's annotation.conf has to list. */
export interface BratTypes {
  readonly entities: Set<string>
  readonly relations: Set<string>
  /** Attribute → its values. */
  readonly attributes: Map<string, Set<string>>
}

/** The lines of an .ann file: T entities, A attributes, # notes, R relations. */
export function printAnnotation<O extends OptionTable>(
  labelled: LabelledText,
  names: BratNames,
  types: BratTypes,
  { report }: Pick<EncodeContext<O>, 'report'>,
): string {
  const { text } = labelled.document
  const codePointAt = codePointCounter(text)
  const lines = new Lines(names, types)
  const ends = new Map<string, string>() // region → its first T
  for (const span of labelled.spans) {
    for (const label of span.labels) {
      const type = names.of(label)
      if (type !== label) report.add('label-renamed', span.where, { label, written: type })
      const id = lines.add('T', `${type} ${fragmentsOf(text, span, codePointAt)}`)
      types.entities.add(type)
      if (!ends.has(span.region.id)) ends.set(span.region.id, id)
    }
    for (const answer of span.region.attributes) lines.addAnswer(ends.get(span.region.id)!, answer)
  }
  for (const { from, to, label } of linksOf(labelled, ends, 'brat', report)) {
    const type = names.of(label)
    lines.add('R', `${type} Arg1:${from} Arg2:${to}`)
    types.relations.add(type)
  }
  return lines.text
}

/** `0 5;6 9<tab>text`: brat has no spans over line breaks; those are written in pieces, their text joined by blanks. */
function fragmentsOf(text: string, { start, end }: LabelledSpan, codePointAt: CodePointCounter): string {
  const pieces = [...text.slice(start, end).matchAll(PIECE)].map(({ 0: piece, index }) => ({ piece, from: start + index }))
  const offsets = pieces.map(({ piece, from }) => `${codePointAt(from)} ${codePointAt(from + piece.length)}`)
  return `${offsets.join(';')}\t${pieces.map(({ piece }) => piece).join(' ')}`
}

const LINE_BREAKS = '\\n\\v\\f\\r\\x1c-\\x1e\\x85\\u2028\\u2029' // as Python splits lines
const PIECE = new RegExp(`[^${LINE_BREAKS}]+`, 'g')
const BREAK = new RegExp(`[${LINE_BREAKS}]+`, 'g')

class Lines {
  readonly #names: BratNames
  readonly #types: BratTypes
  readonly #counts = new Map<string, number>()
  text = ''

  constructor(names: BratNames, types: BratTypes) {
    this.#names = names
    this.#types = types
  }

  /** Gives the id of the line: T1, T2, R1 … */
  add(kind: 'T' | 'A' | 'R' | '#', content: string): string {
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    this.text += `${kind}${count}\t${content}\n`
    return kind + count
  }

  /** Choices as attributes, all else as notes. */
  addAnswer(target: string, answer: Answer): void {
    const name = this.#names.of(answer.fromName)
    for (const text of answerTexts(answer))
      if (answer.type === 'choices') {
        const value = this.#names.of(text)
        const values = this.#types.attributes.get(name) ?? new Set<string>()
        this.#types.attributes.set(name, values.add(value))
        this.add('A', `${name} ${target} ${value}`)
      } else this.add('#', `AnnotatorNotes ${target}\t${name}: ${text.replace(BREAK, ' ')}`)
  }
}
