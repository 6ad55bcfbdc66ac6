import { createElement, type VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import type { TextDocument } from '../../../formats/conll2003/documents.ts'
import { dataOfObject } from '../../../model/media.ts'
import { type Piece, piecesWithin, type Range } from './lanes.ts'
import { type MarkedRange, MarkedText } from './marked-text.tsx'
import type { Scene } from './scene.ts'

interface Props {
  readonly scene: Scene
  readonly document: TextDocument
  readonly pieces: readonly Piece<MarkedRange>[]
}

/** What is drawn of HTML: these elements, without attributes. All others give their text only, so nothing of a task is ever run, loaded or styled. */
const KEPT = new Set(
  'article aside b blockquote br caption code dd div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i li main mark ol p pre s section small span strong sub sup table tbody td tfoot th thead tr u ul'.split(
    ' ',
  ),
)
/** Their text is none of the document's. */
const SILENT = new Set(['script', 'style', 'head', 'template', 'noscript', 'iframe', 'object'])

type Part = Range | { readonly tag: string; readonly children: readonly Part[] }

/** A page of HTML with its spans. */
export function HtmlDrawing({ scene, document, pieces }: Props) {
  const source = dataOfObject(scene.task, scene.config, document.objectName)?.string() ?? ''
  const parts = useMemo(() => partsOf(source, document.text), [source, document.text])
  if (parts === undefined)
    return (
      <>
        <p class="muted">This browser reads the HTML in another way than Goldpan; this is its text.</p>
        <MarkedText scene={scene} text={document.text} pieces={pieces} />
      </>
    )
  const draw = (part: Part, key: number): VNode => {
    if ('start' in part) return <MarkedText key={key} scene={scene} text={document.text} pieces={piecesWithin(pieces, part)} />
    return createElement(part.tag, { key }, part.children.length === 0 ? undefined : part.children.map(draw))
  }
  return <div class="html-body">{parts.map(draw)}</div>
}

/** Undefined when the browser finds another text in it. */
function partsOf(source: string, text: string): readonly Part[] | undefined {
  const { body } = new DOMParser().parseFromString(source, 'text/html')
  const blank = text.length - text.trimStart().length
  for (const start of blank > 0 ? [0, blank] : [0]) {
    const walk = new Walk(text, start)
    const parts = walk.childrenOf(body)
    if (walk.agrees) return parts
  }
  return undefined
}

/** Goes through the nodes of a document that nothing in it has been run of, and finds each text node's place in the text. */
class Walk {
  readonly #text: string
  #at: number
  agrees = true

  constructor(text: string, start: number) {
    this.#text = text
    this.#at = start
  }

  childrenOf(node: Node): readonly Part[] {
    return [...node.childNodes].flatMap((child) => this.#partsOf(child))
  }

  #partsOf(node: Node): readonly Part[] {
    if (node.nodeType === Node.TEXT_NODE) return this.#take(node.nodeValue ?? '')
    if (!(node instanceof Element)) return []
    const tag = node.localName
    if (SILENT.has(tag)) return []
    if (tag === 'br') return [{ tag, children: this.#take('\n').slice(1) }]
    const children = this.childrenOf(node)
    return KEPT.has(tag) ? [{ tag, children }] : children
  }

  #take(text: string): readonly Part[] {
    const start = this.#at
    this.#at += text.length
    if (!this.#text.startsWith(text, start)) this.agrees = false
    return [{ start, end: this.#at }]
  }
}
