import type { Where } from '../../model/error.ts'
import type { Report } from '../../model/issue.ts'
import type { Size } from '../../model/shape.ts'
import { type Annotation, type Answer, answerTexts } from '../../model/task.ts'
import { hexColour } from '../shared/png.ts'
import { xmlAttribute, xmlText } from '../shared/xml.ts'

/** What stands before images or tracks; CVAT makes the labels of a new task of it. */
export interface CvatHead {
  readonly mode: 'annotation' | 'interpolation'
  readonly name: string
  /** Number of images, or of frames. */
  readonly count: number
  readonly labels: readonly string[]
  /** Names of the questions that may be answered about a region. */
  readonly questions: readonly string[]
  /** Of the video. */
  readonly size: Size | undefined
}

/** An element with text or with elements. */
type XmlElement = readonly [name: string, content: string | number | readonly XmlElement[]]
/** In the order in which they are written. */
export type XmlAttributes = Readonly<Record<string, string | number>>

export const TAIL = '</annotations>\n'

/** Up to the first image or track. */
export function printHead({ mode, name, count, labels, questions, size }: CvatHead, report: Report): string {
  const attributes = questions.map((question): XmlElement => ['attribute', attributeOf(question)])
  const list = labels.map((label, k): XmlElement => {
    const content: readonly XmlElement[] = [
      ['name', label],
      ['color', hexColour(k + 1)],
      ['type', 'any'],
      ['attributes', attributes],
    ]
    return ['label', content]
  })
  const pixels: readonly XmlElement[] =
    size === undefined
      ? []
      : [
          ['width', size.width],
          ['height', size.height],
        ]
  const task: readonly XmlElement[] = [
    ['name', name],
    ['size', count],
    ['mode', mode],
    ['overlap', 0],
    ['flipped', 'False'],
    ['labels', list],
    ...(pixels.length === 0 ? [] : [['original_size', pixels] satisfies XmlElement]),
  ]
  const meta: readonly XmlElement[] = [
    ['version', '1.1'],
    ['meta', [['task', task]]],
  ]
  return `<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n${printElements(meta, '  ', report)}`
}

/** The beginning of an element: `<name a="b">` and a line end. */
export function printTag(name: string, attributes: XmlAttributes, where: Where, report: Report): string {
  const list = Object.entries(attributes)
    .map(([key, value]) => xmlAttribute(key, value, where, report))
    .join('')
  return `<${name}${list}>\n`
}

/** Who said it, as CVAT tells people from models. */
export function sourceOf({ origin }: Annotation): 'auto' | 'manual' {
  return origin === 'prediction' ? 'auto' : 'manual'
}

/** The answers as attributes, an element for each question. */
export function printAnswers(answers: readonly Answer[], indent: string, where: Where, report: Report): string {
  const texts = new Map<string, string[]>()
  for (const answer of answers) texts.set(answer.fromName, [...(texts.get(answer.fromName) ?? []), ...answerTexts(answer)])
  return [...texts]
    .map(([question, values]) => {
      const name = xmlAttribute('name', question, where, report)
      return `${indent}<attribute${name}>${xmlText(values.join(', '), where, report)}</attribute>\n`
    })
    .join('')
}

function attributeOf(question: string): readonly XmlElement[] {
  return [
    ['name', question],
    ['mutable', 'False'],
    ['input_type', 'text'],
    ['default_value', ''],
    ['values', ''],
  ]
}

function printElements(elements: readonly XmlElement[], indent: string, report: Report): string {
  return elements
    .map(([name, content]) => {
      const inside =
        typeof content === 'object'
          ? `\n${printElements(content, `${indent}  `, report)}${indent}`
          : xmlText(String(content), {}, report)
      return `${indent}<${name}>${inside}</${name}>\n`
    })
    .join('')
}
