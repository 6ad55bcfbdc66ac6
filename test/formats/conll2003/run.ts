import { readFileSync } from 'node:fs'
import { conll2003 } from '../../../src/formats/conll2003.ts'
import { type ConvertInput, convert } from '../../convert.ts'

const CONFIG = `<View><Labels name="label" toName="text">
  <Label value="PER"/><Label value="ORG"/><Label value="LOC"/><Label value="Big Person"/>
</Labels><Text name="text" value="$text"/></View>`

export type Span = readonly [word: string, label: string, start?: number]

/** A task whose spans are the words where they first stand, or at `start`, in code points. */
export function taskOf(text: string, spans: readonly Span[], more: Record<string, unknown> = {}) {
  const result = spans.map(([word, label, start], index) => {
    const from = start ?? [...text.slice(0, text.indexOf(word))].length
    const value = { start: from, end: from + [...word].length, text: word, labels: [label] }
    return { id: `s${index}`, from_name: 'label', to_name: 'text', type: 'labels', value }
  })
  return { id: 1, data: { text }, annotations: [{ id: 7, result }], predictions: [], ...more }
}

export async function run(tasks: readonly unknown[], options: ConvertInput['options'] = {}, config: string | undefined = CONFIG) {
  const result = await convert({ tasks, to: conll2003, options, ...(config === undefined ? {} : { config }) })
  return {
    ...result,
    conll: result.text('result.conll'),
    said: result.issues.map(({ effect, code, region }) => `${effect} ${code} ${region ?? ''}`.trimEnd()),
  }
}

/** `Bob/B-PER left/O ./O`, a bar between sentences. */
export function brief(conll: string): string {
  return conll
    .replace(/^-DOCSTART-.*\n\n?/gm, '')
    .trimEnd()
    .split('\n\n')
    .map((sentence) =>
      sentence
        .split('\n')
        .map((row) => row.split(' '))
        .map((row) => `${row[0]}/${row.slice(3).join('+')}`)
        .join(' '),
    )
    .join(' | ')
}

export async function golden(name: string, options: ConvertInput['options'] = {}) {
  const read = (file: string) => readFileSync(`test/fixtures/goldens/${name}/${file}`, 'utf8')
  return run(JSON.parse(read('tasks.json')), options, read('config.xml'))
}
