import { createElement, type VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import type { TextDocument } from '../../../formats/text/documents.ts'
import { readHtmlText } from '../../../model/html-text.ts'
import { dataOfObject } from '../../../model/media.ts'
import { type Piece, piecesWithin, type Range } from './lanes.ts'
import { type MarkedRange, MarkedText } from './marked-text.tsx'
import type { Scene } from './scene.ts'

interface Props {
  readonly scene: Scene
  readonly document: TextDocument
  readonly pieces: readonly Piece<MarkedRange>[]
}

/** What is drawn of HTML: these elements, without attributes. Of all others only the text is, so nothing of a task is ever run, loaded or styled. */
const KEPT = new Set(
  'article aside b blockquote br caption code dd div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i li main ol p pre s section small span strong sub sup table tbody td tfoot th thead tr u ul'.split(
    ' ',
  ),
)

type Part = Range | HtmlElement

interface HtmlElement {
  readonly tag: string
  readonly children: Part[]
}

/** A page of HTML with its spans. */
export function HtmlDrawing({ scene, document, pieces }: Props) {
  const source = dataOfObject(scene.task, scene.config, document.objectName)?.string() ?? ''
  const parts = useMemo(() => partsOf(source), [source])
  const draw = (part: Part, key: number): VNode => {
    if ('start' in part) return <MarkedText key={key} scene={scene} text={document.text} pieces={piecesWithin(pieces, part)} />
    const children = part.children.map(draw)
    if (!KEPT.has(part.tag)) return <span key={key}>{children}</span>
    return createElement(part.tag, { key }, children.length === 0 ? undefined : children)
  }
  return <div class="html-body">{parts.map(draw)}</div>
}

/** The elements as the offsets of regions are counted in them. */
function partsOf(source: string): readonly Part[] {
  const root: HtmlElement = { tag: 'div', children: [] }
  const open = [root]
  readHtmlText(source, {
    open: (tag) => {
      const element = { tag, children: [] }
      open.at(-1)?.children.push(element)
      open.push(element)
    },
    close: () => void open.pop(),
    text: (start, end) => void open.at(-1)?.children.push({ start, end }),
  })
  return root.children
}
