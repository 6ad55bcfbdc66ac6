import { defineTable } from './shared/table.ts'

/** As csv, with tabs; quoted like it. */
export const tsv = defineTable('tsv', '\t', 'tab-separated')
