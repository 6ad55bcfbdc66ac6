import type { IssueCode, Report } from '../../model/issue.ts'
import { resolvePath } from '../../model/media.ts'
import { placeOf, type Task, tagsOf } from '../../model/task.ts'
import { sha256 } from '../sha256.ts'
import type { SplitRules } from './rules.ts'

/** Rules, with the places of units that only the whole could tell; plain data, so that it can cross threads. */
export interface SplitPlan extends SplitRules {
  /** Of stratified tasks: the points of all units in order, and the split of each. */
  readonly places: { readonly points: Float64Array; readonly splits: Uint8Array } | undefined
}

/** The place of a task's split among the names; undefined once the report says why it has none. */
export function splitOf(task: Task, plan: SplitPlan, report: Report): number | undefined {
  if (plan.by !== undefined) return splitInTask(task, plan, report)
  const { group } = plan
  if (group !== undefined && groupOf(task, group) === undefined) report.add('group-missing', placeOf(task), { path: group })
  const point = pointOf(task, plan)
  return plan.places === undefined ? splitAt(point, plan.shares) : plan.places.splits[placeIn(plan.places.points, point)]
}

/**
 * Where a task lies between 0 and 1: the first 52 bits of the SHA-256 of `seed:group` or `seed:id`. It depends on nothing else, so that a task stays
 * where it is when others come or go.
 */
export function pointOf(task: Task, { seed, group }: Pick<SplitRules, 'seed' | 'group'>): number {
  const unit = (group === undefined ? undefined : groupOf(task, group)) ?? String(task.id)
  return Number.parseInt(sha256(`${seed}:${unit}`).slice(0, 13), 16) / 2 ** 52
}

/** What a task says its split is, whether or not there is one of that name. */
export function nameInTask(task: Task, { by, names }: Pick<SplitRules, 'by' | 'names'>): string | undefined {
  if (by === 'tags') return tagsOf(task).find((tag) => names.includes(tag))
  return by === undefined ? undefined : textAt(task, by.path)
}

function splitInTask(task: Task, plan: SplitPlan, report: Report): number | undefined {
  const name = nameInTask(task, plan)
  const place = name === undefined ? -1 : plan.names.indexOf(name)
  if (place >= 0) return place
  const code: IssueCode = name === undefined ? 'split-missing' : 'split-unknown'
  const path = plan.by === 'tags' || plan.by === undefined ? 'tags' : plan.by.path
  report.add(code, placeOf(task), { path, name: name ?? '', names: plan.names.join(', ') })
  return undefined
}

function groupOf(task: Task, path: string): string | undefined {
  return textAt(task, path)
}

/** Numbers as spelled. */
function textAt({ data }: Task, path: string): string | undefined {
  const node = resolvePath(data, path)
  if (node === undefined || node.isNull()) return undefined
  return node.string() ?? node.text()
}

function splitAt(point: number, shares: readonly number[]): number {
  let end = 0
  for (const [k, share] of shares.entries()) {
    end += share
    if (point < end) return k
  }
  return shares.length - 1 // sums of doubles may end a little below 1
}

/** Every unit was seen in the first pass. */
function placeIn(points: Float64Array, point: number): number {
  let [low, high] = [0, points.length - 1]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (points[middle]! < point) low = middle + 1
    else high = middle
  }
  return low
}
