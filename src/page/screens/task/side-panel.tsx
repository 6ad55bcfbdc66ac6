import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { answerTexts, type Relation, type Task } from '../../../model/task.ts'
import type { Comparison } from '../../parts/drawing/differences.ts'
import { PlainData } from '../../parts/drawing/object-drawing.tsx'
import { RegionList } from '../../parts/drawing/region-list.tsx'
import { type Mark, pointing, type Scene } from '../../parts/drawing/scene.ts'
import { printCount } from '../../parts/numbers.ts'
import type { Version } from './versions.ts'

interface Props {
  readonly scene: Scene
  readonly shown: Version | undefined
  readonly other: Version | undefined
  readonly comparison: Comparison | undefined
  /** Labels that are not drawn. */
  readonly hidden: ReadonlySet<string>
  readonly colourOf: (label: string) => string
  readonly onHidden: (hidden: ReadonlySet<string>) => void
  readonly onNames: (showsNames: boolean) => void
}

/** All that was said of the task, as lists. */
export function SidePanel(props: Props) {
  const { scene, shown, other, comparison } = props
  const { task, marks } = scene
  const layerMarks = (layer: 0 | 1) => marks.filter((mark) => mark.layer === layer)
  return (
    <aside class="side" aria-label="What was said of it">
      {shown === undefined && <p class="muted">Nobody has labeled this task yet.</p>}
      {shown !== undefined && <LabelToggles {...props} />}
      {shown !== undefined && (
        <Part title={`Regions${other === undefined ? '' : ` of ${shown.name}`}`} count={layerMarks(0).length}>
          <RegionList scene={scene} marks={layerMarks(0)} />
        </Part>
      )}
      {other !== undefined && (
        <Part title={`Regions of ${other.name}`} count={layerMarks(1).length}>
          <RegionList scene={scene} marks={layerMarks(1)} />
        </Part>
      )}
      {comparison === undefined ? <Answers shown={shown} /> : <ComparedAnswers comparison={comparison} />}
      {shown !== undefined && <Relations shown={shown} scene={scene} />}
      <Problems shown={shown} />
      <RawTask task={task} />
    </aside>
  )
}

/** Printed when somebody wants to see it. */
function RawTask({ task }: { readonly task: Task }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>JSON</summary>
      {isOpen && <PlainData data={task.node} />}
    </details>
  )
}

function Part({
  title,
  count,
  children,
}: {
  readonly title: string
  readonly count?: number
  readonly children: ComponentChildren
}) {
  return (
    <section>
      <h3>
        {title} {count !== undefined && <span class="muted">{printCount(count)}</span>}
      </h3>
      {children}
    </section>
  )
}

function LabelToggles({ scene, shown, other, hidden, colourOf, onHidden, onNames }: Props) {
  const regions = [shown, other].flatMap((version) => version?.annotation.regions ?? [])
  const counts = new Map<string, number>()
  for (const { labels } of regions) for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  if (regions.length === 0) return null
  const toggle = (label: string) =>
    onHidden(new Set(hidden.has(label) ? [...hidden].filter((one) => one !== label) : [...hidden, label]))
  return (
    <fieldset class="label-toggles">
      <legend class="hidden">Labels that are drawn</legend>
      {[...counts].map(([label, count]) => (
        <label key={label} class="chip" style={{ '--mark': colourOf(label) }}>
          <input type="checkbox" checked={!hidden.has(label)} onChange={() => toggle(label)} /> {label}{' '}
          <span class="muted">{printCount(count)}</span>
        </label>
      ))}
      <label class="names">
        <input type="checkbox" checked={scene.showsNames} onChange={({ currentTarget }) => onNames(currentTarget.checked)} />{' '}
        names
      </label>
    </fieldset>
  )
}

function Answers({ shown }: { readonly shown: Version | undefined }) {
  const answers = shown?.annotation.answers ?? []
  if (answers.length === 0) return null
  return (
    <Part title="Answers">
      <dl class="answers">
        {answers.map((answer, k) => (
          <div key={k}>
            <dt>{answer.fromName}</dt>
            <dd>{answerTexts(answer).join(', ') || '–'}</dd>
          </div>
        ))}
      </dl>
    </Part>
  )
}

function ComparedAnswers({ comparison: { answers } }: { readonly comparison: Comparison }) {
  if (answers.length === 0) return null
  return (
    <Part title="Answers">
      <dl class="answers">
        {answers.map(({ fromName, first, second, isSame }) => (
          <div key={fromName}>
            <dt>
              {fromName} {isSame ? '' : <em>differs</em>}
            </dt>
            <dd>{first.join(', ') || '–'}</dd>
            {!isSame && <dd>{second.join(', ') || '–'}</dd>}
          </div>
        ))}
      </dl>
    </Part>
  )
}

const ARROWS: Readonly<Record<string, string>> = { left: '←', right: '→', bi: '↔' }

function Relations({ shown, scene }: { readonly shown: Version; readonly scene: Scene }) {
  const { relations } = shown.annotation
  if (relations.length === 0) return null
  return (
    <Part title="Relations" count={relations.length}>
      <ul class="relations">
        {relations.map((relation, k) => (
          <li key={k}>
            <End scene={scene} id={relation.from} /> {ARROWS[relation.direction ?? 'right'] ?? '→'}{' '}
            <NamesOf relation={relation} />
            <End scene={scene} id={relation.to} />
          </li>
        ))}
      </ul>
    </Part>
  )
}

function NamesOf({ relation: { labels } }: { readonly relation: Relation }) {
  return labels.length === 0 ? null : <b>{labels.join(', ')} → </b>
}

/** A region at the end of a relation. */
function End({ scene, id }: { readonly scene: Scene; readonly id: string }) {
  const mark: Mark | undefined = scene.marks.find(({ region, layer }) => layer === 0 && region.id === id)
  if (mark === undefined) return <span class="muted">{id} (not here)</span>
  const { shape } = mark.region
  const text = 'text' in shape ? shape.text : undefined
  return (
    <button type="button" class="chip" style={{ '--mark': mark.colour }} {...pointing(scene, mark.key)}>
      {text ?? mark.name}
    </button>
  )
}

/** What of the annotation could not be read. */
function Problems({ shown }: { readonly shown: Version | undefined }) {
  const issues = shown?.annotation.issues ?? []
  if (issues.length === 0) return null
  return (
    <Part title="Not read" count={issues.length}>
      <ul>
        {issues.map(({ detail, where }, k) => (
          <li key={k}>
            {where.region ?? ''} {String(detail.problem ?? '')}
          </li>
        ))}
      </ul>
    </Part>
  )
}
