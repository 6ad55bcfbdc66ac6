import type { ControlTag } from '../../../model/label-config.ts'
import { type Annotation, answerTexts, type Region } from '../../../model/task.ts'
import { newRegionId } from './region-id.ts'
import { answer } from './result-edits.ts'

export function isMultiple({ attributes }: ControlTag): boolean {
  return attributes.get('choice') === 'multiple'
}

/** What a control says now of a region, or of the whole task. */
export function textsOf(annotation: Annotation, { name }: ControlTag, region: Region | undefined): string[] {
  const answers = region?.attributes ?? annotation.answers
  return answers.filter(({ fromName }) => fromName === name).flatMap(answerTexts)
}

/** The results with a choice made, or taken back. */
export function toggleChoice(annotation: Annotation, control: ControlTag, region: Region | undefined, choice: string): string {
  const before = textsOf(annotation, control, region)
  const isOn = before.includes(choice)
  const others = isMultiple(control) ? before.filter((one) => one !== choice) : []
  const names = control.labels.map(({ name }) => name)
  const chosen = isOn ? others : [...others, choice].sort((a, b) => names.indexOf(a) - names.indexOf(b))
  return answer(annotation, {
    control,
    region,
    type: 'choices',
    key: 'choices',
    value: chosen.length === 0 ? undefined : chosen,
    id: newRegionId(),
  })
}
