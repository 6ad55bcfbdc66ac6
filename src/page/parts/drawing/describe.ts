import { boundingBox } from '../../../model/geometry.ts'
import type { Region } from '../../../model/task.ts'
import { keyFramesOf } from '../../../model/track.ts'
import { printCounted, printSeconds } from '../numbers.ts'

const MOST = 80

/** Where a region is and how large, in few words. */
export function describeRegion({ shape, mediaSize, page }: Region): string {
  const where = page === undefined || page === 0 ? '' : ` on page ${page + 1}`
  switch (shape.kind) {
    case 'rectangle':
    case 'ellipse':
    case 'polygon':
    case 'polyline': {
      const box = boundingBox('rotation' in shape ? { ...shape, rotation: 0 } : shape, mediaSize ?? { width: 100, height: 100 })
      if (box === undefined) return `${shape.kind} without place`
      const unit = mediaSize === undefined ? '%' : 'px'
      const turned = 'rotation' in shape && shape.rotation !== 0 ? `, turned by ${round(shape.rotation)}°` : ''
      return `${shape.kind}, ${round(box.width)} × ${round(box.height)} ${unit}${turned}${where}`
    }
    case 'keypoint':
      return `point at ${round(shape.x)} %, ${round(shape.y)} %${shape.hidden ? ', hidden' : ''}${where}`
    case 'brush':
    case 'bitmask':
      return `mask${where}`
    case 'span':
    case 'html-span':
    case 'dialogue-span':
      return shape.text === undefined ? 'text' : `“${shorten(shape.text)}”`
    case 'segment':
      return `${printSeconds(shape.startSeconds)} – ${printSeconds(shape.endSeconds)}`
    case 'track':
      return printCounted(keyFramesOf(shape)?.length ?? 0, 'key frame')
    case 'frame-range':
      return shape.ranges.map(({ start, end }) => `frames ${start} – ${end}`).join(', ')
    case 'series-range':
      return shape.instant ? `at ${shape.start}` : `${shape.start} – ${shape.end}`
    case 'unknown':
      return shape.problem ?? `${shape.type}, which is not drawn`
  }
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length <= MOST ? line : `${line.slice(0, MOST - 1).toWellFormed()}…`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
