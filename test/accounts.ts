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
      for (const { id } of annotation.regions)
        if (!dropped.some((issue) => concerns(issue, task.id, annotation.id, id)))
          places.push(`task ${task.id}, annotation ${annotation.id}, region ${id}`)
    }
  }
  return { written: wrote.get('regions') ?? 0, expected: places.length, places }
}

/** An issue about a task is about all of its annotations, one about an annotation about all of its regions. */
function concerns(issue: ReportedIssue, task: unknown, annotation: unknown, region: string): boolean {
  return (
    issue.task === task &&
    (issue.annotation === undefined || issue.annotation === annotation) &&
    (issue.region === undefined || issue.region === region)
  )
}
