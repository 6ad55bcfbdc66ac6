import type { Statistics } from '../../api/statistics.ts'
import { printCount, printCounted } from '../../parts/numbers.ts'

type Kind = Statistics['suspicions'][number]['kind']

const TITLES: Readonly<Record<Kind, string>> = {
  empty: 'Annotated, but nothing is marked',
  outside: 'A shape reaches beyond its image',
  'zero-size': 'A shape, span or segment without extent',
  'offset-mismatch': 'A span’s offsets do not lead to its text',
}

interface Props {
  readonly project: number
  readonly suspicions: Statistics['suspicions']
}

/** Tasks that somebody should look at, as links into the data. */
export function Suspicions({ project, suspicions }: Props) {
  return (
    <section class="plot plot-wide">
      <h2>Worth a look</h2>
      <ul class="suspicions">
        {suspicions.map(({ kind, tasks, examples }) => (
          <li key={kind}>
            <span>{TITLES[kind]}</span>
            <SuspicionLink project={project} tasks={tasks} examples={examples} />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface LinkProps {
  readonly project: number
  readonly tasks: number
  readonly examples: readonly (number | string)[]
}

function SuspicionLink({ project, tasks, examples }: LinkProps) {
  const numbers = examples.filter((id) => typeof id === 'number')
  if (tasks === 0) return <span class="muted">none</span>
  if (numbers.length < examples.length) return <span>{examples.join(', ')}</span>
  return (
    <a href={`/projects/${project}?query=${encodeURIComponent(`id:${numbers.join(',')}`)}`}>
      {printCounted(tasks, 'task')}
      {tasks > examples.length && `, the first ${printCount(examples.length)}`}
    </a>
  )
}
