import type { JsonNode } from '../json/node.ts'
import type { PercentBox, Track } from './shape.ts'

/** A box that somebody drew on a frame of a video; degrees clockwise about its top left corner. */
export interface KeyFrame extends PercentBox {
  /** From 1. */
  readonly frame: number
  readonly rotation: number
  /** Whether the object is there after this frame too, until the next key frame. */
  readonly enabled: boolean
}

/** The box of a track on one frame. */
export interface TrackBox extends PercentBox {
  readonly frame: number
  readonly rotation: number
  /** Drawn there, not worked out between two key frames. */
  readonly isKey: boolean
}

/** The key frames of a track by frame; of several on one frame the last counts. Undefined when one of them has no frame or no box. */
export function keyFramesOf({ sequence }: Track): readonly KeyFrame[] | undefined {
  const byFrame = new Map<number, KeyFrame>()
  for (const node of sequence.elements()) {
    const keyFrame = readKeyFrame(node)
    if (keyFrame === undefined) return undefined
    byFrame.set(keyFrame.frame, keyFrame)
  }
  return [...byFrame.values()].sort((a, b) => a.frame - b.frame)
}

/**
 * The boxes of a track frame by frame, as Label Studio's player shows them: straight lines between key frames (place, size and angle), the last
 * box until the end of the video. Where a key frame is not `enabled`, the object is there on that frame and gone after it.
 *
 * @param lastFrame of the video; frames behind it are drawn only where somebody drew them
 */
export function* boxesOfTrack(keyFrames: readonly KeyFrame[], lastFrame: number): Iterable<TrackBox> {
  for (const [k, from] of keyFrames.entries()) {
    const { x, y, width, height, rotation, frame } = from
    yield { frame, x, y, width, height, rotation, isKey: true }
    if (!from.enabled) continue
    const to = keyFrames[k + 1]
    const end = to?.frame ?? lastFrame + 1
    for (let at = frame + 1; at < end; at++) yield to === undefined ? { ...from, frame: at, isKey: false } : between(from, to, at)
  }
}

/** The box on one frame, as {@link boxesOfTrack} has it; undefined where the object is not there. */
export function boxOfTrackAt(keyFrames: readonly KeyFrame[], frame: number): TrackBox | undefined {
  const next = keyFrames.findIndex((keyFrame) => keyFrame.frame > frame)
  const from = keyFrames[(next < 0 ? keyFrames.length : next) - 1]
  if (from === undefined) return undefined
  if (from.frame === frame) {
    const { x, y, width, height, rotation } = from
    return { frame, x, y, width, height, rotation, isKey: true }
  }
  if (!from.enabled) return undefined
  const { x, y, width, height, rotation } = from
  return next < 0 ? { frame, x, y, width, height, rotation, isKey: false } : between(from, keyFrames[next]!, frame)
}

function between(from: KeyFrame, to: KeyFrame, frame: number): TrackBox {
  const share = (frame - from.frame) / (to.frame - from.frame)
  const mix = (a: number, b: number) => a + (b - a) * share
  return {
    frame,
    x: mix(from.x, to.x),
    y: mix(from.y, to.y),
    width: mix(from.width, to.width),
    height: mix(from.height, to.height),
    rotation: mix(from.rotation, to.rotation),
    isKey: false,
  }
}

function readKeyFrame(node: JsonNode): KeyFrame | undefined {
  const [frame, x, y, width, height] = ['frame', 'x', 'y', 'width', 'height'].map((key) => node.get(key)?.number())
  if (frame === undefined || x === undefined || y === undefined || width === undefined || height === undefined) return undefined
  if (!Number.isInteger(frame)) return undefined
  return {
    frame,
    x,
    y,
    width,
    height,
    rotation: node.get('rotation')?.number() ?? 0,
    enabled: node.get('enabled')?.boolean() !== false,
  }
}
