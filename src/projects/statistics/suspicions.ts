import { checkOffsets } from '../../export/check-offsets.ts'
import { boundingBox, isInside } from '../../model/geometry.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import type { Size } from '../../model/shape.ts'
import type { Region, Task } from '../../model/task.ts'
import type { SuspicionKind } from './statistics.ts'

/** Where a region does not say how large its image is: percents of it. */
const PERCENT: Size = { width: 100, height: 100 }

/** What somebody should look at in a task, each kind once. */
export function suspicionsOf(task: Task, config: LabelConfig): ReadonlySet<SuspicionKind> {
  const found = new Set<SuspicionKind>()
  const current = task.annotations.filter(({ wasCancelled }) => !wasCancelled)
  if (current.some(({ results }) => results.length === 0)) found.add('empty')
  for (const { regions } of current)
    for (const region of regions) {
      if (isOutside(region)) found.add('outside')
      if (hasNoExtent(region)) found.add('zero-size')
    }
  checkOffsets(task, current, config, { add: () => found.add('offset-mismatch'), wrote: () => undefined })
  return found
}

function isOutside({ shape, mediaSize = PERCENT }: Region): boolean {
  if (shape.kind === 'keypoint') return shape.x < 0 || shape.y < 0 || shape.x > 100 || shape.y > 100
  const box = boundingBox(shape, mediaSize)
  return box !== undefined && !isInside(box, mediaSize)
}

function hasNoExtent({ shape, mediaSize = PERCENT }: Region): boolean {
  if (shape.kind === 'segment') return shape.endSeconds <= shape.startSeconds
  if (shape.kind === 'span') return shape.end <= shape.start
  if (shape.kind === 'polyline') return false
  const box = boundingBox(shape, mediaSize)
  return box !== undefined && (box.width <= 0 || box.height <= 0)
}
