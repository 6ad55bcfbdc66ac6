import { replacing, spell, spliced, withMembers } from '../json/edit.ts'
import type { JsonNode } from '../json/node.ts'
import type { Id } from '../model/task.ts'

const LISTS = ['completions', 'annotations', 'predictions']

/** A task's document under another id, also where its annotations and predictions name it (`task`); all else word for word. */
export function withId(task: JsonNode, id: Id): Uint8Array {
  const own = task.get('id')
  if (own === undefined) return withMembers(task, { id: spell(id) })
  const named = LISTS.flatMap((key) => task.get(key)?.elements() ?? []).flatMap((annotation) => annotation.get('task') ?? [])
  const same = named.filter((node) => !own.isNull() && node.text() === own.text())
  return spliced(
    task,
    [own, ...same].map((node) => replacing(node, spell(id))),
  )
}
