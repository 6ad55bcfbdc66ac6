import { spell, spellArray, withMembers } from '../json/edit.ts'
import { type JsonNode, parseJson } from '../json/node.ts'
import type { Task } from '../model/task.ts'

const NONE = spellArray([])

/** What annotators and models say about a task, as predictions of one model: result, score and version, spelled as JSON. Skipped annotations say nothing. */
export function predictionsOf({ annotations, predictions }: Task, model: string): Uint8Array[] {
  return [...annotations.filter(({ wasCancelled }) => !wasCancelled), ...predictions].map(({ node }) => {
    const members = { model_version: spell(model), result: node.get('result')?.bytes() ?? NONE }
    const score = node.get('score')
    return withMembers(EMPTY, score === undefined ? members : { ...members, score: score.bytes() })
  })
}

/** A task as it came, but with predictions only. */
export function withPredictionsOnly(task: JsonNode, predictions: readonly Uint8Array[]): Uint8Array {
  const list = task.get('completions') === undefined ? 'annotations' : 'completions'
  return withMembers(task, { [list]: NONE, predictions: spellArray(predictions) })
}

/** A stored document with these predictions beside those of other models. */
export function mergePredictions(document: Uint8Array, predictions: readonly Uint8Array[], model: string): Uint8Array {
  const task = parseJson(document)
  const others = (task.get('predictions')?.elements() ?? []).filter((one) => one.get('model_version')?.string() !== model)
  return withMembers(task, { predictions: spellArray([...others.map((one) => one.bytes()), ...predictions]) })
}

const EMPTY = parseJson('{}')
