import type { JsonNode } from '../../json/node.ts'
import { findControl, type LabelConfig } from '../../model/label-config.ts'
import { dataOfObject } from '../../model/media.ts'
import type { Answer, Task } from '../../model/task.ts'

/** Two responses to one prompt, the better first. */
export interface Preference {
  readonly chosen: string
  readonly rejected: string
}

export function isPreference({ type }: Answer): boolean {
  return type === 'pairwise' || type === 'ranker'
}

/** What an answer to a Pairwise or Ranker prefers; nothing for a draw. */
export function preferencesOf(answer: Answer, task: Task, config: LabelConfig, pairs: 'best-worst' | 'all'): Preference[] {
  const ranked = answer.type === 'pairwise' ? pairwiseRanking(answer, task, config) : rankerRanking(answer, task, config)
  if (pairs === 'all') return ranked.flatMap((chosen, index) => ranked.slice(index + 1).map((rejected) => ({ chosen, rejected })))
  return ranked.length < 2 ? [] : [{ chosen: ranked[0]!, rejected: ranked.at(-1)! }]
}

/** The selected side first. */
function pairwiseRanking({ value, fromName }: Answer, task: Task, config: LabelConfig): string[] {
  const selected = value?.get('selected')?.string() ?? value?.string()
  const names = findControl(config, fromName)?.tag.toNames ?? []
  const [left, right] = names.map((name) => dataOfObject(task, config, name)?.string())
  if (left === undefined || right === undefined) return []
  if (selected === 'left') return [left, right]
  return selected === 'right' ? [right, left] : []
}

/** Texts of the ranked elements, best first; those of several buckets by bucket, in stored order, without the rest nobody ranked (`_`). */
function rankerRanking({ value, toName }: Answer, task: Task, config: LabelConfig): string[] {
  const lists = value?.kind === 'array' ? [value] : (value?.entries() ?? []).flatMap(([key, list]) => (key === '_' ? [] : [list]))
  const elements = new Map((dataOfObject(task, config, toName)?.elements() ?? []).map((element) => [idOf(element), element]))
  return lists.flatMap((list) => list.elements()).flatMap((id) => textOf(elements.get(id.string() ?? id.text())))
}

function idOf(element: JsonNode): string | undefined {
  const id = element.get('id')
  return id?.string() ?? id?.text()
}

function textOf(element: JsonNode | undefined): string[] {
  const text = ['body', 'text', 'content', 'html', 'title'].map((key) => element?.get(key)?.string()).find((found) => found)
  return text === undefined ? [] : [text]
}
