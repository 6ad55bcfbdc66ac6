import { describe, expect, it } from 'vitest'
import { bigProject } from '../arbitrary.ts'
import { type Converted, convert } from '../convert.ts'
import { recordsIn } from '../formats/text-cases.ts'
import { askPython, convertGolden, formatOf, writeFiles } from './python.ts'

interface Table {
  readonly columns: Readonly<Record<string, string>>
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly groups: number
}

const look = (converted: Converted) => askPython('parquet_tables.py', writeFiles(converted)) as Record<string, Table>

describe('pyarrow', () => {
  it('reads the tables of ner_basic', async () => {
    const tables = look(await convertGolden('ner_basic', 'parquet'))
    expect(Object.keys(tables)).toEqual(
      ['annotations', 'answers', 'regions', 'relations', 'tasks'].map((name) => `${name}.parquet`),
    )
    expect(tables['regions.parquet']!.columns).toMatchObject({
      x: 'double',
      page: 'int32',
      text: 'string',
      labels: 'list<element: string>',
    })
    expect(tables['regions.parquet']!.rows[0]).toMatchObject({
      ...{ task_id: '1', shape: 'span', from_name: 'label', label: 'PER', labels: ['PER'] },
      ...{ start: 4, end: 17, text: "Jane O'Connor", x: null, page: null },
    })
    expect(tables['relations.parquet']!.rows).toEqual([])
  })

  it.each(['image', 'text', 'audio', 'answers', 'exotic'] as const)(
    'finds every %s region, answer and relation',
    async (kind) => {
      const project = bigProject(kind)
      const tables = look(await convert({ ...project, to: formatOf('parquet') }))
      const options = { rows: 'regions', data: false }
      const selection = { cancelled: 'drop', predictions: 'none' }
      const lines = recordsIn(await convert({ ...project, to: formatOf('jsonl'), options, selection }), 'result.jsonl') as Record<
        string,
        unknown
      >[]
      const regions = tables['regions.parquet']!.rows
      const shaped = lines.filter(({ labels, from_id }) => labels !== undefined && from_id === undefined)
      expect(regions.map(({ task_id, region_id, labels }) => [task_id, region_id, labels])).toEqual(
        shaped.map(({ task_id, region_id, labels }) => [String(task_id), region_id, labels]),
      )
      for (const [k, { results, x, width }] of regions.entries()) {
        const [first] = JSON.parse(String(results)) as { value: Record<string, unknown> }[]
        expect([x, width]).toEqual([first!.value.x ?? null, typeof first!.value.width === 'number' ? first!.value.width : null])
        expect(regions[k]!.annotation_id).toBe(String(shaped[k]!.annotation_id))
      }
      expect(tables['relations.parquet']!.rows.length).toBe(lines.filter(({ from_id }) => from_id !== undefined).length)
      expect(tables['tasks.parquet']!.rows.length).toBe(project.tasks.length)
    },
  )

  it('reads many rows, packed in groups', async () => {
    const tasks = Array.from({ length: 25_000 }, (_, k) => ({ id: k, data: { text: `text ${k}` } }))
    const { rows, groups } = look(await convert({ tasks, to: formatOf('parquet') }))['tasks.parquet']!
    expect(groups).toBe(3)
    expect(rows.map(({ text }) => text)).toEqual(tasks.map(({ data }) => data.text))
  })
})
