import { decodeEntities } from './html-entities.ts'

/**
 * The text of an HTML string as Label Studio's HyperText counts it: text nodes one after the other, a `<br>` as one line feed
 * (`findGlobalOffset` of its front end), nothing of the head and of scripts.
 */
export interface HtmlText {
  readonly text: string
  /** Offsets in the text (UTF-16) where something that a browser sets off as a block begins or ends. */
  readonly borders: readonly number[]
  /** Where the text node of an XPath such as `/div[1]/p[2]/text()[1]` starts in the text; undefined when there is none. */
  startOf(xpath: string): number | undefined
}

/** Told of an HTML document while it is read, in document order. */
export interface HtmlVisitor {
  open(name: string): void
  close(): void
  /** Offsets in {@link HtmlText.text} of a piece of it; a `<br>` is an element instead. */
  text(start: number, end: number): void
}

/** Reads an HTML document or fragment; it takes anything, as browsers do. @param visitor is told of the elements that scripts and styles are left out of */
export function readHtmlText(html: string, visitor?: HtmlVisitor): HtmlText {
  const reader = new HtmlReader(visitor)
  for (let at = 0; at < html.length; ) {
    const markup = nextMarkup(html, at)
    if (markup.start > at) reader.text(decodeEntities(html.slice(at, markup.start)))
    at = markup.end
    const tag = /^<(\/?)([a-z][^\s/>]*)/i.exec(html.slice(markup.start, Math.min(markup.end, markup.start + 80)))
    const name = tag?.[2]?.toLowerCase()
    if (name === undefined) reader.endTextNode()
    else if (tag?.[1] === '/') reader.close(name)
    else {
      const raw = name === 'script' || name === 'style' ? rawText(html, at, name) : ''
      reader.open(name, raw)
      at += raw.length
    }
  }
  const { nodes } = reader
  return { text: reader.whole, borders: [...reader.borders], startOf: (xpath) => nodes.get(plainPath(xpath)) }
}

/** The next tag, comment or declaration, from its `<` to behind its `>`; at the end of the text when there is none. */
function nextMarkup(html: string, from: number): { start: number; end: number } {
  const opener = /<(?:\/?[a-z]|[!?])/gi
  opener.lastIndex = from
  const start = opener.exec(html)?.index ?? html.length
  if (html.startsWith('<!--', start)) {
    const end = html.indexOf('-->', start + 4)
    return { start, end: end < 0 ? html.length : end + 3 }
  }
  let quote = ''
  for (let at = start + 1; at < html.length; at++) {
    const letter = html[at]!
    if (quote !== '') quote = letter === quote ? '' : quote
    else if (letter === '>') return { start, end: at + 1 }
    else if ((letter === '"' || letter === "'") && /[=\s]/.test(html[at - 1]!)) quote = letter
  }
  return { start, end: html.length }
}

/** What stands between `<script>` or `<style>` and its end tag. */
function rawText(html: string, from: number, name: string): string {
  const closer = new RegExp(`</${name}`, 'gi')
  closer.lastIndex = from
  return html.slice(from, closer.exec(html)?.index ?? html.length)
}

const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))
const BLOCK = new Set(
  'address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol option p pre section summary table tbody td tfoot th thead title tr ul'.split(
    ' ',
  ),
)
/** Tags whose open element another start tag ends (HTML standard, optional tags). */
const ENDED_BY: Readonly<Record<string, ReadonlySet<string>>> = {
  p: new Set([...BLOCK].filter((name) => !['br', 'td', 'th', 'tr', 'option', 'title', 'legend', 'caption'].includes(name))),
  li: new Set(['li']),
  dt: new Set(['dt', 'dd']),
  dd: new Set(['dt', 'dd']),
  tr: new Set(['tr']),
  td: new Set(['td', 'th', 'tr']),
  th: new Set(['td', 'th', 'tr']),
  option: new Set(['option']),
}

interface Element {
  readonly name: string
  readonly path: string
  /** Children seen so far, by name; text nodes under `text()`. */
  readonly counts: Map<string, number>
}

/** As in browsers; deeper elements count as children of the last one. */
const MAX_DEPTH = 512

class HtmlReader {
  readonly nodes = new Map<string, number>()
  readonly borders = new Set<number>()
  readonly #visitor: HtmlVisitor | undefined
  readonly #stack: Element[] = [{ name: '', path: '', counts: new Map() }]
  readonly #parts: string[] = []
  #length = 0
  #isInHead = false
  /** The open text node goes on until a tag or comment comes. */
  #isInText = false

  constructor(visitor: HtmlVisitor | undefined) {
    this.#visitor = visitor
  }

  get whole(): string {
    return this.#parts.join('')
  }

  text(text: string): void {
    if (this.#isInHead) return
    if (!this.#isInText) this.nodes.set(`${this.#top.path}/${count(this.#top, 'text()')}`, this.#length)
    this.#isInText = true
    this.#append(text)
    this.#visitor?.text(this.#length - text.length, this.#length)
  }

  endTextNode(): void {
    this.#isInText = false
  }

  /** @param raw the content of a script or style */
  open(name: string, raw = ''): void {
    this.#isInText = false
    if (name === 'head') this.#isInHead = true
    if (name === 'body') this.#isInHead = false
    if (this.#isInHead || name === 'html' || name === 'body') return
    while (ENDED_BY[this.#top.name]?.has(name) === true) this.#pop()
    if (name === 'tr' && this.#top.name === 'table') this.open('tbody') // parsers add it
    if (BLOCK.has(name)) this.borders.add(this.#length)
    const path = `${this.#top.path}/${count(this.#top, name)}`
    if (name === 'br') this.#append('\n')
    if (name === 'br') this.borders.add(this.#length)
    if (raw !== '' && name === 'style' && this.#length > 0) this.#append(raw.replaceAll(/\S/g, ' ')) // counted, but nothing to read
    if (VOID.has(name)) this.#visitVoid(name)
    else if (this.#stack.length < MAX_DEPTH) {
      this.#stack.push({ name, path, counts: new Map() })
      this.#visitor?.open(name)
    }
  }

  close(name: string): void {
    this.#isInText = false
    if (name === 'head') this.#isInHead = false
    const depth = this.#stack.findLastIndex((element) => element.name === name)
    if (depth <= 0) return
    while (this.#stack.length > depth) this.#pop()
  }

  get #top(): Element {
    return this.#stack.at(-1)!
  }

  #pop(): void {
    const element = this.#stack.pop()
    if (element !== undefined && BLOCK.has(element.name)) this.borders.add(this.#length)
    this.#visitor?.close()
  }

  #visitVoid(name: string): void {
    this.#visitor?.open(name)
    this.#visitor?.close()
  }

  #append(text: string): void {
    this.#parts.push(text)
    this.#length += text.length
  }
}

/** `p[2]`: the step of the next child of that name. */
function count(parent: Element, name: string): string {
  const number = (parent.counts.get(name) ?? 0) + 1
  parent.counts.set(name, number)
  return `${name}[${number}]`
}

/** One spelling for a path: every step numbered, without the root (`html`, `body`). */
function plainPath(xpath: string): string {
  const steps = xpath
    .toLowerCase()
    .split('/')
    .filter((step) => step !== '' && step !== '.')
    .map((step) => (step.endsWith(']') ? step : `${step}[1]`))
  return steps.map((step) => (/^(html|body)\[1\]$/.test(step) ? '' : `/${step}`)).join('')
}
