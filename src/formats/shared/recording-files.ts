import type { Id, Task } from '../../model/task.ts'
import type { EncodeContext, JoinContext, Sink } from '../format.ts'
import { imageBeside } from './image-names.ts'
import { RecordingNames, type SegmentNeeds, type TIME_OPTIONS, type TimedRecording, timedRecordings } from './timed-recordings.ts'

/** What is written of a recording; its name is known at the end. */
export interface PrintedRecording {
  readonly reference: string
  readonly key: string
  readonly task: Id
  /** The content of its file; of formats with one file for all, the lines of this recording. */
  readonly content: string
}

/** What the formats of one channel take of a segment: its labels, its words, or both. */
export function cuesOf(format: string, { options }: EncodeContext<typeof TIME_OPTIONS>): SegmentNeeds {
  return { format, hasChannels: false, of: 'labels or text', unlabelledAs: options.unlabelledAs }
}

/** @param print undefined where there is nothing to write, which is reported */
export function printRecordings(
  tasks: Iterable<Task>,
  needs: SegmentNeeds,
  context: EncodeContext,
  print: (recording: TimedRecording) => string | undefined,
): PrintedRecording[] {
  const printed: PrintedRecording[] = []
  for (const task of tasks)
    for (const recording of timedRecordings(task, needs, context)) {
      const content = print(recording)
      if (content !== undefined) printed.push({ reference: recording.reference, key: recording.key, task: task.id, content })
    }
  return printed
}

/** A file for each recording, named after it. */
export async function putRecordings(
  parts: AsyncIterable<readonly PrintedRecording[]>,
  extension: string,
  sink: Sink,
  context: JoinContext,
): Promise<void> {
  const names = new RecordingNames(context)
  for await (const recordings of parts)
    for (const { reference, key, task, content } of recordings) {
      const file = names.fileOf(reference, key, extension)
      await sink.put(file, content)
      context.placeMedia(imageBeside(file, reference), reference, task)
    }
}

/** The lines of all recordings; {@link NAME} in them becomes the name of the recording. */
export async function* namedLines(
  parts: AsyncIterable<readonly PrintedRecording[]>,
  context: JoinContext,
): AsyncGenerator<string> {
  const names = new RecordingNames(context)
  for await (const recordings of parts)
    for (const { reference, key, task, content } of recordings) {
      const name = names.idOf(reference, key)
      context.placeMedia(`audio/${imageBeside(`${name}.`, reference)}`, reference, task)
      if (content !== '') yield content.replaceAll(NAME, () => name)
    }
}

/** Stands for the name of the recording; no text that is written can hold it. */
export const NAME = '\u0000'
