import type { Reader } from './reader.ts'
import { tasksOfRows } from './shared/rows.ts'
import { readSeparated } from './shared/separated.ts'

/** A table of data with tabs: a task per row, a data key per column. */
export const tsv: Reader = {
  id: 'tsv',
  aliases: ['tab'],
  title: 'TSV',
  summary: 'A task per row, a data key per column; separated by tabs.',
  options: ['mediaPrefix'],
  detect: async (dataSet) => (dataSet.hasOnly('tsv', 'tab') ? 'sure' : undefined),
  async *read(dataSet, context) {
    for (const file of dataSet.with('tsv', 'tab', 'txt')) yield* tasksOfRows(readSeparated(file, '\t', context), context)
  },
}
