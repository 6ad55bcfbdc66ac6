import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Media } from '../../../model/media.ts'
import type { Rectangle, Size } from '../../../model/shape.ts'
import { boxOfTrackAt, type KeyFrame, keyFramesOf } from '../../../model/track.ts'
import { mediaAddress } from './media-address.ts'
import { MissingMedia } from './missing-media.tsx'
import type { Mark, Scene } from './scene.ts'
import { ShapeDrawing } from './shape-drawing.tsx'
import { timesOf, type VideoTimes } from './video-times.ts'

interface Props {
  readonly scene: Scene
  readonly media: Media
}

/** A video, with what is marked on the frame that is shown. */
export function VideoDrawing({ scene, media }: Props) {
  const marks = scene.marks.filter(({ region }) => region.toName === media.objectName)
  const video = useRef<HTMLVideoElement>(null)
  const [loaded, setLoaded] = useState<{ readonly size: Size; readonly seconds: number }>()
  const [isMissing, setIsMissing] = useState(false)
  const times = timesOf(marks, scene.config, media.objectName, loaded?.seconds)
  const [frame, setFrame] = useFrame(video, times)
  const address = mediaAddress(media.reference, scene.project)
  const size = loaded?.size ?? marks.find(({ region }) => region.mediaSize)?.region.mediaSize ?? { width: 1280, height: 720 }
  return (
    <section class="drawing" aria-label={`Video ${media.objectName}`}>
      {(isMissing || address.kind === 'unreachable') && (
        <MissingMedia what="video" reference={media.reference} reason={address.reason} />
      )}
      <div class="video">
        {address.kind === 'address' && !isMissing && (
          // biome-ignore lint/a11y/useMediaCaption: what is said in it is the task
          <video
            ref={video}
            src={address.url}
            controls
            preload="auto"
            onLoadedMetadata={({ currentTarget: { videoWidth: width, videoHeight: height, duration } }) =>
              setLoaded({ size: { width, height }, seconds: duration })
            }
            onError={() => setIsMissing(true)}
          />
        )}
        <FrameDrawing scene={scene} marks={marks} size={size} frame={frame} isAlone={loaded === undefined} />
      </div>
      <FrameBar frame={frame} times={times} onFrame={setFrame} />
      <Running marks={marks} frame={frame} />
    </section>
  )
}

interface FrameProps {
  readonly scene: Scene
  readonly marks: readonly Mark[]
  readonly size: Size
  readonly frame: number
  /** There is no video below it. */
  readonly isAlone: boolean
}

function FrameDrawing({ scene, marks, size, frame, isAlone }: FrameProps) {
  const tracks = useMemo(() => marks.flatMap(toTrack), [marks.map(({ key }) => key).join()])
  const element = useRef<SVGSVGElement>(null)
  const scale = (element.current?.clientWidth ?? size.width) / size.width
  return (
    <svg ref={element} class={isAlone ? 'alone' : ''} viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
      {tracks.map(({ mark, keyFrames }) => {
        const box = boxOfTrackAt(keyFrames, frame)
        if (box === undefined) return null
        const shape: Rectangle = { kind: 'rectangle', ...box }
        return <ShapeDrawing key={mark.key} scene={scene} mark={mark} shape={shape} size={size} scale={scale} />
      })}
    </svg>
  )
}

interface BarProps {
  readonly frame: number
  readonly times: VideoTimes
  readonly onFrame: (frame: number) => void
}

function FrameBar({ frame, times, onFrame }: BarProps) {
  return (
    <div class="stage-bar">
      <button type="button" onClick={() => onFrame(frame - 1)} disabled={frame <= 1} aria-label="Previous frame">
        ‹
      </button>
      <label class="wide">
        <span class="hidden">Frame</span>
        <input
          type="range"
          min="1"
          max={String(times.frames)}
          value={String(frame)}
          onInput={({ currentTarget }) => onFrame(Number(currentTarget.value))}
        />
      </label>
      <button type="button" onClick={() => onFrame(frame + 1)} disabled={frame >= times.frames} aria-label="Next frame">
        ›
      </button>
      <output>
        frame {frame} of {times.frames}
      </output>
      <span class="muted small">
        {times.rate} frames a second{times.isRateKnown ? '' : ' (supposed)'}
      </span>
    </div>
  )
}

/** What the frame is part of. */
function Running({ marks, frame }: { readonly marks: readonly Mark[]; readonly frame: number }) {
  const running = marks.filter(
    ({ region: { shape } }) =>
      shape.kind === 'frame-range' && shape.ranges.some(({ start, end }) => start <= frame && frame <= end),
  )
  if (running.length === 0) return null
  return (
    <p class="chips">
      {running.map(({ key, name, colour }) => (
        <span key={key} class="chip" style={{ '--mark': colour }}>
          {name}
        </span>
      ))}
    </p>
  )
}

function toTrack(mark: Mark): { readonly mark: Mark; readonly keyFrames: readonly KeyFrame[] }[] {
  const { shape } = mark.region
  const keyFrames = shape.kind === 'track' ? keyFramesOf(shape) : undefined
  return keyFrames === undefined ? [] : [{ mark, keyFrames }]
}

/** The frame that is shown, from 1, and what shows another. */
function useFrame(video: { readonly current: HTMLVideoElement | null }, { rate, frames }: VideoTimes) {
  const [frame, setFrame] = useState(1)
  useEffect(() => {
    const { current } = video
    if (current === null) return undefined
    let request = 0
    const follow = (seconds: number) => setFrame(Math.max(1, Math.min(frames, Math.floor(seconds * rate + 1e-3) + 1)))
    const onFrame = (_now: number, { mediaTime }: VideoFrameCallbackMetadata) => {
      follow(mediaTime)
      request = current.requestVideoFrameCallback(onFrame)
    }
    request = current.requestVideoFrameCallback(onFrame)
    return () => current.cancelVideoFrameCallback(request)
  }, [rate, frames])
  const show = (wanted: number) => {
    const next = Math.max(1, Math.min(frames, wanted))
    setFrame(next)
    if (video.current !== null) video.current.currentTime = (next - 0.5) / rate
  }
  return [frame, show] as const
}
