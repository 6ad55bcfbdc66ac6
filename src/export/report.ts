import type { Content, Spool } from '../formats/format.ts'
import type { Where } from '../model/error.ts'
import {
  type Detail,
  type Effect,
  ISSUES,
  type Issue,
  type IssueCode,
  printHint,
  printMessage,
  type Report,
} from '../model/issue.ts'
import type { Id } from '../model/task.ts'
import type { Audience } from '../model/wording.ts'

/** Takes what one batch has to say; plain data, so that it can cross threads. */
export class BatchReport implements Report {
  readonly issues: Issue[] = []
  readonly written = new Map<string, number>()
  readonly #place: (where: Where) => Where

  /** @param place adds to a place what the caller knows, such as file and line of a task. */
  constructor(place: (where: Where) => Where = (where) => where) {
    this.#place = place
  }

  add(code: IssueCode, where: Where, detail: Detail = {}, effect: Effect = ISSUES[code].effect): void {
    this.issues.push({ code, effect, where: this.#place(where), detail })
  }

  wrote(what: string, count = 1): void {
    if (count > 0) this.written.set(what, (this.written.get(what) ?? 0) + count)
  }

  /** What another has to say of the same batch, behind its own. */
  absorb({ issues, written }: Pick<BatchReport, 'issues' | 'written'>): void {
    for (const issue of issues) this.issues.push(issue)
    for (const [what, count] of written) this.wrote(what, count)
  }
}

/** All issues of one code and effect. */
export interface IssueGroup {
  readonly code: IssueCode
  readonly effect: Effect
  count: number
  /** The first one: speaks for all on a terminal. */
  readonly first: Issue
  /** The first tasks that are concerned, ten at most. */
  readonly tasks: Id[]
}

const MOST_TASKS = 10

/** Counts of a finished run. */
export interface RunSummary {
  /** Tasks in the input that could be read. */
  readonly tasksRead: number
  /** Tasks that were written (selection and format left them in). */
  readonly tasksSelected: number
  /** By name. */
  readonly written: ReadonlyMap<string, number>
  readonly groups: readonly IssueGroup[]
  readonly effects: Readonly<Record<Effect, number>>
}

/** Gathers the issues of a whole run: groups in memory, single entries in a spool. */
export class RunReport {
  readonly #spool: Spool
  readonly #audience: Audience
  readonly #groups = new Map<string, IssueGroup>()
  readonly #written = new Map<string, number>()
  readonly #effects = { dropped: 0, approximated: 0, assumed: 0 }
  #count = 0
  tasksRead = 0
  tasksSelected = 0

  /** @param audience who reads report.json */
  constructor(spool: Spool, audience: Audience = 'command-line') {
    this.#spool = spool
    this.#audience = audience
  }

  /** Takes over what a batch has to say; the batch has nothing to say afterwards. */
  async take(report: Pick<BatchReport, 'issues' | 'written'>): Promise<void> {
    for (const [what, count] of report.written) this.#written.set(what, (this.#written.get(what) ?? 0) + count)
    let lines = ''
    for (const issue of report.issues) {
      const key = `${issue.effect} ${issue.code}`
      const group = this.#groups.get(key) ?? { code: issue.code, effect: issue.effect, count: 0, first: issue, tasks: [] }
      this.#groups.set(key, group)
      noteTask(group, issue.where.task)
      group.count++
      this.#effects[issue.effect]++
      lines += `${this.#count++ === 0 ? '' : ','}\n    ${printEntry(issue, this.#audience)}`
    }
    if (lines !== '') await this.#spool.write(lines)
    report.issues.length = 0
    report.written.clear()
  }

  /** Losses first, then by number. */
  summary(): RunSummary {
    const order: Effect[] = ['dropped', 'approximated', 'assumed']
    const groups = [...this.#groups.values()].sort(
      (a, b) => order.indexOf(a.effect) - order.indexOf(b.effect) || b.count - a.count || (a.code < b.code ? -1 : 1),
    )
    return {
      tasksRead: this.tasksRead,
      tasksSelected: this.tasksSelected,
      written: new Map([...this.#written].sort(([a], [b]) => (a < b ? -1 : 1))),
      groups,
      effects: { ...this.#effects },
    }
  }

  /** report.json: what was asked, counts, and every issue. `head` are further top-level keys. */
  async *print(head: Readonly<Record<string, unknown>>): Extract<Content, AsyncIterable<unknown>> {
    const { tasksRead, tasksSelected, written, groups, effects } = this.summary()
    const counts = { tasksRead, tasksWritten: tasksSelected, written: Object.fromEntries(written), ...effects }
    const top = JSON.stringify(
      { ...head, counts, summary: groups.map((group) => describeGroup(group, this.#audience)) },
      null,
      2,
    ).slice(0, -2)
    yield `${top},\n  "issues": [`
    yield* this.#spool.read()
    yield this.#count === 0 ? ']\n}\n' : '\n  ]\n}\n'
  }
}

/** A group in words; the first of its issues speaks for all. */
export function describeGroup({ code, effect, count, first }: IssueGroup, audience: Audience) {
  return { code, effect, count, message: printMessage(first, audience), hint: printHint(first, audience) }
}

/** The issues of a task follow one another. */
function noteTask({ tasks }: IssueGroup, task: Id | undefined): void {
  if (task !== undefined && tasks.length < MOST_TASKS && tasks.at(-1) !== task) tasks.push(task)
}

function printEntry(issue: Issue, audience: Audience): string {
  const { task, annotation, region, file, line, column, byte } = issue.where
  return JSON.stringify({
    code: issue.code,
    effect: issue.effect,
    task,
    annotation,
    region,
    file,
    line,
    column,
    byte,
    message: printMessage(issue, audience),
    hint: printHint(issue, audience),
  })
}
