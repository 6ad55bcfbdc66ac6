import WaveSurfer from 'wavesurfer.js'
import RegionsPlugin, { type Region as ShownSegment } from 'wavesurfer.js/plugins/regions'

/** A piece of a recording as it is shown. */
export interface WaveSegment {
  /** Of its mark. */
  readonly key: string
  readonly startSeconds: number
  readonly endSeconds: number
  readonly colour: string
  readonly name: string
  readonly isEditable: boolean
}

export interface WaveformEvents {
  /** The length is known. */
  onReady(seconds: number): void
  /** The recording cannot be loaded; the segments are shown all the same. */
  onMissing(): void
  onTime(seconds: number): void
  onPlaying(isPlaying: boolean): void
  onSelect(key: string): void
  onHover(key: string | undefined): void
  /** Somebody moved the ends of a segment. */
  onMoved(key: string, startSeconds: number, endSeconds: number): void
  /** Somebody dragged over a stretch without a segment. */
  onDrawn(startSeconds: number, endSeconds: number): void
}

const WAVE = '#8a8f98'
const PLAYED = '#b47a17'
const HEIGHT = 140

/** A recording with its segments, drawn by wavesurfer.js. Loaded only where there is sound. */
export class Waveform {
  readonly #surfer: WaveSurfer
  readonly #regions = RegionsPlugin.create()
  readonly #events: WaveformEvents
  #segments: readonly WaveSegment[] = []
  #isShowing = false
  #stopDrawing = () => {}

  constructor(container: HTMLElement, events: WaveformEvents) {
    this.#events = events
    this.#surfer = WaveSurfer.create({
      container,
      height: HEIGHT,
      waveColor: WAVE,
      progressColor: PLAYED,
      cursorColor: PLAYED,
      cursorWidth: 2,
      normalize: true,
      plugins: [this.#regions],
    })
    this.#surfer.on('timeupdate', events.onTime)
    this.#surfer.on('play', () => events.onPlaying(true))
    this.#surfer.on('pause', () => events.onPlaying(false))
    this.#listenToRegions()
  }

  /** @param url undefined for a recording that a browser cannot get @param leastSeconds where the last segment ends */
  async load(url: string | undefined, leastSeconds: number): Promise<void> {
    try {
      if (url === undefined) throw new Error('no address')
      await this.#surfer.load(url)
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return
      this.#events.onMissing()
      await this.#surfer.load('', [[0, 0]], Math.max(leastSeconds, 1))
    }
    this.#events.onReady(this.#surfer.getDuration())
    this.#draw()
  }

  show(segments: readonly WaveSegment[]): void {
    this.#segments = segments
    if (this.#surfer.getDuration() > 0) this.#draw()
  }

  /** Whether dragging over the wave makes a segment of this colour. */
  allowDrawing(colour: string | undefined): void {
    this.#stopDrawing()
    this.#stopDrawing = colour === undefined ? () => {} : this.#regions.enableDragSelection({ color: faint(colour) })
  }

  select(key: string | undefined): void {
    for (const region of this.#regions.getRegions()) region.element?.classList.toggle('selected', region.id === key)
    for (const region of this.#regions.getRegions()) {
      const segment = this.#segments.find((one) => one.key === region.id)
      if (segment !== undefined) region.setOptions({ color: region.id === key ? strong(segment.colour) : faint(segment.colour) })
    }
  }

  seek(seconds: number): void {
    this.#surfer.setTime(seconds)
  }

  async playPause(): Promise<void> {
    await this.#surfer.playPause()
  }

  async play(startSeconds: number, endSeconds: number): Promise<void> {
    await this.#surfer.play(startSeconds, endSeconds)
  }

  setRate(rate: number): void {
    this.#surfer.setPlaybackRate(rate, true)
  }

  zoom(pixelsPerSecond: number): void {
    this.#surfer.zoom(pixelsPerSecond)
  }

  close(): void {
    this.#surfer.destroy()
  }

  #draw(): void {
    this.#isShowing = true
    this.#regions.clearRegions()
    for (const { key, startSeconds, endSeconds, colour, name, isEditable } of this.#segments)
      this.#regions.addRegion({
        id: key,
        start: startSeconds,
        end: endSeconds,
        color: faint(colour),
        content: name,
        drag: isEditable,
        resize: isEditable,
      })
    this.#isShowing = false
  }

  #listenToRegions(): void {
    const { onSelect, onHover, onMoved, onDrawn } = this.#events
    this.#regions.on('region-clicked', (region, event) => {
      event.stopPropagation()
      onSelect(region.id)
    })
    this.#regions.on('region-updated', ({ id, start, end }) => onMoved(id, start, end))
    this.#regions.on('region-created', (region) => {
      if (!this.#isShowing) {
        const { start, end } = region
        region.remove()
        onDrawn(start, end)
        return
      }
      hoverOver(region, onHover)
    })
  }
}

function hoverOver(region: ShownSegment, onHover: (key: string | undefined) => void): void {
  region.on('over', () => onHover(region.id))
  region.on('leave', () => onHover(undefined))
}

function faint(colour: string): string {
  return `color-mix(in srgb, ${colour} 28%, transparent)`
}

function strong(colour: string): string {
  return `color-mix(in srgb, ${colour} 60%, transparent)`
}
