import { nearest } from '../model/nearest.ts'
import { ALL, type NameField, type Query } from '../query/query.ts'
import type { Store } from '../stores/store.ts'

/** Values of a field among which a similar one is looked for. */
const MOST_VALUES = 10_000

const FIELDS: Readonly<Record<NameField, string>> = {
  label: 'label',
  predicted: 'predicted label',
  from: 'control tag',
  annotator: 'annotator',
  model: 'model version',
  tag: 'tag',
}

/** Why a search found nothing: names in it that no task of the project has, each with the nearest one that some have. */
export async function missingNames(store: Store, project: number, query: Query): Promise<string[]> {
  const hints: string[] = []
  for (const name of namesIn(query)) {
    if ((await store.count(project, name)).tasks > 0) continue
    const values = await store.facet(project, ALL, name.field, MOST_VALUES)
    const near = nearest(
      name.value,
      values.map(({ value }) => value),
    )
    const found = `no task has the ${FIELDS[name.field]} \`${name.value}\``
    hints.push(near === undefined ? found : `${found}; did you mean \`${near}\`?`)
  }
  return hints
}

type NameQuery = Extract<Query, { readonly kind: 'name' }>

/** Those that are asked for, not those that are excluded. */
function namesIn(query: Query): readonly NameQuery[] {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.parts.flatMap(namesIn)
    case 'name':
      return [query]
    case 'all':
    case 'not':
    case 'is':
    case 'range':
    case 'words':
      return []
  }
}
