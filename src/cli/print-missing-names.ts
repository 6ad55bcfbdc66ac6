import { missingNames } from '../projects/missing-names.ts'
import type { Query } from '../query/query.ts'
import type { Store } from '../stores/store.ts'

/** Says on standard error why a search found nothing. */
export async function printMissingNames(store: Store, project: number, query: Query): Promise<void> {
  for (const hint of await missingNames(store, project, query)) process.stderr.write(`  hint: ${hint}\n`)
}
