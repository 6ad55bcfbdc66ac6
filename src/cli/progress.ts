import type { Progress } from '../export/meter.ts'
import { plural } from './print.ts'

/** When progress is shown; auto: when standard error is a terminal. */
export const PROGRESS_MODES = ['auto', 'always', 'never'] as const
export type ProgressMode = (typeof PROGRESS_MODES)[number]

/** Tells how far a long run is. */
export interface ProgressDisplay {
  update(progress: Progress): void
  /** The run is over, well or not. */
  end(): void
}

type Place = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>

/** A line on a terminal; elsewhere, if always, a line every few seconds, or for a program (`isJson`) a JSON object per line. */
export function showProgress(
  mode: ProgressMode,
  isJson: boolean,
  place: Place = process.stderr,
  now: () => number = Date.now,
): ProgressDisplay {
  if (mode === 'always' && isJson) return eventLines(place, now)
  if (mode !== 'never' && place.isTTY) return terminalLine(place, now)
  return mode === 'always' ? plainLines(place, now) : { update: () => undefined, end: () => undefined }
}

/** An event for a program: one JSON object on a line of standard error. */
export function printEvent(event: 'progress' | 'done' | 'error', fields: object, place: Place = process.stderr): void {
  place.write(`${JSON.stringify({ event, ...fields })}\n`)
}

const LINE_MILLISECONDS = 250
const PLAIN_MILLISECONDS = 5000

/** One line that is written over; short runs show none. */
function terminalLine(place: Place, now: () => number): ProgressDisplay {
  const start = now()
  let last = start
  let isDirty = false
  return {
    update(progress) {
      if (now() - last < LINE_MILLISECONDS) return
      last = now()
      isDirty = true
      place.write(`\r\u001b[K  ${printProgress(progress, last - start)}`)
    },
    end() {
      if (isDirty) place.write('\r\u001b[K')
      isDirty = false
    },
  }
}

/** For logs. */
function plainLines(place: Place, now: () => number): ProgressDisplay {
  const start = now()
  let last = start
  return {
    update(progress) {
      if (now() - last < PLAIN_MILLISECONDS) return
      last = now()
      place.write(`${printProgress(progress, last - start)}\n`)
    },
    end: () => undefined,
  }
}

/** The first and the last state are always told, so that every run has an event. */
function eventLines(place: Place, now: () => number): ProgressDisplay {
  const start = now()
  let last = Number.NEGATIVE_INFINITY
  let untold: Progress | undefined
  const tell = (progress: Progress) => {
    const { tasks, bytes, totalBytes, totalTasks, media } = progress
    const left = secondsLeft(progress, now() - start)
    const known = {
      ...(totalTasks !== undefined && { totalTasks }),
      totalBytes: totalBytes ?? null,
      secondsLeft: left === undefined ? null : Math.round(left),
      ...(media && { media }),
    }
    printEvent('progress', { tasks, bytes, ...known }, place)
    last = now()
    untold = undefined
  }
  return {
    update(progress) {
      if (now() - last < LINE_MILLISECONDS) untold = progress
      else tell(progress)
    },
    end() {
      if (untold !== undefined) tell(untold)
    },
  }
}

/** `51200 tasks, 42 MB/s, 63 %, 4 s left`; without the last two when nobody knows how much there is; `7 of 40 tasks` where that is known. */
function printProgress(progress: Progress, milliseconds: number): string {
  const { tasks, bytes, totalBytes, totalTasks, media } = progress
  if (media !== undefined) return `${media.done} of ${plural(media.total, 'media files')}`
  const count = totalTasks === undefined ? plural(tasks, 'tasks') : `${tasks} of ${plural(totalTasks, 'tasks')}`
  const parts = [count, `${Math.round(bytes / (milliseconds * 1000))} MB/s`]
  const left = secondsLeft(progress, milliseconds)
  const share = totalBytes === undefined ? tasks / (totalTasks ?? tasks) : bytes / totalBytes
  if (left !== undefined) parts.push(`${Math.min(100, Math.floor(100 * share))} %`, `${Math.ceil(left)} s left`)
  return parts.join(', ')
}

function secondsLeft({ tasks, bytes, totalBytes, totalTasks = 0 }: Progress, milliseconds: number): number | undefined {
  if (totalBytes === undefined && tasks > 0 && totalTasks > 0)
    return (Math.max(0, totalTasks - tasks) / tasks) * (milliseconds / 1000)
  if (totalBytes === undefined || totalBytes === 0 || bytes === 0) return undefined
  return (Math.max(0, totalBytes - bytes) / bytes) * (milliseconds / 1000)
}
