import { type JsonNode, parseJson } from '../json/node.ts'
import type { DataSet } from './data-set.ts'
import type { Result } from './project.ts'
import type { AnnotationDraft, Fields, ReadContext, Reader, TaskDraft } from './reader.ts'
import { AudioTags } from './shared/audio-tags.ts'
import { GroupedPieces } from './shared/grouped.ts'
import { everyRecord, readRecords, restOf } from './shared/records.ts'

/** NeMo's manifest: a line per recording or segment; all lines about one recording make a task. */
export const asrManifest: Reader = {
  id: 'asr-manifest',
  aliases: ['nemo', 'nemo-manifest'],
  title: 'ASR manifest (NeMo)',
  summary: 'Transcripts of recordings and of their segments, with speakers.',
  options: ['mediaPrefix'],
  detect: async (dataSet) =>
    (await everyRecord(dataSet, (node) => node.get('audio_filepath') !== undefined)) ? 'sure' : undefined,
  async *read(dataSet, context) {
    const lines = new GroupedPieces()
    try {
      await gather(dataSet, lines, context)
      const tags = new AudioTags(context)
      for (const { key, pieces } of lines.groups())
        yield readRecording(
          key,
          pieces.map(({ bytes }) => parseJson(bytes)),
          tags,
          pieces[0]!.where.file,
        )
    } finally {
      lines.close()
    }
  },
}

async function gather(dataSet: DataSet, lines: GroupedPieces, context: ReadContext): Promise<void> {
  for (const file of dataSet.with('json', 'jsonl', 'ndjson'))
    for await (const { node, where } of readRecords(file, dataSet, context)) {
      const path = node.get('audio_filepath')?.string()
      const isBroken = ['offset', 'duration'].some(
        (key) => node.get(key) !== undefined && !((node.get(key)?.number() ?? -1) >= 0),
      )
      if (path === undefined) context.add('record-invalid', where, { problem: 'it has no `audio_filepath`' })
      else if (isBroken) context.add('record-invalid', where, { problem: '`offset` or `duration` is no number of seconds' })
      else lines.add(path, node.text(), file.name, where.line ?? 1)
    }
}

/** Keys that are read; `channel` and `alternatives` are Goldpan's own. */
const KNOWN: ReadonlySet<string> = new Set([
  ...(['audio_filepath', 'offset', 'duration', 'text', 'speaker', 'label', 'channel', 'alternatives', 'annotator'] as const),
])

function readRecording(reference: string, lines: readonly JsonNode[], tags: AudioTags, file: string): TaskDraft {
  const whole = lines.find((line) => line.get('offset') === undefined)
  const seconds = whole?.get('duration')?.number()
  const drafts = new Map<string, { by: string | number | undefined; results: Result[] }>()
  for (const [k, line] of lines.entries()) {
    const by = line.get('annotator')?.string() ?? line.get('annotator')?.number()
    const key = JSON.stringify(by ?? null)
    const draft = drafts.get(key) ?? { by, results: [] }
    drafts.set(key, draft)
    draft.results.push(...readLine(line, String(k + 1), tags, seconds))
  }
  const annotations = [...drafts.values()].map((draft): AnnotationDraft => draft)
  return { data: dataOf(reference, lines, seconds), annotations, where: { file } }
}

function readLine(line: JsonNode, id: string, tags: AudioTags, seconds: number | undefined): Result[] {
  const [offset, duration] = [line.get('offset')?.number(), line.get('duration')?.number()]
  const text = line.get('text')?.string()
  const texts =
    text === undefined
      ? undefined
      : [text, ...(line.get('alternatives')?.elements() ?? []).map((row) => row.string() ?? row.text())]
  const label = line.get('speaker')?.string() ?? line.get('label')?.string()
  if (offset === undefined || duration === undefined) return texts === undefined ? [] : [tags.transcript(texts, seconds)]
  const segment = {
    id,
    startSeconds: offset,
    endSeconds: offset + duration,
    label,
    texts,
    channel: line.get('channel')?.number(),
  }
  return tags.segment(segment, seconds)
}

/** What the first line says beside; `duration` where it is that of the recording. */
function dataOf(reference: string, lines: readonly JsonNode[], seconds: number | undefined): Fields {
  return { audio: reference, ...(lines[0] === undefined ? {} : restOf(lines[0], KNOWN)), duration: seconds }
}
