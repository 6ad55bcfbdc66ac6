import { findObject, type LabelConfig } from '../../../model/label-config.ts'
import { keyFramesOf } from '../../../model/track.ts'
import type { Mark } from './scene.ts'

export interface VideoTimes {
  /** At least 1. */
  readonly frames: number
  /** Frames per second. */
  readonly rate: number
  /** False when nobody said. */
  readonly isRateKnown: boolean
}

/** What Label Studio's player supposes. */
const USUAL_RATE = 24

/** How many frames a video has, and how fast: what its regions and the config say of it. @param seconds of the video, where it could be loaded */
export function timesOf(
  marks: readonly Pick<Mark, 'region'>[],
  config: LabelConfig,
  objectName: string,
  seconds: number | undefined,
): VideoTimes {
  const values = marks.flatMap(({ region }) => region.results.map(({ value }) => value))
  const most = (key: string) => Math.max(0, ...values.map((value) => value?.get(key)?.number() ?? 0))
  const [said, duration] = [most('framesCount'), most('duration')]
  const configured = Number(findObject(config, objectName)?.tag.attributes.get('framerate') ?? Number.NaN)
  const measured = said > 0 && duration > 0 ? Math.round((1000 * said) / duration) / 1000 : undefined
  const known = measured ?? (configured > 0 ? configured : undefined)
  const rate = known ?? USUAL_RATE
  const played = seconds === undefined || !Number.isFinite(seconds) ? 0 : Math.floor(seconds * rate)
  return { frames: Math.max(1, Math.floor(said), played, lastFrame(marks)), rate, isRateKnown: known !== undefined }
}

function lastFrame(marks: readonly Pick<Mark, 'region'>[]): number {
  return Math.max(
    1,
    ...marks.map(({ region: { shape } }) => {
      if (shape.kind === 'track') return keyFramesOf(shape)?.at(-1)?.frame ?? 1
      return shape.kind === 'frame-range' ? Math.max(1, ...shape.ranges.map(({ end }) => end)) : 1
    }),
  )
}
