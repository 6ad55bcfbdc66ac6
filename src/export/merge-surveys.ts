import { parseInstant } from '../model/instant.ts'
import type { ControlSurvey, DataKeySurvey, Survey } from '../model/survey.ts'

/** Two surveys of one input as one; `first` is of the tasks before those of `second`, whose names follow its own. */
export function mergeSurveys(first: Survey, second: Survey): Survey {
  return {
    tasks: first.tasks + second.tasks,
    annotations: first.annotations + second.annotations,
    cancelled: first.cancelled + second.cancelled,
    groundTruths: first.groundTruths + second.groundTruths,
    predictions: first.predictions + second.predictions,
    unannotatedTasks: first.unannotatedTasks + second.unannotatedTasks,
    relations: first.relations + second.relations,
    dialects: mergeMaps(first.dialects, second.dialects, add),
    dataKeys: mergeMaps(first.dataKeys, second.dataKeys, mergeDataKeys),
    controls: mergeMaps(first.controls, second.controls, mergeControls),
    shapes: mergeMaps(first.shapes, second.shapes, add),
    annotators: mergeMaps(first.annotators, second.annotators, add),
    modelVersions: mergeMaps(first.modelVersions, second.modelVersions, add),
    ...mergeDates(first, second),
    hasAgreement: first.hasAgreement || second.hasAgreement,
    hasHistory: first.hasHistory || second.hasHistory,
  }
}

function mergeDates(a: Survey, b: Survey): Pick<Survey, 'firstDate' | 'lastDate'> {
  const instant = (date: string | undefined, otherwise: number) =>
    date === undefined ? otherwise : (parseInstant(date) ?? otherwise)
  const { NEGATIVE_INFINITY, POSITIVE_INFINITY } = Number
  return {
    firstDate: instant(b.firstDate, POSITIVE_INFINITY) < instant(a.firstDate, POSITIVE_INFINITY) ? b.firstDate : a.firstDate,
    lastDate: instant(b.lastDate, NEGATIVE_INFINITY) > instant(a.lastDate, NEGATIVE_INFINITY) ? b.lastDate : a.lastDate,
  }
}

function mergeDataKeys(a: DataKeySurvey, b: DataKeySurvey): DataKeySurvey {
  return { count: a.count + b.count, kinds: new Set([...a.kinds, ...b.kinds]), sample: a.sample ?? b.sample }
}

function mergeControls(a: ControlSurvey, b: ControlSurvey): ControlSurvey {
  return {
    count: a.count + b.count,
    types: mergeMaps(a.types, b.types, add),
    toNames: new Set([...a.toNames, ...b.toNames]),
    labels: mergeMaps(a.labels, b.labels, add),
    sources: new Set([...a.sources, ...b.sources]),
    perRegion: a.perRegion || b.perRegion,
  }
}

function mergeMaps<K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>, merge: (a: V, b: V) => V): ReadonlyMap<K, V> {
  const merged = new Map(a)
  for (const [key, value] of b) {
    const known = merged.get(key)
    merged.set(key, known === undefined ? value : merge(known, value))
  }
  return merged
}

function add(a: number, b: number): number {
  return a + b
}
