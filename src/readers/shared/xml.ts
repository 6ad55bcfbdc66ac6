import { SaxesParser, type SaxesTagPlain } from 'saxes'
import type { DataFile } from '../data-set.ts'

/** An element with all that is in it. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** All text in it, but for that of its children. */
  readonly text: string
  /** Where it begins, from 1. */
  readonly line: number
}

/** What is wrong with a file; fit for a report. */
export class XmlProblem extends Error {
  readonly line: number

  constructor(problem: string, line: number) {
    super(problem)
    this.line = line
  }
}

/**
 * The children of the root one by one, so that memory does not grow with their number. No DTD, no entities but XML's own.
 * @throws XmlProblem when it is not well-formed
 */
export async function* readXml(file: DataFile): AsyncGenerator<XmlElement> {
  const builder = new Builder()
  const decoder = new TextDecoder()
  for await (const chunk of file.open()) {
    builder.write(decoder.decode(chunk, { stream: true }))
    yield* builder.take()
  }
  builder.end(decoder.decode())
  yield* builder.take()
}

/** The first child of this name. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name)
}

/** The text of the first child of this name, trimmed; undefined where it is missing or empty. */
export function textOf(element: XmlElement, name: string): string | undefined {
  return childOf(element, name)?.text.trim() || undefined
}

/** A number, or undefined. */
export function numberOf(text: string | undefined): number | undefined {
  const number = text === undefined || text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(number) ? number : undefined
}

interface OpenElement extends XmlElement {
  readonly children: OpenElement[]
  text: string
}

class Builder {
  readonly #parser = new SaxesParser()
  readonly #open: OpenElement[] = []
  #done: XmlElement[] = []
  /** Where the tag begins that is being read. */
  #line = 1

  constructor() {
    this.#parser.on('error', (error) => {
      throw new XmlProblem(error.message.replace(/^\d+:\d+: /, ''), this.#parser.line)
    })
    this.#parser.on('opentagstart', () => {
      this.#line = this.#parser.line
    })
    this.#parser.on('opentag', (tag) => this.#start(tag))
    this.#parser.on('text', (text) => this.#add(text))
    this.#parser.on('cdata', (text) => this.#add(text))
    this.#parser.on('closetag', () => this.#close())
  }

  write(text: string): void {
    this.#parser.write(text)
  }

  end(text: string): void {
    this.#parser.write(text).close()
  }

  take(): readonly XmlElement[] {
    const done = this.#done
    this.#done = []
    return done
  }

  #start({ name, attributes }: SaxesTagPlain): void {
    const element: OpenElement = { name, attributes, children: [], text: '', line: this.#line }
    if (this.#open.length > 1) this.#open.at(-1)?.children.push(element)
    if (this.#open.length > MOST_LEVELS) throw new XmlProblem(`more than ${MOST_LEVELS} elements are open`, this.#line)
    this.#open.push(element)
  }

  #add(text: string): void {
    const element = this.#open.at(-1)
    if (element !== undefined) element.text += text
  }

  #close(): void {
    const element = this.#open.pop()
    if (element !== undefined && this.#open.length === 1) this.#done.push(element)
  }
}

const MOST_LEVELS = 256
