import type { LabelConfig } from '../../../model/label-config.ts'
import { RegionList } from '../../parts/drawing/region-list.tsx'
import type { Mark, Scene } from '../../parts/drawing/scene.ts'
import { printCount } from '../../parts/numbers.ts'
import { AnswerField } from './answer-field.tsx'
import { RegionFields } from './region-fields.tsx'
import { removeRegion } from './result-edits.ts'
import { answerControls } from './tools.ts'
import type { Edits } from './use-edits.ts'

interface Props {
  readonly scene: Scene
  readonly config: LabelConfig
  readonly edits: Edits
}

/** The regions, what is said of the selected one, and the answers about the whole task. */
export function EditPanel({ scene, config, edits }: Props) {
  const mark = scene.marks.find(({ key }) => key === scene.selected.value)
  const ofTask = answerControls(config).filter(({ perRegion }) => !perRegion)
  return (
    <aside class="side" aria-label="Regions and answers">
      {ofTask.length > 0 && (
        <section>
          <h3>Answers</h3>
          {ofTask.map((control) => (
            <AnswerField key={control.name} control={control} region={undefined} edits={edits} config={config} />
          ))}
        </section>
      )}
      <section>
        <h3>
          Regions <span class="muted">{printCount(scene.marks.length)}</span>
        </h3>
        <RegionList scene={scene} marks={scene.marks} />
      </section>
      {mark !== undefined && <SelectedRegion key={mark.key} scene={scene} config={config} edits={edits} mark={mark} />}
    </aside>
  )
}

function SelectedRegion({ scene, config, edits, mark: { name, region } }: Props & { readonly mark: Mark }) {
  const controls = answerControls(config).filter(({ perRegion, toNames }) => perRegion && toNames.includes(region.toName))
  const remove = () => {
    edits.apply(removeRegion(edits.annotation, region))
    scene.selected.value = undefined
  }
  return (
    <section class="selected-region">
      <h3>Selected: {name}</h3>
      <RegionFields region={region} edits={edits} />
      {controls.map((control) => (
        <AnswerField key={control.name} control={control} region={region} edits={edits} config={config} />
      ))}
      <button type="button" title="Delete" onClick={remove}>
        Delete this region
      </button>
    </section>
  )
}
