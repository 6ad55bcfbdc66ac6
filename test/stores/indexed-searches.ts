import type { IndexedTask } from '../../src/stores/store.ts'
import { indexed } from './random-tasks.ts'

/** A task of which each search below finds few among many. */
export function searchedTask(id: number): IndexedTask {
  const at = new Date(Date.UTC(2024, 0, 1) + id * 3_600_000).toISOString()
  const result = (label: string) => ({
    id: 'r',
    from_name: `box${id % 50}`,
    to_name: 'img',
    type: 'choices',
    value: { choices: [label] },
  })
  return indexed(
    JSON.stringify({
      id,
      created_at: at,
      updated_at: at,
      data: { text: `left arm ${id}` },
      tags: [`tag${id % 50}`],
      annotations: [
        {
          id: 10 * id,
          completed_by: id % 50,
          lead_time: id,
          ground_truth: id % 50 === 0,
          was_cancelled: id % 50 === 1,
          result: [result(`label${id % 50}`)],
        },
      ].slice(0, id % 50 === 2 ? 0 : 1),
      predictions: [{ id: 10 * id + 1, model_version: `model${id % 50}`, score: id / 2000, result: [result(`label${id % 50}`)] }],
    }),
  )
}

const NAMES = { sqlite: /SEARCH d USING PRIMARY KEY \(name=\?/, postgres: /task_names_pkey/ }

/** Searches, and what stands in the plan of each when an index answers it. */
export const INDEXED_SEARCHES: Readonly<Record<string, { readonly sqlite: RegExp; readonly postgres: RegExp }>> = {
  'label:label7': NAMES,
  'predicted:label7': NAMES,
  'from:box7': NAMES,
  'annotator:7': NAMES,
  'model:model7': NAMES,
  'tag:tag7': NAMES,
  'is:ground-truth': NAMES,
  'is:skipped': NAMES,
  'is:unannotated': NAMES,
  'id:7..9': {
    sqlite: /t USING COVERING INDEX tasks_by_id \(project=\? AND id_number>\? AND id_number<\?\)/,
    postgres: /tasks_by_id/,
  },
  'created:2024-01-03': { sqlite: /tasks_by_created \(project=\? AND created>\? AND created<\?\)/, postgres: /tasks_by_created/ },
  'updated:<2024-01-02': {
    sqlite: /tasks_by_updated \(project=\? AND updated>\? AND updated<\?\)/,
    postgres: /tasks_by_updated/,
  },
  'score:0.5..0.51': {
    sqlite: /predictions_by_score \(project=\? AND score>\? AND score<\?\)/,
    postgres: /predictions_by_score/,
  },
  'lead-time:<5': {
    sqlite: /annotations_by_lead_time \(project=\? AND lead_time>\? AND lead_time<\?\)/,
    postgres: /annotations_by_lead_time/,
  },
  '"arm 77"': { sqlite: /SCAN d VIRTUAL TABLE INDEX \d+:.*M/, postgres: /texts_by_lexeme/ },
  'label:label7 annotator:7 "left arm"': NAMES,
  'tag:tag7 OR created:2024-01-03': { sqlite: /tasks_by_created/, postgres: /tasks_by_created/ },
}
