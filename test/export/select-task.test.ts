import { describe, expect, it } from 'vitest'
import { findFormat } from '../../src/formats/index.ts'
import { convert, type ReportedIssue } from '../convert.ts'
import { annotation, choice, type Fields, selected, span, TEXT_CONFIG, task } from './projects.ts'

const said = (issues: readonly ReportedIssue[]) => issues.map(({ code, task, annotation }) => [code, task, annotation])
const as = (to: string, tasks: readonly Fields[], selection = {}) =>
  convert({ tasks, config: TEXT_CONFIG, to: findFormat(to)!, selection })

describe('which tasks', () => {
  const TASKS = [
    task(1, [annotation(1, {}, span('a', 0, 'PER'))], { meta: { tags: ['Train'] } }),
    task(2, [], { tags: [{ name: 'Test' }] }),
    task(3, [annotation(3, { was_cancelled: true })], { data: { text: 'Ünïcode', tags: ['Train'] } }),
    task(14, [], { predictions: [{ id: 40, score: 0.5, model_version: 'm', result: [] }] }),
    task('doc-5', [annotation(5, {}), annotation(6, { was_cancelled: true })], { data: { deep: [{ text: 'find ME' }] } }),
  ]

  it.each([
    [{}, [1, 2, 3, 14, 'doc-5']],
    [{ ids: '1,10-20,doc-5' }, [1, 14, 'doc-5']],
    [{ tags: 'Train' }, [1, 3]],
    [{ tags: 'Test, Train' }, [1, 2, 3]],
    [{ tags: 'train' }, []],
    [{ state: 'annotated' }, [1, 'doc-5']],
    [{ state: 'unannotated' }, [2, 14]],
    [{ state: 'skipped' }, [3]],
    [{ state: 'predicted' }, [14]],
    [{ query: 'find me' }, ['doc-5']],
    [{ query: 'ÜNÏ*' }, [3]],
    [{ query: 'PER' }, []],
    [{ query: 'label:PER' }, [1]],
    [{ query: 'is:skipped OR id:>10' }, [3, 14]],
    [{ query: 'abc*', tags: 'Train' }, [1]],
  ])('%j', async (selection, ids) => {
    const result = await selected(TASKS, selection)
    expect(result.ids).toEqual(ids)
    expect(result.issues).toEqual([])
    expect([result.result.tasksRead, result.result.tasksSelected]).toEqual([5, ids.length])
  })
})

