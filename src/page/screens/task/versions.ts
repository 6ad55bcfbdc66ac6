import { type Annotation, annotatorName, type Task } from '../../../model/task.ts'

/** An annotation or a prediction of a task, as people choose it. */
export interface Version {
  /** `41`, `p7`; by place where there is no id. Stands in the address. */
  readonly key: string
  readonly annotation: Annotation
  /** Annotator or model. */
  readonly name: string
  /** Its id, where the API can be asked about it. */
  readonly id: number | undefined
  /** Seconds. */
  readonly leadTime: number | undefined
}

/** @param names of users, by id */
export function versionsOf({ annotations, predictions }: Task, names: ReadonlyMap<number, string>): readonly Version[] {
  const lists = [annotations, predictions]
  return lists.flatMap((list) => list.map((annotation, place) => toVersion(annotation, place, names)))
}

function toVersion(annotation: Annotation, place: number, names: ReadonlyMap<number, string>): Version {
  const { id, origin, node } = annotation
  return {
    key: `${origin === 'prediction' ? 'p' : ''}${id ?? `no-${place + 1}`}`,
    annotation,
    name: nameOf(annotation, names),
    id: typeof id === 'number' ? id : undefined,
    leadTime: node.get('lead_time')?.number(),
  }
}

function nameOf({ origin, annotator, modelVersion }: Annotation, names: ReadonlyMap<number, string>): string {
  if (origin === 'prediction') return modelVersion || 'a model'
  const name = annotatorName(annotator)
  if (name === undefined) return 'somebody'
  return typeof name === 'number' ? (names.get(name) ?? `user ${name}`) : name
}
