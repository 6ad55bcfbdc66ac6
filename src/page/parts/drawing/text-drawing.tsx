import { useMemo } from 'preact/hooks'
import { placeRegions, type TextDocument } from '../../../formats/text/documents.ts'
import { dataOfObject } from '../../../model/media.ts'
import { printCounted } from '../numbers.ts'
import { HtmlDrawing } from './html-drawing.tsx'
import { cutIntoPieces, laneCount, type Piece, piecesWithin } from './lanes.ts'
import { type MarkedRange, MarkedText } from './marked-text.tsx'
import type { Scene } from './scene.ts'

interface Props {
  readonly scene: Scene
  readonly document: TextDocument
  /** Of the object: Text, HyperText, Paragraphs. */
  readonly tag: string
}

/** A text, a dialogue or a page of HTML with its spans. */
export function TextDrawing({ scene, document, tag }: Props) {
  const { ranges, outside, mismatched } = useMemo(() => placeMarks(scene, document), [scene.marks, document])
  const pieces = useMemo(() => cutIntoPieces(document.text.length, ranges), [ranges, document])
  const lineHeight = `calc(1.75em + ${laneCount(pieces) * 5}px)`
  return (
    <section class="drawing" aria-label={`Text ${document.objectName}`}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it, and select in it where it is labeled */}
      <div class="text-body" style={{ lineHeight }} data-text={document.objectName} tabIndex={0}>
        <Body scene={scene} document={document} tag={tag} pieces={pieces} />
      </div>
      {mismatched > 0 && (
        <p class="note">
          {printCounted(mismatched, 'region')} cover other words here than they say: the text has changed, or offsets were counted
          wrongly.
        </p>
      )}
      {outside > 0 && <p class="note">{printCounted(outside, 'region')} lie outside of this text.</p>}
    </section>
  )
}

interface BodyProps extends Props {
  readonly pieces: readonly Piece<MarkedRange>[]
}

function Body({ scene, document, tag, pieces }: BodyProps) {
  const { text, paragraphs, html } = document
  if (html !== undefined) return <HtmlDrawing scene={scene} document={document} pieces={pieces} />
  if (tag !== 'Paragraphs' || paragraphs.length < 2) return <MarkedText scene={scene} text={text} pieces={pieces} />
  const names = speakersOf(scene, document.objectName)
  return (
    <ol class="dialogue">
      {paragraphs.map((start, k) => {
        const end = (paragraphs[k + 1] ?? text.length + 1) - 1
        return (
          <li key={start}>
            {names[k] !== undefined && <b>{names[k]}</b>}
            <span>
              <MarkedText scene={scene} text={text} pieces={piecesWithin(pieces, { start, end })} />
            </span>
          </li>
        )
      })}
    </ol>
  )
}

function speakersOf({ task, config }: Scene, objectName: string): readonly (string | undefined)[] {
  const nameKey = config.objects.find(({ name }) => name === objectName)?.attributes.get('nameKey') ?? 'author'
  return (dataOfObject(task, config, objectName)?.elements() ?? []).map((paragraph) => paragraph.get(nameKey)?.string())
}

interface PlacedMarks {
  readonly ranges: readonly MarkedRange[]
  /** How many regions lie outside of the text, or cover other words than they say. */
  readonly outside: number
  readonly mismatched: number
}

/** Those of one annotation share a unit, so each annotation is placed by itself. */
function placeMarks({ marks }: Scene, document: TextDocument): PlacedMarks {
  const here = marks.filter(({ region }) => region.toName === document.objectName)
  const ranges: MarkedRange[] = []
  let [outside, mismatched] = [0, 0]
  for (const layer of [0, 1] as const) {
    const layerMarks = here.filter((mark) => mark.layer === layer)
    const placed = placeRegions(
      document,
      layerMarks.map(({ region }) => region),
    )
    for (const [k, mark] of layerMarks.entries()) {
      const found = placed[k]
      if (found === undefined) outside++
      else ranges.push({ start: found.start, end: found.end, mark })
      if (found?.agrees === false) mismatched++
    }
  }
  return { ranges, outside, mismatched }
}
