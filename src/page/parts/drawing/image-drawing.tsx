import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Media } from '../../../model/media.ts'
import type { Size } from '../../../model/shape.ts'
import { printCounted } from '../numbers.ts'
import { isInMask, runsOf } from './mask-runs.ts'
import { MissingMedia } from './missing-media.tsx'
import { placeOnStage } from './place-on-stage.ts'
import { type Mark, marksOn, type Scene } from './scene.ts'
import { ShapeDrawing } from './shape-drawing.tsx'
import { usePicture } from './use-picture.ts'
import { useViewport } from './use-viewport.ts'
import type { View } from './viewport.ts'

/** Where the picture lies on the screen, for what is drawn over it. */
export interface Stage {
  readonly view: View
  readonly size: Size
  /** Undefined where the object has one page only. */
  readonly page: number | undefined
  /** False when neither the picture nor a region tells it. */
  readonly isSizeKnown: boolean
}

interface Props {
  readonly scene: Scene
  /** The pages of one object; at least one. */
  readonly pages: readonly Media[]
  /** Drawn over the regions. */
  readonly overlay?: ((stage: Stage) => ComponentChildren) | undefined
}

/** The pictures of an object with their regions, one page at a time. */
export function ImageDrawing({ scene, pages, overlay }: Props) {
  const [chosen, setChosen] = useState(0)
  const place = Math.min(chosen, pages.length - 1)
  const media = pages[place]!
  return (
    <section class="drawing" aria-label={`Picture ${media.objectName}`}>
      {pages.length > 1 && <PageChooser count={pages.length} place={place} onChoose={setChosen} scene={scene} media={media} />}
      <ImageStage key={media.reference} scene={scene} media={media} overlay={overlay} />
    </section>
  )
}

interface ChooserProps {
  readonly scene: Scene
  readonly media: Media
  readonly count: number
  readonly place: number
  readonly onChoose: (place: number) => void
}

function PageChooser({ scene, media, count, place, onChoose }: ChooserProps) {
  const regionsOn = (page: number) => marksOn(scene, { ...media, page }).length
  return (
    <label class="page-chooser">
      Page{' '}
      <select value={String(place)} onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}>
        {Array.from({ length: count }, (_, page) => (
          <option key={page} value={String(page)}>
            {page + 1} of {count} ({printCounted(regionsOn(page), 'region')})
          </option>
        ))}
      </select>
    </label>
  )
}

function ImageStage({ scene, media, overlay }: Omit<Props, 'pages'> & { readonly media: Media }) {
  const element = useRef<HTMLDivElement>(null)
  const picture = usePicture(media.reference, scene.project)
  const marks = marksOn(scene, media)
  const size = picture.state === 'ready' ? picture.size : sizeOf(marks)
  const viewport = useViewport(element, size)
  const { view } = viewport
  const isSizeKnown = picture.state === 'ready' || marks.some(({ region }) => region.mediaSize !== undefined)
  const stage = { view, size, page: media.page, isSizeKnown }
  return (
    <>
      {picture.state === 'missing' && <MissingMedia what="picture" reference={media.reference} reason={picture.reason} />}
      <div
        ref={element}
        class="stage"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys zoom and move it
        tabIndex={0}
        role="application"
        aria-label={`${printCounted(marks.length, 'region')}. Plus and minus zoom, arrows move, 0 shows all.`}
        onPointerDown={viewport.onPointerDown}
        onKeyDown={(event) => event.target === event.currentTarget && viewport.onKeyDown(event)}
      >
        <svg aria-hidden="true" onClick={(event) => selectMask(event, scene, marks, stage)}>
          <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>
            {picture.state === 'ready' ? (
              <image href={picture.url} width={size.width} height={size.height} />
            ) : (
              <rect class="no-picture" width={size.width} height={size.height} />
            )}
            {marks.map((mark) => (
              <ShapeDrawing key={mark.key} scene={scene} mark={mark} shape={mark.region.shape} size={size} scale={view.scale} />
            ))}
            {overlay?.(stage)}
          </g>
        </svg>
      </div>
      <ZoomButtons percent={Math.round(view.scale * 100)} onZoom={viewport.zoom} onFit={viewport.fit} size={stage} />
    </>
  )
}

/** Masks take no clicks themselves: their pictures are as large as the whole. */
function selectMask(event: MouseEvent, { selected }: Scene, marks: readonly Mark[], { view, size }: Stage): void {
  if (!(event.target instanceof Element) || event.target.closest('.shape, .sheet, .handles') !== null) return
  const { x, y } = placeOnStage(event, view)
  const found = marks.findLast(({ region: { shape, mediaSize = size } }) => {
    if (shape.kind !== 'brush') return false
    const point = { x: (x * mediaSize.width) / size.width, y: (y * mediaSize.height) / size.height }
    return isInMask(runsOf(shape, mediaSize), mediaSize, point)
  })
  if (found !== undefined) selected.value = found.key
}

interface ZoomProps {
  readonly percent: number
  readonly size: Stage
  readonly onZoom: (factor: number) => void
  readonly onFit: () => void
}

function ZoomButtons({ percent, size: { size, isSizeKnown }, onZoom, onFit }: ZoomProps) {
  return (
    <div class="stage-bar">
      <button type="button" onClick={() => onZoom(1 / 1.5)} aria-label="Zoom out">
        −
      </button>
      <output>{percent} %</output>
      <button type="button" onClick={() => onZoom(1.5)} aria-label="Zoom in">
        +
      </button>
      <button type="button" onClick={onFit}>
        Show all
      </button>
      {isSizeKnown && (
        <span class="muted small">
          {size.width} × {size.height} px
        </span>
      )}
    </div>
  )
}

/** Of a picture that is not there: what its regions say. */
function sizeOf(marks: readonly Mark[]): Size {
  return marks.find(({ region }) => region.mediaSize !== undefined)?.region.mediaSize ?? { width: 800, height: 600 }
}