describe('tasks without completions', () => {
  const TASKS = [
    task(1, [annotation(1, { ground_truth: true }), annotation(2)]),
    task(2, [annotation(3)]),
    task(3, []),
    task(4, [], { predictions: [{ id: 40, result: [] }] }),
    { id: 5, data: { text: 'x' } },
    { id: 6, data: { text: 'x' }, annotations: null },
  ]

  it('are exported by default, so that a project can be cloned', async () => {
    expect((await selected(TASKS, {})).ids).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('Exclude tasks without completions: a prediction is none', async () => {
    const { ids, issues } = await selected(TASKS, { excludeUnannotated: true })
    expect(ids).toEqual([1, 2])
    expect(issues).toEqual([])
  })

  it('unless predictions are wanted instead', async () => {
    expect((await selected(TASKS, { excludeUnannotated: true, predictions: 'instead' })).ids).toEqual([1, 2, 4])
    expect((await selected(TASKS, { predictions: 'only' })).ids).toEqual([4])
  })

  it('Only ground truth: starred completions and their tasks', async () => {
    const { ids, kept, issues } = await selected(TASKS, { onlyGroundTruth: true })
    expect([ids, kept, issues]).toEqual([[1], [[1]], []])
  })

  it('T7: a training format that leaves them out says so, and why', async () => {
    const { issues, result } = await as('asr-manifest', [
      task(1, [annotation(1, { was_cancelled: true })]),
      task(3, []),
      task(4, [], { predictions: [{ id: 40, result: [] }] }),
    ])
    expect(said(issues.filter(({ code }) => code !== 'format-unsuited'))).toEqual([
      ['annotation-cancelled', 1, 1],
      ['task-unannotated', 1, undefined],
      ['task-unannotated', 3, undefined],
      ['prediction-unselected', 4, undefined],
    ])
    expect(result.tasksSelected).toBe(0)
  })

  it('T7: a format that writes them keeps a task whose annotations are all cancelled', async () => {
    const { text, issues } = await as('csv', [task(1, [annotation(1, { was_cancelled: true }, choice('fun'))])])
    expect(text('result.csv').split('\r\n').slice(0, 2)).toEqual([
      '"annotation_id","annotator","created_at","id","lead_time","text","updated_at"',
      '"","","",1,"","abcdef ghijkl mnopqr",""',
    ])
    expect(said(issues)).toEqual([['annotation-cancelled', 1, 1]])
  })
})

describe('which annotation', () => {
  const dated = (id: number, created: string | undefined, updated?: string, more: Fields = {}) =>
    annotation(id, { created_at: created, updated_at: updated, ...more })

  it.each([
    ['all', [1, 2, 3]],
    ['latest', [2]],
    ['first', [1]],
  ])('T8: %s by moment, not by the text of the date', async (annotations, ids) => {
    const { kept, issues } = await selected(
      [task(1, [dated(1, '2024-01-01T23:00:00+09:00'), dated(2, '2024-01-01T18:00:00-05:00'), dated(3, '2024-01-01T22:30:00Z')])],
      { annotations },
    )
    expect(kept).toEqual([ids])
    expect(said(issues)).toEqual([1, 2, 3].filter((id) => !ids.includes(id)).map((id) => ['annotation-superseded', 1, id]))
  })

  it('T8: mixed and absent dates', async () => {
    const pick = async (annotations: string, list: readonly Fields[]) =>
      (await selected([task(1, list)], { annotations })).kept[0]![0]
    const mixed = [dated(1, undefined), dated(2, '2024-01-02T00:00:00Z'), dated(3, 'soon'), dated(4, '2024-01-01 00:00:00')]
    expect(await pick('latest', mixed)).toBe(2)
    expect(await pick('first', mixed)).toBe(4)
    const none = [dated(1, undefined), dated(2, undefined)]
    expect(await pick('latest', none)).toBe(2)
    expect(await pick('first', none)).toBe(1)
    const equal = [dated(1, '2024-01-01T01:00:00+01:00'), dated(2, '2024-01-01T00:00:00Z')]
    expect(await pick('latest', equal)).toBe(2)
    expect(await pick('first', equal)).toBe(1)
  })

  it('latest goes by the last touch, first by the making', async () => {
    const list = [
      dated(1, '2024-01-01T00:00:00Z', '2024-06-01T00:00:00Z'),
      dated(2, '2024-02-01T00:00:00Z', '2024-02-01T00:00:00Z'),
    ]
    expect((await selected([task(1, list)], { annotations: 'latest' })).kept).toEqual([[1]])
    expect((await selected([task(1, list)], { annotations: 'first' })).kept).toEqual([[1]])
    expect((await selected([task(1, [...list].reverse())], { annotations: 'first' })).kept).toEqual([[1]])
  })

  it('ground-truth-first: the star beats the date, the date decides between stars', async () => {
    const list = [
      dated(1, '2024-01-01', undefined, { ground_truth: true }),
      dated(2, '2024-01-02', undefined, { honeypot: true }),
      dated(3, '2024-01-03'),
    ]
    const { kept, issues } = await selected([task(1, list), task(2, [list[2]!, dated(4, '2024-01-01')])], {
      annotations: 'ground-truth-first',
    })
    expect(kept).toEqual([[2], [3]])
    expect(issues[0]).toMatchObject({
      code: 'annotation-superseded',
      effect: 'dropped',
      task: 1,
      annotation: 1,
      message: 'the task has 3 annotations, another was chosen (ground-truth-first)',
    })
  })

  it('annotator-priority by id, e-mail or user name; nobody of the list: the latest', async () => {
    const list = [
      dated(1, '2024-01-03', undefined, { completed_by: 7 }),
      dated(2, '2024-01-01', undefined, { completed_by: { id: 8, email: 'bob@x.y' } }),
      dated(3, '2024-01-02', undefined, { created_username: 'eve' }),
      dated(4, '2024-01-01', undefined, { completed_by: 7 }),
    ]
    const pick = async (annotatorPriority: string) => (await selected([task(1, list)], { annotatorPriority })).kept
    expect(await pick('bob@x.y,7')).toEqual([[2]])
    expect(await pick('8')).toEqual([[2]])
    expect(await pick('nobody,eve,7')).toEqual([[3]])
    expect(await pick('7,eve')).toEqual([[1]])
    expect(await pick('nobody')).toEqual([[1]])
  })

  it('majority: what most say, whatever ids and order; a tie goes to the latest', async () => {
    const says = (id: number, day: string, ...results: readonly Fields[]) =>
      annotation(id, { created_at: `2024-01-${day}` }, ...results)
    const pick = async (...list: readonly Fields[]) => (await selected([task(1, list)], { annotations: 'majority' })).kept
    const [per, loc] = [span('x', 0, 'PER'), span('y', 7, 'LOC')]
    expect(await pick(says(1, '01', per, loc), says(2, '02', loc, { ...per, id: 'other' }), says(3, '03', per))).toEqual([[2]])
    expect(await pick(says(1, '01', per), says(2, '03', loc), says(3, '02', per), says(4, '02', loc))).toEqual([[2]])
    expect(await pick(says(1, '02', per), says(2, '01', loc))).toEqual([[1]])
  })

  it('cancelled ones do not take part, unless kept', async () => {
    const list = [annotation(1, { created_at: '2024-01-01' }), annotation(2, { created_at: '2024-01-02', was_cancelled: true })]
    const drop = await selected([task(1, list)], { annotations: 'latest', cancelled: 'drop' })
    expect([drop.kept, said(drop.issues)]).toEqual([[[1]], [['annotation-cancelled', 1, 2]]])
    expect((await selected([task(1, list)], { annotations: 'latest', cancelled: 'keep' })).kept).toEqual([[2]])
    expect((await selected([task(1, list)], {})).kept).toEqual([[1, 2]])
  })

  it('several that are all written are worth a word where a model learns from them', async () => {
    const { issues } = await as('conll2003', [task(1, [annotation(1), annotation(2)])], { annotations: 'all' })
    expect(said(issues)).toEqual([['annotations-several', 1, undefined]])
    expect((await as('csv', [task(1, [annotation(1), annotation(2)])])).issues).toEqual([])
  })

  it.each([
    [{ annotator: '7' }, [1]],
    [{ annotator: 'bob@x.y, 7' }, [1, 2]],
    [{ annotator: 'nobody' }, undefined],
    [{ since: '2024-01-02' }, [2]],
    [{ since: '2024-01-01T12:00:00Z' }, [1, 2]],
    [{ until: '2024-01-02' }, [1]],
    [{ since: '2024-01-01T12:00:00.001Z', until: '2024-01-02T00:00:00Z' }, undefined],
  ])('%j; tasks of which nothing is left go too', async (selection, ids) => {
    const list = [
      dated(1, '2023-01-01', '2024-01-01T07:00:00-05:00', { completed_by: 7 }),
      dated(2, '2024-01-02 00:00:00', undefined, { completed_by: { id: 8, email: 'bob@x.y' } }),
      dated(3, undefined),
    ]
    const { kept, issues } = await selected([task(1, list)], selection)
    expect(kept).toEqual(ids === undefined ? [] : [ids])
    expect(issues).toEqual([])
  })
})

describe('predictions', () => {
  const prediction = (id: number, score?: number, model_version?: string) => ({
    id,
    score,
    model_version,
    result: [span('p', 0, 'PER')],
  })
  const TASKS = [
    task(1, [annotation(1)], { predictions: [prediction(11, 0.9, 'm1'), prediction(12, 0.2, 'm2')] }),
    task(2, [], { predictions: [prediction(21, 0.5, 'm1')] }),
    task(3, [annotation(3, { was_cancelled: true })], { predictions: [prediction(31)] }),
  ]

  it.each([
    [{}, [[1, 11, 12], [21], [3, 31]]],
    [{ predictions: 'none' }, [[1], [], [3]]],
    [{ predictions: 'with' }, [[1, 11, 12], [21], [3, 31]]],
    [{ predictions: 'only' }, [[11, 12], [21], [31]]],
    [{ predictions: 'instead' }, [[1], [21], [3]]],
    [{ predictions: 'instead', cancelled: 'drop' }, [[1], [21], [31]]],
    [{ predictions: 'only', modelVersion: 'm1' }, [[11], [21]]],
    [{ predictions: 'only', modelVersion: 'm1,m2', minScore: 0.5 }, [[11], [21]]],
    [{ predictions: 'only', minScore: '0.2' }, [[11, 12], [21]]],
  ])('%j', async (selection, kept) => {
    expect((await selected(TASKS, selection)).kept).toEqual(kept)
  })

  it('a format for records or training leaves them out and says so where a task has nothing else', async () => {
    const { issues, wrote } = await as('csv', TASKS)
    expect(said(issues)).toEqual([
      ['prediction-unselected', 2, undefined],
      ['annotation-cancelled', 3, 3],
      ['prediction-unselected', 3, undefined],
    ])
    expect(wrote.get('regions')).toBeUndefined()
    expect((await as('csv', TASKS, { predictions: 'none' })).issues.map(({ code }) => code)).toEqual(['annotation-cancelled'])
  })
})
