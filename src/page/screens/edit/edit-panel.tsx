import type { LabelConfig } from '../../../model/label-config.ts'
import { RegionList } from '../../parts/drawing/region-list.tsx'
import type { Scene } from '../../parts/drawing/scene.ts'
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
  const controls = answerControls(config)
  const ofRegion =
    mark === undefined ? [] : controls.filter(({ perRegion, toNames }) => perRegion && toNames.includes(mark.region.toName))
  const ofTask = controls.filter(({ perRegion }) => !perRegion)
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
      {mark !== undefined && (
        <section class="selected-region">
          <h3>Selected: {mark.name}</h3>
          <RegionFields key={mark.key} region={mark.region} edits={edits} />
          {ofRegion.map((control) => (
            <AnswerField
              key={`${mark.key} ${control.name}`}
              control={control}
              region={mark.region}
              edits={edits}
              config={config}
            />
          ))}
          <button
            type="button"
            title="Delete"
            onClick={() => {
              edits.apply(removeRegion(edits.annotation, mark.region))
              scene.selected.value = undefined
            }}
          >
            Delete this region
          </button>
        </section>
      )}
    </aside>
  )
}
