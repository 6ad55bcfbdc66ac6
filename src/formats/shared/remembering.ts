import type { LabelConfig } from '../../model/label-config.ts'
import type { Survey } from '../../model/survey.ts'

/** What a format plans by: the same objects in all batches of a run. */
interface Planned {
  readonly config: LabelConfig
  readonly survey: Survey | undefined
  readonly options: object
}

/** The same function, which does its work once for all batches of a run: these decide alone what comes of it. */
export function remembering<C extends Planned, Plan>(make: (context: C) => Plan): (context: C) => Plan {
  let last: (Planned & { readonly plan: Plan }) | undefined
  return (context) => {
    const { config, survey, options } = context
    if (last?.config !== config || last.survey !== survey || last.options !== options)
      last = { config, survey, options, plan: make(context) }
    return last.plan
  }
}
