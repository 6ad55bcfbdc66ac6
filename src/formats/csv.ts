import { defineTable } from './shared/table.ts'

/** RFC 4180, quoted as Label Studio quotes. */
export const csv = defineTable('csv', ',', 'comma-separated')
