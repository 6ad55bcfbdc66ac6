import type { Format, OptionTable } from '../format.ts'
import { withBitmasks } from './bitmasks.ts'
import { type Framed, withVideoFrames } from './video-frames.ts'

/** A format of shapes on images, for frames of videos and bitmasks too. */
export function defineImageFormat<const O extends OptionTable, Part>(format: Format<O, Part>): Format<Framed<O>, Part> {
  return withVideoFrames(withBitmasks(format))
}
