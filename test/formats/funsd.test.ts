import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { funsd } from '../../src/formats/funsd.ts'
import { type ConvertInput, convert } from '../convert.ts'
import { issuesOf } from './text-cases.ts'

const CONFIG = `<View><Image name="image" value="$image"/>
  <RectangleLabels name="kind" toName="image"><Label value="question"/><Label value="answer"/></RectangleLabels>
  <TextArea name="words" toName="image" perRegion="true"/><Choices name="sure" toName="image" perRegion="true"><Choice value="yes"/></Choices>
</View>`

const frame = { to_name: 'image', original_width: 200, original_height: 100 }
const box = (id: string, x: number, y: number, labels: readonly string[], more: object = {}) => ({
  ...{ ...frame, id, from_name: 'kind', type: 'rectanglelabels' },
  value: { x, y, width: 20, height: 10, rotation: 0, rectanglelabels: labels },
  ...more,
})
const text = (id: string, words: readonly string[]) => ({
  ...frame,
  id,
  from_name: 'words',
  type: 'textarea',
  value: { text: words },
})
const link = (from_id: string, to_id: string) => ({ type: 'relation', from_id, to_id, direction: 'right', labels: [] })

async function run(result: readonly object[], more: Partial<ConvertInput> = {}) {
  const tasks = [{ id: 1, data: { image: 'scans/form 1.png' }, annotations: [{ id: 10, result }] }]
  const converted = await convert({ tasks, config: CONFIG, to: funsd, ...more })
  expect([...converted.files.keys()]).toEqual(['annotations/form 1.json'])
  return { form: JSON.parse(converted.text('annotations/form 1.json')).form, issues: issuesOf(converted), converted }
}

describe('funsd', () => {
  it('writes left, top, right, bottom, the words in their shares of the box, and links in both entities', async () => {
    const { form, issues } = await run([
      ...[box('a', 10, 50, ['question']), text('a', ['The name'])],
      ...[box('b', 40, 50, ['answer']), text('b', ['Ann'])],
      link('a', 'b'),
    ])
    expect(form).toEqual([
      {
        ...{ box: [20, 50, 60, 60], text: 'The name', label: 'question' },
        words: [
          { box: [20, 50, 35, 60], text: 'The' },
          { box: [40, 50, 60, 60], text: 'name' },
        ],
        ...{ linking: [[0, 1]], id: 0 },
      },
      {
        ...{ box: [80, 50, 120, 60], text: 'Ann', label: 'answer', words: [{ box: [80, 50, 120, 60], text: 'Ann' }] },
        ...{ linking: [[0, 1]], id: 1 },
      },
    ])
    expect(issues).toEqual([])
  })

  it('takes the words that Annotation Lab keeps with a region', async () => {
    const tokens = [{ x: 21.4, y: 50, width: 10, height: 9.8, rotation: 0, text: 'Ann' }]
    const { form } = await run([box('a', 10, 50, ['answer'], { tokens })])
    expect(form).toMatchObject([{ words: [{ box: [21, 50, 31, 60], text: 'Ann' }] }])
  })

  it('reports what is cut, boxed or has no place', async () => {
    const turned = { ...box('a', 10, 50, ['question', 'answer']) }
    turned.value = { ...turned.value, rotation: 30 }
    const sure = { ...frame, id: 'a', from_name: 'sure', type: 'choices', value: { choices: ['yes'] } }
    const { form, issues } = await run([turned, sure, box('b', 90, 95, []), link('a', 'gone')])
    expect(form).toMatchObject([
      { label: 'question', text: '', words: [] },
      { box: [180, 95, 200, 100], label: 'other' },
    ])
    expect(issues).toEqual([
      ['rotation-flattened', 1, 'a'],
      ['labels-cut', 1, 'a'],
      ['attribute-dropped', 1, 'a'],
      ['region-clipped', 1, 'b'],
      ['relation-dropped', 1, 'a'],
    ])
  })

  it('reads boxes whose labels and texts come from other controls', async () => {
    const folder = 'test/fixtures/heldout-like/ocr_rect_text'
    const [tasks, config] = ['tasks.json', 'config.xml'].map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
    const converted = await convert({ tasks: tasks!, config: config!, to: funsd, options: { words: 'whole' } })
    const { form } = JSON.parse(converted.text('annotations/ab12cd34-scan 1.json'))
    expect(form.map((entity: { text: string; label: string }) => [entity.text, entity.label])).toEqual([
      ['Invoice', 'Text'],
      ['', 'Text'],
      ['two lines', 'Text'],
    ])
    expect(form[2].words.map((word: { box: number[] }) => word.box)).toEqual([form[2].box, form[2].box])
  })
})
