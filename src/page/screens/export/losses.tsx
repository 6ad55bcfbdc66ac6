import { useState } from 'preact/hooks'
import { checkExport, type Wanted } from '../../api/exports.ts'
import { useResource } from '../../api/resource.ts'
import { LossReport } from '../../parts/loss-report.tsx'
import { printCounted } from '../../parts/numbers.ts'
import { WhenLoaded } from '../../parts/when-loaded.tsx'

/** So many are read without being asked. */
const AUTOMATIC_TASKS = 2000

interface Props {
  readonly project: number
  readonly wanted: Wanted
  /** How many would be read. */
  readonly tasks: number
}

/** What of the tasks would not be in the export, or not as it is: found out by a run that writes nothing. */
export function Losses({ project, wanted, tasks }: Props) {
  const key = `losses ${project} ${JSON.stringify(wanted)}`
  const [asked, setAsked] = useState<string>()
  return (
    <section class="panel" aria-labelledby="losses-title">
      <h3 id="losses-title">What would be lost</h3>
      {tasks === 0 && <p class="muted">Nothing is written.</p>}
      {tasks > 0 && (tasks <= AUTOMATIC_TASKS || asked === key) && <Checked project={project} wanted={wanted} checkKey={key} />}
      {tasks > AUTOMATIC_TASKS && asked !== key && (
        <p>
          <button type="button" onClick={() => setAsked(key)}>
            Check {printCounted(tasks, 'task')}
          </button>{' '}
          <span class="muted">Reads them all and writes nothing.</span>
        </p>
      )}
    </section>
  )
}

function Checked({ project, wanted, checkKey }: Omit<Props, 'tasks'> & { readonly checkKey: string }) {
  const loaded = useResource(checkKey, (signal) => checkExport(project, wanted, signal))
  return (
    <WhenLoaded of={loaded}>
      {(report) => <LossReport report={report} hrefOf={(task) => `/projects/${project}/tasks/${encodeURIComponent(task)}`} />}
    </WhenLoaded>
  )
}
