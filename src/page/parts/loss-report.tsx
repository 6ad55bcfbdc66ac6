import type { ComponentChildren } from 'preact'
import type { IssueAnswer, ReportAnswer, TaskId } from '../api/report.ts'
import { printCount, printCounted } from './numbers.ts'

const EFFECTS: Readonly<Record<IssueAnswer['effect'], string>> = {
  dropped: 'left out',
  approximated: 'changed',
  assumed: 'assumed',
}

interface Props {
  readonly report: ReportAnswer
  /** Where a task can be looked at. */
  readonly hrefOf?: (task: TaskId) => string
}

/** What is written, and what of the tasks is not or not as it was. */
export function LossReport({ report, hrefOf }: Props) {
  const { tasks_written, tasks_read, written, issues, errors } = report
  return (
    <div class="losses">
      <p>
        {printCounted(tasks_written, 'task')} of {printCount(tasks_read)} written
        {Object.entries(written).map(([what, count]) => (
          <span key={what}>
            {' '}
            · {printCount(count)} {what}
          </span>
        ))}
      </p>
      {issues.length === 0 && errors.length === 0 && <p class="good">Nothing is lost, changed or assumed.</p>}
      <ul>
        {errors.map(({ message, hint, place }, k) => (
          <li key={k} class="loss loss-dropped">
            <strong>{message}</strong>
            <p class="muted small">
              {place} {hint}
            </p>
          </li>
        ))}
        {issues.map((issue) => (
          <Loss key={`${issue.effect} ${issue.code}`} issue={issue} hrefOf={hrefOf} />
        ))}
      </ul>
    </div>
  )
}

function Loss({ issue, hrefOf }: { readonly issue: IssueAnswer; readonly hrefOf: Props['hrefOf'] }) {
  const { code, effect, count, message, hint, place, tasks } = issue
  return (
    <li class={`loss loss-${effect}`}>
      <p>
        <span class="badge">
          {printCount(count)} {EFFECTS[effect]}
        </span>{' '}
        <strong>{message}</strong>
      </p>
      <p class="muted small">
        {hint}. <code>{code}</code>
        {tasks.length === 0 && place !== '' && <> · {place}</>}
      </p>
      {tasks.length > 0 && (
        <p class="small">
          {tasks.length === 1 ? 'Task' : 'Tasks'}{' '}
          {tasks.map((task, k) => (
            <TaskName key={task} task={task} isFirst={k === 0} href={hrefOf?.(task)} />
          ))}
          {count > tasks.length && tasks.length >= 10 && ' …'}
        </p>
      )}
    </li>
  )
}

function TaskName({
  task,
  isFirst,
  href,
}: {
  readonly task: TaskId
  readonly isFirst: boolean
  readonly href: string | undefined
}) {
  const name: ComponentChildren = href === undefined ? task : <a href={href}>{task}</a>
  return (
    <>
      {!isFirst && ', '}
      {name}
    </>
  )
}
