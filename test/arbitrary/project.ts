import fc from 'fast-check'

/** A labeling config and the tasks of an export; ids of tasks and annotations are unique, ids of regions are so in their annotation. */
export interface Project {
  readonly config: string
  readonly tasks: readonly Fields[]
}
export type Fields = Readonly<Record<string, unknown>>

/** What shares one region id: the results without it. `parent` is the number of another region. */
export interface Drawn {
  readonly results: readonly Fields[]
  readonly parent?: number | undefined
}

/** What one annotator left behind, less the ids. */
export interface Work {
  readonly drawn: readonly Drawn[]
  /** Results about the whole task. */
  readonly answers: readonly Fields[]
  readonly relations: readonly {
    readonly from: number
    readonly to: number
    readonly direction: string
    readonly labels: readonly string[]
  }[]
}

/** One task's `data`, and who can have done what to it. */
export interface Subject {
  readonly data: Fields
  readonly work: fc.Arbitrary<Work>
}

const DIALECTS = ['annotations', 'completions', 'annotation-lab'] as const
type Dialect = (typeof DIALECTS)[number]

/** A whole export of up to five tasks in one dialect. */
export function projectOf(config: string, subject: fc.Arbitrary<Subject>): fc.Arbitrary<Project> {
  return fc.constantFrom(...DIALECTS).chain((dialect) => {
    const tasks = fc.array(subject.chain(taskParts), { maxLength: 5 })
    return fc.tuple(tasks, fc.boolean()).map(([parts, hasGaps]) => ({
      config,
      tasks: parts.map((part, index) => printTask(part, dialect, hasGaps ? index * 7 + 3 : index + 1)),
    }))
  })
}

export function workOf(drawn: fc.Arbitrary<Drawn>, answer: fc.Arbitrary<Fields>, maxRegions = 6): fc.Arbitrary<Work> {
  const relation = fc.record({
    from: fc.nat(maxRegions),
    to: fc.nat(maxRegions),
    direction: fc.constantFrom('right', 'left', 'bi'),
    labels: fc.subarray(['is part of', 'ü'], { maxLength: 1 }),
  })
  return fc.record({
    drawn: fc.array(drawn, { maxLength: maxRegions }),
    answers: rarely(fc.array(answer, { maxLength: 2 }), []),
    relations: rarely(fc.array(relation, { maxLength: 2 }), []),
  })
}

/** Three times out of four the usual. */
export function rarely<T>(arbitrary: fc.Arbitrary<T>, usual: T): fc.Arbitrary<T> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary })
}

/** A share of 0–1 with few digits, its ends included. */
export function share(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.constantFrom(0, 1),
    fc.nat(10_000).map((number) => number / 10_000),
  )
}

/** Labels of a region: mostly one, sometimes several, none, or one the config does not have. */
export function labelsOf(names: readonly string[]): fc.Arbitrary<readonly string[]> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...names).map((name) => [name]) },
    { weight: 2, arbitrary: fc.subarray([...names], { minLength: 2 }) },
    { weight: 1, arbitrary: fc.constantFrom<readonly string[]>([], ['not in the config']) },
  )
}

interface Person {
  readonly work: Work
  readonly by: number
  readonly isCancelled: boolean
  readonly isStarred: boolean
  readonly minute: number
}
interface TaskParts {
  readonly data: Fields
  readonly people: readonly Person[]
  readonly models: readonly { readonly work: Work; readonly score: number | undefined }[]
}

function taskParts({ data, work }: Subject): fc.Arbitrary<TaskParts> {
  const person = fc.record({
    work,
    by: fc.integer({ min: 1, max: 3 }),
    isCancelled: rarely(fc.boolean(), false),
    isStarred: rarely(fc.boolean(), false),
    minute: fc.nat(59),
  })
  const model = fc.record({ work, score: fc.option(share(), { nil: undefined }) })
  return fc.record({
    data: fc.constant(data),
    people: fc.oneof(
      { weight: 3, arbitrary: person.map((one) => [one]) },
      { weight: 2, arbitrary: fc.array(person, { maxLength: 3 }) },
    ),
    models: rarely(fc.array(model, { maxLength: 2 }), []),
  })
}

function printTask({ data, people, models }: TaskParts, dialect: Dialect, id: number): Fields {
  const annotations = people.map((person, index) => printAnnotation(person, dialect, id * 1000 + index + 1))
  const predictions = models.map(({ work, score }, index) => ({
    id: id * 1000 + 500 + index,
    model_version: 'v1',
    ...(score === undefined ? {} : { score }),
    result: printWork(work),
  }))
  if (dialect === 'annotations')
    return {
      id,
      annotations,
      predictions,
      file_upload: null,
      data,
      meta: {},
      created_at: '2024-03-04T15:57:03.099001Z',
      total_annotations: people.length,
    }
  return {
    ...(dialect === 'completions' ? {} : { created_at: '2022-05-06 07:08:09', created_by: 'admin' }),
    completions: annotations,
    predictions,
    id,
    data,
  }
}

function printAnnotation({ work, by, isCancelled, isStarred, minute }: Person, dialect: Dialect, id: number): Fields {
  const result = printWork(work)
  const time = `2024-03-04T15:${String(minute).padStart(2, '0')}:03.5`
  switch (dialect) {
    case 'annotations':
      return {
        id,
        completed_by: by === 3 ? { id: 3, email: 'ü@example.com', first_name: 'Ü' } : by,
        result,
        was_cancelled: isCancelled,
        ground_truth: isStarred,
        created_at: `${time}Z`,
        updated_at: `${time}Z`,
        lead_time: minute / 4,
      }
    case 'completions':
      return {
        id,
        lead_time: minute,
        created_ago: '3 hours',
        result,
        ...(isCancelled ? { skipped: true } : {}),
        ...(isStarred ? { honeypot: true } : {}),
      }
    case 'annotation-lab':
      return {
        created_username: `user ${by}`,
        created_ago: `${time}Z`,
        lead_time: minute,
        result,
        honeypot: isStarred,
        id,
        confidence_range: [0, 1],
        was_cancelled: isCancelled,
      }
  }
}

function printWork({ drawn, answers, relations }: Work): Fields[] {
  const idOf = (index: number) => `r${index}_`
  const regions = drawn.flatMap(({ results, parent }, index) =>
    results.map((result) => ({
      ...result,
      id: idOf(index),
      ...(parent === undefined || parent === index || parent >= drawn.length ? {} : { parentID: idOf(parent) }),
    })),
  )
  const links = relations
    .filter(({ from, to }) => from < drawn.length && to < drawn.length)
    .map(({ from, to, direction, labels }) => ({ type: 'relation', from_id: idOf(from), to_id: idOf(to), direction, labels }))
  return [...answers.map((answer, index) => ({ ...answer, id: `answer${index}` })), ...regions, ...links]
}
