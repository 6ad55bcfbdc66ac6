import type { Report } from '../../model/issue.ts'
import type { Size } from '../../model/shape.ts'
import type { Id, Task } from '../../model/task.ts'
import { boxesOfTrack } from '../../model/track.ts'
import type { EncodeContext, OptionTable } from '../format.ts'
import { type DrawnTrack, labelledVideos } from '../shared/videos.ts'
import type { ShapeOptions } from './images.ts'
import { printAnswers, printTag, sourceOf } from './print.ts'
import { boxAttributes } from './shapes.ts'

/** A video with the XML of its tracks. */
export interface CvatVideo {
  readonly reference: string
  readonly task: Id
  readonly size: Size
  readonly frames: number
  readonly tracks: string
  /** Names that were met in it, in order of appearance. */
  readonly labels: readonly string[]
  readonly questions: readonly string[]
}

/** The videos of a task with a track for each region and label. @throws GoldpanError `option-invalid` */
export function encodeVideos<O extends OptionTable>(
  task: Task,
  context: EncodeContext<O>,
  options: ShapeOptions & { readonly videoSize: string },
): CvatVideo[] {
  const { report } = context
  return labelledVideos(task, context, options).map(({ reference, size, frames, tracks }) => {
    const [labels, questions] = [new Set<string>(), new Set<string>()]
    let [text, id] = ['', 0]
    for (const drawn of tracks) {
      const boxes = printBoxes(drawn, size, frames, options.decimals, report)
      for (const label of drawn.labels) {
        const source = sourceOf(drawn.annotation)
        text += `  ${printTag('track', { id: id++, label, source }, drawn.where, report)}${boxes}  </track>\n`
        labels.add(label)
      }
      for (const { fromName } of drawn.region.attributes) questions.add(fromName)
      report.wrote('regions')
      report.wrote('tracks', drawn.labels.length)
    }
    report.wrote('videos')
    return { reference, task: task.id, size, frames, tracks: text, labels: [...labels], questions: [...questions] }
  })
}

/** A box on every frame, from 0; the first frame on which the object is gone says so (`outside`). */
function printBoxes(
  { region, keyFrames, where }: DrawnTrack,
  size: Size,
  frames: number,
  decimals: number,
  report: Report,
): string {
  const answers = printAnswers(region.attributes, '      ', where, report)
  const boxes = [...boxesOfTrack(keyFrames, frames)]
  let text = ''
  for (const [k, box] of boxes.entries()) {
    const edges = boxAttributes(box, size, decimals)
    const print = (frame: number, isKey: boolean, isOutside: boolean) => {
      const head = { frame, keyframe: isKey ? 1 : 0, outside: isOutside ? 1 : 0, occluded: 0 }
      return `    ${printTag('box', { ...head, ...edges, z_order: 0 }, where, report)}${answers}    </box>\n`
    }
    text += print(box.frame - 1, box.isKey, false)
    const next = boxes[k + 1]?.frame ?? frames + 1
    if (next > box.frame + 1) text += print(box.frame, true, true)
  }
  return text
}
