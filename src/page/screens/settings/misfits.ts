import { findControl, type LabelConfig } from '../../../model/label-config.ts'
import type { Facet } from '../../api/search.ts'

/** What annotations say that a labeling config does not have. */
export interface Misfit {
  readonly kind: 'control' | 'label'
  readonly name: string
  /** In how many tasks it stands. */
  readonly tasks: number
}

/**
 * Control tags and labels that annotations use and a labeling config has not. Labels of configs that take them from the data are not looked at.
 * @param controls the control tags of the annotations @param labels their labels and choices
 */
export function misfitsOf(config: LabelConfig, controls: readonly Facet[], labels: readonly Facet[]): readonly Misfit[] {
  const known = new Set(config.controls.flatMap((control) => control.labels.map(({ name }) => name)))
  const isOpen = config.controls.some(({ dynamic, tag }) => dynamic || tag === 'Taxonomy')
  return [
    ...controls
      .filter(({ value }) => findControl(config, value) === undefined)
      .map(({ value, tasks }): Misfit => ({ kind: 'control', name: value, tasks })),
    ...labels
      .filter(({ value }) => !isOpen && !known.has(value))
      .map(({ value, tasks }): Misfit => ({ kind: 'label', name: value, tasks })),
  ]
}
