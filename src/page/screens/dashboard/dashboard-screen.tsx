import { useEffect } from 'preact/hooks'
import { useResource } from '../../api/resource.ts'
import { getStatistics, type Statistics, type StatisticsStatus } from '../../api/statistics.ts'
import type { ScreenProps } from '../../app.tsx'
import { printAgo, printCount } from '../../parts/numbers.ts'
import { ProjectPage } from '../../parts/project-page.tsx'
import { WhenLoaded } from '../../parts/when-loaded.tsx'
import { FiguresTable } from './figures-table.tsx'
import { type Bar, Plot } from './plot.tsx'
import { ratioBars, secondsBars, sizeBars } from './ranges.ts'
import { Suspicions } from './suspicions.tsx'
import { TogetherTable } from './together-table.tsx'

const PAUSE = 500
const MOST_LABELS = 25

export function DashboardScreen({ parameters }: ScreenProps) {
  const { project: id = '' } = parameters
  return <ProjectPage id={id}>{(project) => <Dashboard key={id} project={project.id} />}</ProjectPage>
}

function Dashboard({ project }: { readonly project: number }) {
  const loaded = useResource(`statistics ${project}`, (signal) => getStatistics(project, signal))
  const status = loaded.resource.state === 'ready' ? loaded.resource.value : undefined
  useEffect(() => {
    if (status?.state !== 'counting') return undefined
    const timer = setTimeout(loaded.reload, PAUSE)
    return () => clearTimeout(timer)
  }, [status])
  return <WhenLoaded of={loaded}>{(found) => <Found project={project} status={found} />}</WhenLoaded>
}

function Found({ project, status }: { readonly project: number; readonly status: StatisticsStatus }) {
  const { state, counted = 0, tasks = 0, message, counted_at: at, statistics } = status
  if (state === 'failed') return <p class="note note-bad">The project could not be counted: {message}</p>
  if (statistics === undefined)
    return (
      <div class="counting">
        <p role="status">
          Counting {printCount(counted)} of {printCount(tasks)} tasks …
        </p>
        <progress max={Math.max(tasks, 1)} value={counted} aria-label="Counted" />
      </div>
    )
  return (
    <>
      <p class="muted small">Counted {at === undefined ? '' : printAgo(new Date(at))}; counted anew when the project changes.</p>
      <div class="plots">
        <Plots statistics={statistics} />
        <Tables statistics={statistics} />
        <Suspicions project={project} suspicions={statistics.suspicions} />
      </div>
    </>
  )
}

function Plots({ statistics: { labels, progress, leadTime, boxSizes, aspectRatios } }: { readonly statistics: Statistics }) {
  const labelBars = labels.slice(0, MOST_LABELS).map(({ label, regions }): Bar => ({ name: label, value: regions }))
  const days = progress.map(({ day, annotations }): Bar => ({ name: day, value: annotations }))
  return (
    <>
      {labelBars.length > 0 && <Plot title="Labels" heads={['Label', 'Regions']} bars={labelBars} direction="across" />}
      {days.length > 0 && <Plot title="Annotations by day" heads={['Day', 'Annotations']} bars={days} direction="upright" />}
      {hasAny(leadTime.counts) && (
        <Plot title="Lead time" heads={['Seconds', 'Annotations']} bars={secondsBars(leadTime)} direction="upright" />
      )}
      {hasAny(boxSizes.counts) && (
        <Plot title="Box sizes" heads={['Side in % of the image’s', 'Boxes']} bars={sizeBars(boxSizes)} direction="upright" />
      )}
      {hasAny(aspectRatios.counts) && (
        <Plot title="Aspect ratios" heads={['Width : height', 'Boxes']} bars={ratioBars(aspectRatios)} direction="upright" />
      )}
    </>
  )
}

function Tables({ statistics: { labels, together, annotators, agreement } }: { readonly statistics: Statistics }) {
  return (
    <>
      {together.length > 0 && <TogetherTable labels={labels} together={together} />}
      {annotators.length > 0 && (
        <FiguresTable
          title="Annotators"
          heads={['Annotator', 'Annotations', 'Skipped', 'Ground truths', 'Seconds on average']}
          rows={annotators.map((one) => [
            one.name === '' ? 'not named' : one.name,
            one.annotations,
            one.skipped,
            one.groundTruths,
            one.meanLeadTime === undefined ? '' : one.meanLeadTime.toFixed(1),
          ])}
        />
      )}
      {agreement.length > 0 && (
        <FiguresTable
          title="Agreement"
          about="Of tasks that both annotated. Shapes: F1 of those with a label in common that overlap by half or more (PASCAL VOC); overlap: intersection over union of these. Spans: F1 of those with the same ends and label (CoNLL-2003). Choices: Cohen’s kappa. 1 is full agreement."
          heads={['Annotators', 'Tasks', 'Shapes', 'Overlap', 'Spans', 'Choices']}
          rows={agreement.map((one) => [
            `${one.first} and ${one.second}`,
            one.tasks,
            ...[one.shapes, one.overlap, one.spans, one.kappa].map((value) => value?.toFixed(2) ?? ''),
          ])}
        />
      )}
    </>
  )
}

function hasAny(counts: readonly number[]): boolean {
  return counts.some((count) => count > 0)
}
