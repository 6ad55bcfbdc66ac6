import { useComputed } from '@preact/signals'
import type { Piece, Range } from './lanes.ts'
import { type Mark, pointing, type Scene } from './scene.ts'

/** Where a region lies in a text. */
export interface MarkedRange extends Range {
  readonly mark: Mark
}

interface Props {
  readonly scene: Scene
  readonly text: string
  /** Of the part of the text that is drawn here. */
  readonly pieces: readonly Piece<MarkedRange>[]
}

/** Text with the regions in it: a line below in the colour of each, and their names behind them. */
export function MarkedText({ scene, text, pieces }: Props) {
  return (
    <>
      {pieces.map((piece) =>
        piece.covers.length === 0 ? (
          <span key={piece.start} data-start={piece.start}>
            {text.slice(piece.start, piece.end)}
          </span>
        ) : (
          <MarkedPiece
            key={`${piece.start} ${piece.covers.map(({ range }) => range.mark.key).join(' ')}`}
            scene={scene}
            text={text}
            piece={piece}
          />
        ),
      )}
    </>
  )
}

interface PieceProps {
  readonly scene: Scene
  readonly text: string
  readonly piece: Piece<MarkedRange>
}

function MarkedPiece({ scene, text, piece }: PieceProps) {
  const { hovered, selected, showsNames } = scene
  const { covers, start, end } = piece
  const isAmong = (key: string | undefined) => covers.some(({ range }) => range.mark.key === key)
  const isSelected = useComputed(() => isAmong(selected.value))
  const isHovered = useComputed(() => isAmong(hovered.value))
  const inner = shortestOf(piece).mark
  const ending = covers.filter(({ range }) => range.end === end)
  const isFaint = covers.every(({ range }) => range.mark.difference === 'same')
  return (
    <mark
      data-start={start}
      data-names={showsNames && ending.length > 0 ? ending.map(({ range }) => range.mark.name).join(' · ') : undefined}
      class={[isSelected.value && 'selected', isHovered.value && 'hovered', isFaint && 'faint'].filter(Boolean).join(' ')}
      style={{ '--mark': inner.colour, backgroundImage: linesOf(piece), ...placesOf(piece) }}
      title={covers.map(({ range }) => range.mark.name).join(' · ')}
      {...pointing(scene, inner.key)}
    >
      {text.slice(start, end)}
    </mark>
  )
}

const LINE = 3 // pixels
const STEP = 5

/** A line in the colour of each region; broken for those of a second annotation. */
function linesOf({ covers }: Piece<MarkedRange>): string {
  return covers
    .map(({ range: { mark } }) =>
      mark.layer === 0
        ? `linear-gradient(${mark.colour}, ${mark.colour})`
        : `repeating-linear-gradient(90deg, ${mark.colour} 0 5px, transparent 5px 8px)`,
    )
    .join(', ')
}

function placesOf({ covers }: Piece<MarkedRange>) {
  const last = covers.at(-1)?.lane ?? 0
  return {
    backgroundSize: covers.map(() => `100% ${LINE}px`).join(', '),
    backgroundPosition: covers.map(({ lane }) => `0 calc(100% - ${(last - lane) * STEP}px)`).join(', '),
    paddingBottom: `${(last + 1) * STEP}px`,
  }
}

function shortestOf({ covers }: Piece<MarkedRange>): MarkedRange {
  return covers
    .map(({ range }) => range)
    .reduce((best, range) => (range.end - range.start < best.end - best.start ? range : best))
}
