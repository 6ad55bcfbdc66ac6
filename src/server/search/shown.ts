import { dataKindOf, keyForUnknownKind } from '../../dialects/guess-data-key.ts'
import type { JsonNode } from '../../json/node.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import { baseName, dataOfObject, isAudioTag, isImageTag, isVideoTag } from '../../model/media.ts'
import type { DataKeySurvey } from '../../model/survey.ts'
import type { Task } from '../../model/task.ts'

/** What a task shows, in a line: the name of its file, or the beginning of its text. */
export interface Shown {
  readonly kind: ShownKind
  readonly text: string
}

export const SHOWN_KINDS = ['image', 'audio', 'video', 'text', 'other'] as const
export type ShownKind = (typeof SHOWN_KINDS)[number]

const LONGEST = 200

/** By the first object tag that the task has data for; without such a tag by the key that looks most like it. */
export function shownOf(task: Task, config: LabelConfig): Shown {
  for (const { name, tag, valueType } of config.objects) {
    const node = dataOfObject(task, config, name)
    if (node === undefined) continue
    const kind = kindOfTag(tag)
    return shown(kind === 'text' && valueType === 'url' ? 'other' : kind, node)
  }
  const keys = task.data?.entries().map(([key, node]) => [key, surveyOf(node)] as const) ?? []
  const key = keyForUnknownKind(keys)
  const node = key === undefined ? undefined : task.data?.get(key)
  if (key === undefined || node === undefined) return { kind: 'other', text: '' }
  const kind = dataKindOf(key, surveyOf(node))
  return shown(kind === undefined ? 'text' : kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'text', node)
}

function kindOfTag(tag: string): ShownKind {
  if (isImageTag(tag)) return 'image'
  if (isAudioTag(tag)) return 'audio'
  return isVideoTag(tag) ? 'video' : 'text'
}

function shown(kind: ShownKind, node: JsonNode): Shown {
  const first = firstString(node)
  if (first === undefined) return { kind, text: cut(node.text()) }
  if (kind === 'text') return { kind, text: cut(first) }
  const name = baseName(first)
  return { kind, text: cut(name === '' ? first : name) }
}

/** Of a list of pages or paragraphs, the first that has a text. */
function firstString(node: JsonNode): string | undefined {
  if (node.kind !== 'array' && node.kind !== 'object') return node.string()
  const members = node.kind === 'array' ? node.elements() : node.entries().map(([, member]) => member)
  for (const member of members) {
    const found = firstString(member)
    if (found !== undefined && found.trim() !== '') return found
  }
  return undefined
}

/** One line, whole characters. */
function cut(text: string): string {
  const line = text
    .slice(0, 4 * LONGEST)
    .replace(/\s+/g, ' ')
    .trim()
  return line.length <= LONGEST
    ? line
    : `${line
        .slice(0, LONGEST)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`
}

function surveyOf(node: JsonNode): DataKeySurvey {
  return { count: 1, kinds: new Set([node.kind]), sample: node.string()?.slice(0, LONGEST) }
}
