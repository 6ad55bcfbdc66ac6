import type { NamedInput } from '../io/input-files.ts'
import { joinBytes } from '../json/bytes.ts'
import type { Query } from '../query/query.ts'
import type { Project, Store, TaskDocument } from '../stores/store.ts'

const encoder = new TextEncoder()

/** The tasks of a project that a search finds, as an input to convert, with the project's labeling config. */
export function storeInput(store: Store, project: Project, query: Query, signal?: AbortSignal): NamedInput {
  const name = `project ${project.title}`
  return {
    name,
    files: [{ name, open: () => printList(store.scan(project.id, query, signal)) }],
    skipped: [],
    config: project.config.trim() === '' ? undefined : { name: `${name}/config.xml`, read: async () => project.config },
    close: async () => undefined,
  }
}

/** A JSON array of them. */
async function* printList(batches: AsyncIterable<readonly TaskDocument[]>): AsyncGenerator<Uint8Array> {
  const comma = encoder.encode(',\n')
  let before = encoder.encode('[')
  for await (const batch of batches)
    yield joinBytes(
      batch.flatMap(({ document }) => {
        const parts = [before, document]
        before = comma
        return parts
      }),
    )
  yield encoder.encode(before === comma ? ']\n' : '[]\n')
}
