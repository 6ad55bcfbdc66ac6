import { readLines } from './data-set.ts'
import type { Reader } from './reader.ts'
import { type DataRow, tasksOfRows } from './shared/rows.ts'

/** Plain text: a task per line that is not empty. */
export const text: Reader = {
  id: 'text',
  aliases: ['lines', 'txt'],
  title: 'Plain text',
  summary: 'A task with `text` per line that is not empty.',
  options: [],
  detect: async (dataSet) => (dataSet.hasOnly('txt') ? 'possible' : undefined),
  async *read(dataSet, context) {
    context.project.object('Text', 'text')
    for (const file of dataSet.with('txt')) yield* tasksOfRows(rowsOf(file), context)
  },
}

async function* rowsOf(file: Parameters<typeof readLines>[0]): AsyncGenerator<DataRow> {
  for await (const { text, number } of readLines(file))
    if (text.trim() !== '') yield { data: { text: text.replace(/^\uFEFF/, '') }, where: { file: file.name, line: number } }
}
