import type { Reader } from './reader.ts'
import { tasksOfRows } from './shared/rows.ts'
import { guessDelimiter, readSeparated } from './shared/separated.ts'

/** A table of data: a task per row, a data key per column. */
export const csv: Reader = {
  id: 'csv',
  aliases: [],
  title: 'CSV',
  summary: 'A task per row, a data key per column; separated by comma, semicolon, tab or bar.',
  options: ['mediaPrefix'],
  detect: async (dataSet) => (dataSet.hasOnly('csv') ? 'sure' : undefined),
  async *read(dataSet, context) {
    for (const file of dataSet.with('csv', 'txt')) {
      const delimiter = guessDelimiter(await dataSet.headText(file))
      yield* tasksOfRows(readSeparated(file, delimiter, context), context)
    }
  },
}
