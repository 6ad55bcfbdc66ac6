import { parseLabelConfig } from '../src/dialects/label-config-xml.ts'
import { readTask } from '../src/dialects/read-task.ts'
import { parseJson } from '../src/json/node.ts'
import type { IssueCode } from '../src/model/issue.ts'
import { EMPTY_CONFIG, type LabelConfig } from '../src/model/label-config.ts'
import { type Annotation, annotationsOf, type Task } from '../src/model/task.ts'
import type { Converted, ReportedIssue } from './convert.ts'

/** These take something away from a region, an annotation or a task that is written all the same. */
const PARTIAL: ReadonlySet<IssueCode> = new Set(['answer-dropped', 'attribute-dropped', 'relation-dropped', 'transcript-cut'])

/** What became of the regions of an input. */
export interface Accounts {
  readonly written: number
  /** Not told to be dropped, themselves or by their annotation or task. */
  readonly expected: number
  /** Those, for the message of a failing test. */
  readonly places: readonly string[]
}

/**
 * Nothing vanishes: what is not reported dropped has to be written.
 * @param isSelected leaves out what the user did not ask for (predictions …)
 */
export function regionAccounts(
  tasks: string,
  config: string | undefined,
  { issues, wrote }: Converted,
  isSelected: (annotation: Annotation, task: Task) => boolean,
): Accounts {
  const labelConfig: LabelConfig = config === undefined ? EMPTY_CONFIG : parseLabelConfig(config)
  const places: string[] = []
  const dropped = issues.filter(({ effect, code }) => effect === 'dropped' && !PARTIAL.has(code))
  for (const [index, node] of parseJson(tasks).elements().entries()) {
    const task = readTask(node, index, labelConfig)
    for (const annotation of annotationsOf(task)) {
      if (!isSelected(annotation, task)) continue
      const ids = annotation.regions.map(({ id }) => id)
      for (const id of new Set(ids)) {
        const own = dropped.filter((issue) => concerns(issue, task.id, annotation.id, id))
        const count = ids.filter((other) => other === id).length
        const place = `task ${task.id}, annotation ${annotation.id}, region ${id}`
        for (let k = lostOf(count, own); k < count; k++) places.push(place)
      }
    }
  }
  return { written: wrote.get('regions') ?? 0, expected: places.length, places }
}

/** How many of the regions that share an id are told to be dropped: damaged input has such, and one may be lost and the other not. */
function lostOf(count: number, issues: readonly ReportedIssue[]): number {
  const areAllLost = issues.length > 0 && (count === 1 || issues.some(({ region }) => region === undefined))
  return areAllLost ? count : Math.min(count, issues.length)
}

/** An issue about a task is about all of its annotations, one about an annotation about all of its regions. */
function concerns(issue: ReportedIssue, task: unknown, annotation: unknown, region: string): boolean {
  return (
    issue.task === task &&
    (issue.annotation === undefined || issue.annotation === annotation) &&
    (issue.region === undefined || issue.region === region)
  )
}
