import { useSignalEffect } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Media } from '../../../model/media.ts'
import type { Segment } from '../../../model/shape.ts'
import { printSeconds } from '../numbers.ts'
import { mediaAddress } from './media-address.ts'
import { MissingMedia } from './missing-media.tsx'
import type { Mark, Scene } from './scene.ts'
import type { Waveform, WaveSegment } from './waveform.ts'

/** What can be done to the segments of a recording. */
export interface AudioEditing {
  /** Of the label that a new segment gets; undefined while none is chosen. */
  readonly colour: string | undefined
  isEditable(mark: Mark): boolean
  onMoved(mark: Mark, shape: Segment): void
  onDrawn(startSeconds: number, endSeconds: number): void
  /** The length is known. */
  onReady(seconds: number): void
}

interface Props {
  readonly scene: Scene
  readonly media: Media
  readonly editing?: AudioEditing
}

/** A recording as a wave with its segments; it can be played. */
export function AudioDrawing(props: Props) {
  const { scene, media } = props
  const element = useRef<HTMLDivElement>(null)
  const recording = useWaveform(element, props)
  const address = mediaAddress(media.reference, scene.project)
  return (
    <section class="drawing" aria-label={`Recording ${media.objectName}`}>
      {recording.isMissing && <MissingMedia what="recording" reference={media.reference} reason={address.reason} />}
      <div class="wave" ref={element} />
      <AudioBar recording={recording} scene={scene} marks={segmentMarks(scene, media)} />
    </section>
  )
}

/** What is known of a recording while it is shown. */
interface Recording {
  /** Undefined until it is loaded. */
  readonly waveform: Waveform | undefined
  readonly isMissing: boolean
  readonly seconds: number
  readonly time: number
  readonly isPlaying: boolean
}

interface BarProps {
  readonly recording: Recording
  readonly scene: Scene
  readonly marks: readonly Mark[]
}

function AudioBar({ recording: { waveform, isMissing, seconds, time, isPlaying }, scene, marks }: BarProps) {
  return (
    <div class="stage-bar">
      <button type="button" disabled={isMissing || waveform === undefined} onClick={() => void waveform?.playPause()}>
        {isPlaying ? 'Pause' : 'Play'}
      </button>
      <PlaySegment scene={scene} waveform={isMissing ? undefined : waveform} marks={marks} />
      <output>
        {printSeconds(time)} of {printSeconds(seconds)}
      </output>
      <label>
        Speed{' '}
        <select onChange={({ currentTarget }) => waveform?.setRate(Number(currentTarget.value))}>
          {['0.5', '0.75', '1', '1.25', '1.5', '2'].map((rate) => (
            <option key={rate} value={rate} selected={rate === '1'}>
              {rate}×
            </option>
          ))}
        </select>
      </label>
      <label class="zoom">
        Zoom{' '}
        <input
          type="range"
          min="0"
          max="400"
          defaultValue="0"
          onInput={({ currentTarget }) => waveform?.zoom(Number(currentTarget.value))}
        />
      </label>
    </div>
  )
}

interface PlayProps {
  readonly scene: Scene
  readonly waveform: Waveform | undefined
  readonly marks: readonly Mark[]
}

function PlaySegment({ scene, waveform, marks }: PlayProps) {
  const shape = marks.find(({ key }) => key === scene.selected.value)?.region.shape
  const isPossible = waveform !== undefined && shape?.kind === 'segment'
  return (
    <button
      type="button"
      disabled={!isPossible}
      onClick={() => shape?.kind === 'segment' && void waveform?.play(shape.startSeconds, shape.endSeconds)}
    >
      Play the segment
    </button>
  )
}

const NOTHING: Recording = { waveform: undefined, isMissing: false, seconds: 0, time: 0, isPlaying: false }

function useWaveform(element: { readonly current: HTMLDivElement | null }, props: Props): Recording {
  const [recording, setRecording] = useState(NOTHING)
  const note = (facts: Partial<Recording>) => setRecording((before) => ({ ...before, ...facts }))
  const latest = useRef(props)
  latest.current = props
  const { scene, media, editing } = props
  useEffect(() => openWaveform(element, () => latest.current, note), [media.reference])
  const { waveform, seconds } = recording
  useEffect(() => {
    waveform?.show(segmentMarks(scene, media).flatMap((mark) => toSegment(mark, editing)))
    waveform?.select(scene.selected.peek())
  }, [waveform, scene.marks, seconds])
  useEffect(() => waveform?.allowDrawing(editing?.colour), [waveform, editing?.colour, seconds])
  useSignalEffect(() => {
    const key = scene.selected.value
    waveform?.select(key)
    const shape = latest.current.scene.marks.find((mark) => mark.key === key)?.region.shape
    if (shape?.kind === 'segment') waveform?.seek(shape.startSeconds)
  })
  return recording
}

/** Loads what draws it, then the recording. Gives what closes it. */
function openWaveform(
  element: { readonly current: HTMLDivElement | null },
  props: () => Props,
  note: (facts: Partial<Recording>) => void,
): () => void {
  let opened: Waveform | undefined
  let isWanted = true
  void import('./waveform.ts').then(async (module) => {
    if (!isWanted || element.current === null) return
    opened = new module.Waveform(element.current, {
      onReady: (seconds) => {
        note({ seconds })
        props().editing?.onReady(seconds)
      },
      onMissing: () => note({ isMissing: true }),
      onTime: (time) => note({ time }),
      onPlaying: (isPlaying) => note({ isPlaying }),
      ...segmentEvents(props),
    })
    note({ ...NOTHING, waveform: opened })
    const { scene, media } = props()
    const address = mediaAddress(media.reference, scene.project)
    await opened.load(address.kind === 'address' ? address.url : undefined, lastSecond(segmentMarks(scene, media)))
  })
  return () => {
    isWanted = false
    opened?.close()
  }
}

function segmentEvents(props: () => Props) {
  return {
    onSelect: (key: string) => {
      props().scene.selected.value = key
    },
    onHover: (key: string | undefined) => {
      props().scene.hovered.value = key
    },
    onMoved: (key: string, startSeconds: number, endSeconds: number) => {
      const { scene, editing } = props()
      const mark = scene.marks.find((one) => one.key === key)
      if (mark?.region.shape.kind === 'segment') editing?.onMoved(mark, { ...mark.region.shape, startSeconds, endSeconds })
    },
    onDrawn: (startSeconds: number, endSeconds: number) => props().editing?.onDrawn(startSeconds, endSeconds),
  }
}

function segmentMarks({ marks }: Scene, { objectName }: Media): readonly Mark[] {
  return marks.filter(({ region }) => region.toName === objectName && region.shape.kind === 'segment')
}

function toSegment(mark: Mark, editing: AudioEditing | undefined): WaveSegment[] {
  const { key, colour, name, region } = mark
  if (region.shape.kind !== 'segment') return []
  const { startSeconds, endSeconds } = region.shape
  return [{ key, colour, name, startSeconds, endSeconds, isEditable: editing?.isEditable(mark) === true }]
}

function lastSecond(marks: readonly Mark[]): number {
  return Math.max(
    0,
    ...marks.map(({ region: { shape, mediaSeconds } }) =>
      Math.max(mediaSeconds ?? 0, shape.kind === 'segment' ? shape.endSeconds : 0),
    ),
  )
}
