import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseOptions } from '../../src/export/options.ts'
import { conll2003 } from '../../src/formats/conll2003.ts'
import { type ConvertInput, convert } from '../convert.ts'
import { brief, run, taskOf } from './conll2003/run.ts'

const guide = (file: string) => readFileSync(`test/fixtures/guide/${file}`, 'utf8')

describe('conll2003 dialects', () => {
  it('annotation-lab: the sample of its guide, byte for byte, by default and without a config', async () => {
    const { text, wrote } = await convert({ tasks: guide('annotation-lab-conll-input.json'), to: conll2003 })
    expect(text('result.conll')).toBe(`${guide('annotation-lab.expected.conll')}\n`)
    expect(wrote.get('regions')).toBe(2)
  })

  it('reports a span outside its text, and takes predictions only when asked', async () => {
    const tasks = guide('annotation-lab-task.json')
    const without = await convert({ tasks, to: conll2003 })
    expect(without.issues.map(({ code }) => code)).toContain('prediction-unselected')
    expect(without.text('result.conll')).not.toContain('B-')
    const { issues, wrote, text } = await convert({ tasks, to: conll2003, selection: { predictions: 'only' } })
    const about = issues.filter(({ region }) => region === '7HGzTLkNUA').map(({ effect, code }) => `${effect} ${code}`)
    expect(about).toEqual(['dropped span-outside'])
    expect(issues.find(({ code }) => code === 'span-outside')?.message).toBe(
      'the span 3548–3554 lies outside the text (527 characters) or holds none of it',
    )
    expect(wrote.get('regions') ?? 0).toBe(0)
    expect(text('result.conll')).toContain('\npain -X- _ O\n')
  })

  it('label-studio: the sample of Label Studio’s converter', async () => {
    const { conll } = await run([taskOf('We gave Jane Smith the ball.', [['Jane Smith', 'PER']])])
    expect(conll).toBe(
      '-DOCSTART- -X- O\nWe -X- _ O\ngave -X- _ O\nJane -X- _ B-PER\nSmith -X- _ I-PER\nthe -X- _ O\nball -X- _ O\n. -X- _ O\n\n',
    )
  })

  it('conll2003: four columns and a -DOCSTART- per document', async () => {
    const tasks = [taskOf('Bob left. Ann stayed.', [['Bob', 'PER']]), { ...taskOf('Hi', []), id: 2 }]
    const { conll } = await run(tasks, { dialect: 'conll2003' })
    const start = '-DOCSTART- -X- -X- O\n\n'
    const first = 'Bob -X- -X- B-PER\nleft -X- -X- O\n. -X- -X- O\n\nAnn -X- -X- O\nstayed -X- -X- O\n. -X- -X- O\n\n'
    expect(conll).toBe(`${start}${first}${start}Hi -X- -X- O\n\n`)
  })

  it('spark-nlp: one header of four columns, tokens by Annotation Lab’s pattern', async () => {
    const { conll } = await run([taskOf("Bob's 5-6%.", [['Bob', 'PER']])], { dialect: 'spark-nlp', splitTokens: false })
    const rows = ["Bob's -X- -X- B-PER", '5 -X- -X- O', '- -X- -X- O', '6 -X- -X- O', '% -X- -X- O', '. -X- -X- O']
    expect(conll).toBe(`-DOCSTART- -X- -X- O\n\n${rows.join('\n')}\n\n`)
  })

  it('each part of a dialect can be set alone', async () => {
    const tasks = [taskOf('Bob left.\nAnn, too. She sang.', [['Bob', 'PER']])]
    const of = async (options: ConvertInput['options']) => brief((await run(tasks, options)).conll)
    expect(await of({ tokenizer: 'whitespace' })).toBe('Bob/B-PER left./O | Ann,/O too./O | She/O sang./O')
    expect(await of({ sentences: 'line' })).toBe('Bob/B-PER left/O ./O | Ann/O ,/O too/O ./O She/O sang/O ./O')
    expect(await of({ sentences: 'document' })).toBe('Bob/B-PER left/O ./O Ann/O ,/O too/O ./O She/O sang/O ./O')
    expect(await of({ dialect: 'annotation-lab' })).toBe('Bob/B-PER left./O | Ann,/O too./O She/O sang./O')
  })

  it('an input of both dialects is written in each one’s own', async () => {
    const lab = { id: 2, data: { text: 'Hi, Bob' }, completions: [{ id: 2001, created_username: 'ann', result: [] }] }
    const { conll } = await run([taskOf('Hi, Bob', []), lab])
    expect(brief(conll)).toBe('Hi/O ,/O Bob/O | Hi,/O Bob/O')
  })

  it('no tasks: the header alone; a text without tokens: nothing', async () => {
    expect((await run([])).conll).toBe('-DOCSTART- -X- O\n')
    expect((await run([taskOf(' \n', [])])).conll).toBe('-DOCSTART- -X- O\n')
  })

  it('says why a project without text is none for it', () => {
    const config = { controls: [], indexFlags: [], source: 'given' } as const
    const options = parseOptions(conll2003.options, {}, conll2003.id)
    const image = { name: 'i', tag: 'Image', dataPath: 'image', isList: false, valueType: undefined, attributes: new Map() }
    expect(conll2003.unsuited({ ...config, objects: [image] }, options)).toContain('no Text, HyperText or Paragraphs tag')
    expect(conll2003.unsuited({ ...config, objects: [{ ...image, tag: 'Text' }] }, options)).toContain('no Labels')
  })
})
