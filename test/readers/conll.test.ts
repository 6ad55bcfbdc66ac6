import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bigProject } from '../arbitrary.ts'
import { type Converted, convert } from '../convert.ts'
import { askPython, convertGolden, formatOf, writeFiles } from './python.ts'

interface Sentence {
  readonly tokens: readonly string[]
  readonly entities: readonly (readonly [string, string])[]
}
interface Read {
  readonly documents: readonly (readonly Sentence[])[]
  readonly problems: readonly string[]
}

const look = (result: Converted) => askPython('conll.py', join(writeFiles(result), 'result.conll')) as Read

describe('a CoNLL reader', () => {
  it('finds the entities of ner_basic', async () => {
    const { documents, problems } = look(await convertGolden('ner_basic', 'conll2003'))
    expect(problems).toEqual([])
    expect(documents.flat().flatMap(({ entities }) => entities)).toEqual([
      ['PER', "Jane O'Connor"],
      ['ORG', 'Acme Corp.'],
      ['MONEY', '$ 3.99'],
      ['DATE', '12 / 05 / 2023'],
      ['PER', 'Bob Smith'],
      ['LOC', 'New York'],
      ['PER', 'Bob'],
      ['LOC', 'New York'],
      ['ORG', 'AHU-G1-V-1-1'],
    ])
  })

  it.each(['label-studio', 'annotation-lab', 'conll2003', 'spark-nlp'])(
    'finds whole texts in the dialect of %s',
    async (dialect) => {
      const project = bigProject('text')
      const { documents, problems } = look(await convert({ ...project, to: formatOf('conll2003'), options: { dialect } }))
      expect(problems).toEqual([])
      const texts = project.tasks.map((task) => String((task.data as { text?: string }).text ?? ''))
      const sentences = documents.flat()
      expect(sentences.flatMap(({ tokens }) => tokens).join('')).toBe(texts.join('').replace(/\s/g, ''))
      if (dialect === 'conll2003') expect(documents.length).toBe(texts.filter((text) => text.trim() !== '').length)
      expect(sentences.flatMap(({ entities }) => entities).length).toBeGreaterThan(40)
    },
  )
})
