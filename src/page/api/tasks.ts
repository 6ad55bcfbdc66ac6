import { ask, askBytes, query, tell } from './client.ts'
import { number, object, optional, type Shape, type Shaped, ShapeError } from './shape.ts'

const ID: Shape<number | string> = (value, path) => {
  if (typeof value === 'number' || typeof value === 'string') return value
  throw new ShapeError(path, 'id')
}
const NEIGHBOURS = object({ previous: optional(ID), next: optional(ID) })
export type Neighbours = Shaped<typeof NEIGHBOURS>

const SAVED = object({ id: number })

/** The task word for word. */
export async function getTaskDocument(project: number, task: string, signal: AbortSignal): Promise<Uint8Array> {
  return askBytes(documentPath(project, task), { signal })
}

/** The tasks before and behind it among those that a query finds. */
export async function getNeighbours(project: number, task: string, wanted: string, signal: AbortSignal): Promise<Neighbours> {
  return ask(`${documentPath(project, task)}/neighbours${query({ query: wanted })}`, NEIGHBOURS, { signal })
}

/** What is sent of an annotation; what is left out stays as it is. */
export interface AnnotationChange {
  /** JSON of Label Studio's `result` list. */
  readonly result?: string
  readonly wasCancelled?: boolean
  readonly groundTruth?: boolean
  /** Seconds. */
  readonly leadTime?: number
  /** The prediction that it was made of. */
  readonly parentPrediction?: number
}

/** Gives the id of the new annotation. */
export async function createAnnotation(project: number, task: number, change: AnnotationChange): Promise<number> {
  const path = `/api/tasks/${task}/annotations?project=${project}`
  return (await ask(path, SAVED, { method: 'POST', json: printChange(change) })).id
}

export async function changeAnnotation(project: number, annotation: number, change: AnnotationChange): Promise<void> {
  await tell(`/api/annotations/${annotation}?project=${project}`, { method: 'PATCH', json: printChange(change) })
}

function documentPath(project: number, task: string): string {
  return `/api/projects/${project}/documents/${encodeURIComponent(task)}`
}

function printChange({ result, wasCancelled, groundTruth, leadTime, parentPrediction }: AnnotationChange): string {
  const members = JSON.stringify({
    was_cancelled: wasCancelled,
    ground_truth: groundTruth,
    lead_time: leadTime,
    parent_prediction: parentPrediction,
  })
  if (result === undefined) return members
  return members === '{}' ? `{"result":${result}}` : `{"result":${result},${members.slice(1)}`
}
