import type { Json } from '../../json/node.ts'
import type { Where } from '../../model/error.ts'
import type { ControlDraft, ObjectDraft, RegionFacts, Result } from '../project.ts'
import type { ReadContext } from '../reader.ts'

/** The tags for spans of one text per task. */
export class TextTags {
  readonly text: ObjectDraft
  readonly #context: ReadContext

  constructor(context: ReadContext) {
    this.#context = context
    this.text = context.project.object('Text', 'text')
  }

  get labels(): ControlDraft {
    return this.#context.project.control('Labels', 'label', this.text)
  }

  /** What was chosen for the whole text. */
  choices(name: string, chosen: readonly string[]): Result {
    const control = this.#context.project.control('Choices', name, this.text, { choice: 'multiple' })
    return control.answer({ choices: chosen.map((choice) => control.label(choice)) })
  }

  attribute(name: string, value: Json, region: Result): Result | undefined {
    return this.#context.project.attribute(this.text, name, value, region)
  }

  relation(from: string, to: string, label: string): Result {
    this.#context.project.relation(label)
    return { from_id: from, to_id: to, type: 'relation', direction: 'right', labels: [label] }
  }
}

/** A text whose places are counted in code points, as Python and Label Studio count them. */
export class CountedText {
  readonly text: string
  /** Undefined where every character is one unit of UTF-16. */
  readonly #points: readonly string[] | undefined
  readonly #tags: TextTags
  readonly #context: ReadContext

  constructor(text: string, tags: TextTags, context: ReadContext) {
    this.text = text
    this.#points = /[\ud800-\udfff]/.test(text) ? Array.from(text) : undefined
    this.#tags = tags
    this.#context = context
  }

  /** In code points. */
  get length(): number {
    return this.#points?.length ?? this.text.length
  }

  slice(start: number, end: number): string {
    return this.#points === undefined ? this.text.slice(start, end) : this.#points.slice(start, end).join('')
  }

  /** A span [start, end), or undefined once the report says that it lies outside the text. */
  span(id: string, start: number, end: number, label: string, where: Where, facts: RegionFacts = {}): Result | undefined {
    if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= this.length)) {
      this.#context.add('span-outside', where, { start, end, length: this.length })
      return undefined
    }
    return this.#tags.labels.region(id, { start, end, text: this.slice(start, end) }, [label], facts)
  }
}
