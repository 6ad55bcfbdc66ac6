import { expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { inspect } from '../../src/export/inspect.ts'
import { formats } from '../../src/formats/index.ts'
import { annotation, span, TEXT_CONFIG, task } from './projects.ts'

const TASKS = [
  task(1, [annotation(1, {}, span('a', 0, 'PER')), annotation(2, { was_cancelled: true }, span('b', 0, 'ORG'))]),
  task(2, [], { predictions: [{ id: 3, model_version: 'm', result: [span('a', 0, 'LOC')] }] }),
]

function inspectText(text: string, config?: string) {
  const file = {
    name: 'in.json',
    async *open() {
      yield new TextEncoder().encode(text)
    },
  }
  return inspect([file], config === undefined ? undefined : parseLabelConfig(config), formats)
}

it('looks at everything: skipped annotations and predictions too', async () => {
  const { survey, config, badTasks, damages } = await inspectText(JSON.stringify(TASKS))
  expect(survey).toMatchObject({ tasks: 2, annotations: 2, cancelled: 1, predictions: 1, unannotatedTasks: 1 })
  expect(config).toMatchObject({ source: 'inferred', controls: [{ name: 'label', tag: 'Labels' }] })
  expect(config.controls[0]!.labels.map(({ name }) => name)).toEqual(['PER', 'ORG', 'LOC'])
  expect([badTasks, damages]).toEqual([0, []])
})

it('says which formats suit', async () => {
  const { suits } = await inspectText(JSON.stringify(TASKS), TEXT_CONFIG)
  const suiting = suits.filter(({ reason }) => reason === undefined).map(({ format }) => format.id)
  expect(suiting).toEqual(expect.arrayContaining(['json', 'json-min', 'csv', 'tsv', 'conll2003']))
  expect(suiting).not.toContain('coco')
  expect(suits.find(({ format }) => format.id === 'coco')!.reason).toMatch(/^COCO needs an Image/)
})

it('keeps the given config', async () => {
  const { config } = await inspectText(JSON.stringify(TASKS), TEXT_CONFIG)
  expect(config.source).toBe('given')
})

it('counts what cannot be read and goes on', async () => {
  const { survey, badTasks, damages } = await inspectText('[{"id":1,"data":{}}, 7, [8], {"id":2,"da')
  expect([survey.tasks, badTasks, damages.map(({ code }) => code)]).toEqual([1, 2, ['input-damaged']])
})

it('is an error where nothing can be read', async () => {
  await expect(inspectText('[7]')).rejects.toMatchObject({
    code: 'task-invalid',
    message: 'expected a task object, found a number',
  })
  await expect(inspectText('')).rejects.toMatchObject({ code: 'input-empty' })
  expect((await inspectText('[]')).survey.tasks).toBe(0)
})
