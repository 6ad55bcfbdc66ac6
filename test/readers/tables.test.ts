import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bigProject } from '../arbitrary.ts'
import { convert } from '../convert.ts'
import { goldenInput } from '../formats/goldens.ts'
import { askPython, formatOf, writeFiles } from './python.ts'

interface Table {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const GOLDENS = ['classification_mix', 'ner_basic', 'multi_annotator_image', 'audio_transcription']

describe.each([
  ['csv', ','],
  ['tsv', '\t'],
] as const)("Python's csv module reads %s", (id, delimiter) => {
  const format = formatOf(id)

  it('with the strings that json-min has, letter for letter', async () => {
    const inputs = [...GOLDENS.map(goldenInput), bigProject('answers'), bigProject('text')]
    let count = 0
    for (const { tasks, config } of inputs) {
      const folder = writeFiles(await convert({ tasks, config, to: format }))
      const [table] = askPython('tables.py', delimiter, join(folder, format.singleFile!)) as [Table]
      const records = JSON.parse((await convert({ tasks, config, to: formatOf('json-min') })).text('result.json')) as Record<
        string,
        unknown
      >[]
      expect(table.rows.length).toBe(records.length)
      for (const [index, record] of records.entries())
        for (const [key, value] of Object.entries(record).filter(([, candidate]) => typeof candidate === 'string')) {
          expect(table.rows[index]![table.header.indexOf(key)], `${key} of record ${index}`).toBe(value)
          count++
        }
    }
    expect(count).toBeGreaterThan(100)
  })

  it('with as many cells in every row as in the header', async () => {
    const paths: string[] = []
    for (const kind of ['image', 'text', 'audio', 'answers', 'exotic'] as const)
      for (const rows of ['annotations', 'regions']) {
        const result = await convert({ ...bigProject(kind, 30), to: format, options: { rows } })
        paths.push(join(writeFiles(result), format.singleFile!))
      }
    const tables = askPython('tables.py', delimiter, ...paths) as Table[]
    for (const { header, rows } of tables) {
      expect(new Set(header).size).toBe(header.length)
      for (const row of rows) expect(row.length).toBe(header.length)
    }
    expect(tables.reduce((sum, { rows }) => sum + rows.length, 0)).toBeGreaterThan(500)
  })
})
