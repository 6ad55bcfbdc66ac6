import type { Region } from '../../../model/task.ts'
import { changeShape } from './result-edits.ts'
import { type FieldName, fieldsOf, withField } from './shape-fields.ts'
import type { Edits } from './use-edits.ts'

/** Where the selected region is, in numbers that can be typed. */
export function RegionFields({ region, edits }: { readonly region: Region; readonly edits: Edits }) {
  const fields = fieldsOf(region.shape)
  if (fields.length === 0) return null
  const change = (name: FieldName, text: string) => {
    const shape = withField(region.shape, name, Number(text))
    if (text.trim() !== '' && shape !== undefined) edits.apply(changeShape(edits.annotation, region, shape))
  }
  return (
    <div class="region-fields">
      {fields.map(({ name, unit, value }) => (
        <label key={name}>
          <span>
            {name} <span class="muted">{unit}</span>
          </span>
          <input
            type="number"
            step="any"
            value={String(Math.round(value * 1000) / 1000)}
            onChange={({ currentTarget }) => change(name, currentTarget.value)}
          />
        </label>
      ))}
    </div>
  )
}
