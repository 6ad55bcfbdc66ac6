import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../src/dialects/label-config-xml.ts'
import { readTask } from '../src/dialects/read-task.ts'
import { parseOptions } from '../src/export/options.ts'
import type { AnyFormat, Aspect, Carries, EncodeContext, OptionValue, Sink } from '../src/formats/format.ts'
import { formats } from '../src/formats/index.ts'
import { parseJson } from '../src/json/node.ts'
import type { IssueCode } from '../src/model/issue.ts'
import { type Annotation, annotationsOf, type Id, type Region } from '../src/model/task.ts'
import { PROJECTS, type Project } from './arbitrary.ts'
import { type Converted, convert, type ReportedIssue } from './convert.ts'

/** These take something away from a region, an annotation or a task that is written all the same. */
const PARTIAL: ReadonlySet<IssueCode> = new Set(['answer-dropped', 'attribute-dropped', 'relation-dropped', 'transcript-cut'])
/** The shape itself became another one. */
const RESHAPED: ReadonlySet<IssueCode> = new Set(['shape-dropped', 'outline-boxed', 'outline-sampled', 'shape-rasterised'])
/** Nothing is left out because of who wrote it. */
const EVERYTHING = { annotations: 'all', cancelled: 'keep', predictions: 'with', includeUnannotated: true }

describe.each(formats.map((format) => ({ id: format.id, format })))('$id', ({ format }) => {
  const all = Object.entries(PROJECTS).map(([kind, projects]) => ({ kind, projects, suits: isSuited(format, projects) }))
  const suited = all.filter(({ suits }) => suits)

  it('suits something', () => {
    expect(suited).not.toEqual([])
  })

  describe.each(suited)('of random $kind projects', ({ projects }) => {
    it('conserves: each region is written or reported dropped, never both', () => check(projects, format, conserves))
    it('conserves what it selects by itself', () => check(projects, format, conservesDefaults))
    it('tells the truth: `drop` is always reported, `exact` never', () => check(projects, format, tellsTheTruth))
    it('gives the same bytes again, and however the input is cut', () => check(projects, format, staysTheSame, 10))
    it('divides as all do, and writes of a split what it writes of its tasks alone', () => check(projects, format, divides, 10))
  })

  it('conserves nothing, and says so, where it does not suit', async () => {
    for (const { projects, suits } of all) if (!suits) await check(projects, format, conserves, 10)
  })
})

describe('the laws notice', () => {
  const coco = formats.find(({ id }) => id === 'coco')!
  const encodingWith = (change: (context: EncodeContext) => Partial<EncodeContext>): AnyFormat => ({
    ...coco,
    encode: (batch, context) => coco.encode(batch, { ...context, ...change(context) }),
  })
  const bad: readonly (readonly [string, Law, AnyFormat])[] = [
    [
      'forgets regions',
      conserves,
      encodingWith(({ regions }) => ({ regions: (annotation) => [...regions(annotation)].slice(1) })),
    ],
    [
      'counts regions twice',
      conserves,
      encodingWith(({ report }) => ({
        report: { add: (...issue) => report.add(...issue), wrote: (what) => report.wrote(what, 2) },
      })),
    ],
    [
      'keeps losses to itself',
      conserves,
      encodingWith(({ report }) => ({ report: { add: () => undefined, wrote: (...count) => report.wrote(...count) } })),
    ],
    ['calls exact what is not', tellsTheTruth, { ...coco, carries: { ...coco.carries, ellipse: 'exact' } }],
    ['depends on where a batch ends', staysTheSame, { ...coco, encode: (batch) => [...batch].length, join: joinCounts }],
  ]
  it.each(bad)('a format that %s', async (_, law, format) => {
    await expect(check(PROJECTS.image, format, law)).rejects.toMatchObject({ cause: { name: 'AssertionError' } })
  })

  async function joinCounts(parts: AsyncIterable<unknown>, sink: Sink): Promise<void> {
    let text = ''
    for await (const count of parts) text += `${count}\n`
    await sink.put('result.json', text)
  }
})

describe('json', () => {
  it('gives back exactly what came in', async () => {
    const json = formats.find(({ id }) => id === 'json')!
    const anyProject = fc.oneof(...Object.values(PROJECTS))
    await fc.assert(
      fc.asyncProperty(anyProject, fc.constantFrom(...SPELLINGS), async ({ config, tasks }, spell) => {
        const texts = tasks.map((task) => spell(JSON.stringify({ odd: 'ODD', ...task })))
        const result = await convert({ tasks: `[${texts.join(' ,\n')}]`, config, to: json })
        const written = parseJson(result.text(json.singleFile!)).elements()
        expect(written.map((task) => task.text())).toEqual(texts)
      }),
      { numRuns: 60 },
    )
  })
})

/** What another printer makes of the same task: numbers, escapes, white space and repeated keys that JSON.stringify never writes. */
const SPELLINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replace('"ODD"', '[1.0, 1E+2, -0, 12345678901234567890, "\\u00e9\\/", {"a":1,"a":2}]'),
  (text) => text.replaceAll('/', '\\/').replace('"ODD"', '{\r\n\t"__proto__" : [ ]\n}'),
]

type Options = Readonly<Record<string, OptionValue>>
/** Without a config it has to be inferred. */
type Input = Pick<Project, 'tasks'> & Partial<Project>
type Law = (format: AnyFormat, input: Input, options: Options) => Promise<void>

async function check(projects: fc.Arbitrary<Project>, format: AnyFormat, law: Law, numRuns = 25): Promise<void> {
  const inputs = fc
    .tuple(projects, fc.nat(2))
    .map(([{ config, tasks }, dice]): Input => (dice === 0 ? { tasks } : { tasks, config }))
  const property = fc.asyncProperty(inputs, optionsOf(format), (input, options) => law(format, input, options))
  await fc.assert(property, { numRuns })
}

/** All random projects of a kind have the same config. */
function isSuited(format: AnyFormat, projects: fc.Arbitrary<Project>): boolean {
  return fc
    .sample(projects, 1)
    .every(({ config }) => format.unsuited(parseLabelConfig(config), parseOptions(format.options, {}, format.id)) === undefined)
}

async function conserves(format: AnyFormat, input: Input, options: Options): Promise<void> {
  const result = await convert({ ...input, to: format, options, selection: EVERYTHING })
  expectConserved(regionKeys(input.tasks, ['annotations', 'completions', 'predictions']), result)
}

async function conservesDefaults(format: AnyFormat, input: Input, options: Options): Promise<void> {
  const hasPredictions = format.purpose === 'raw' || format.defaults.predictions === 'with'
  const lists = ['annotations', 'completions', ...(hasPredictions ? ['predictions'] : [])]
  expectConserved(regionKeys(input.tasks, lists), await convert({ ...input, to: format, options }))
}

async function tellsTheTruth(format: AnyFormat, input: Input, options: Options): Promise<void> {
  const { issues, result } = await convert({ ...input, to: format, options, selection: EVERYTHING })
  const carries = { ...format.carries, ...format.carriesWith?.(parseOptions(format.options, options, format.id)) }
  for (const [index, fields] of input.tasks.entries()) {
    const task = readTask(parseJson(JSON.stringify(fields)), index, result.config)
    for (const annotation of annotationsOf(task)) expectTruth(carries, task.id, annotation, issues)
  }
}

async function staysTheSame(format: AnyFormat, input: Input, options: Options): Promise<void> {
  const request = { ...input, to: format, options, selection: EVERYTHING }
  const once = await convert(request)
  expectSame(await convert(request), once)
  for (const batchTasks of [1, 2, 7]) expectSame(await convert({ ...request, batchTasks }), once)
}

const DIVIDED = { split: 'train=0.6,val=0.4' }
/** Files about all splits, which only the last one makes whole, and those that name its folder. */
const ABOUT_ALL: ReadonlySet<string> = new Set([
  'data.yaml',
  'classes.txt',
  'notes.json',
  'labelmap.txt',
  'labels.json',
  'README.md',
  'index.jsonl',
])

async function divides(format: AnyFormat, { tasks, config = '<View/>' }: Input, options: Options): Promise<void> {
  const request = { tasks, config, to: format, options, selection: EVERYTHING }
  const divided = await convert({ ...request, output: DIVIDED })
  expectConserved(regionKeys(tasks, ['annotations', 'completions', 'predictions']), divided)
  for (const batchTasks of [1, 2]) expectSame(await convert({ ...request, output: DIVIDED, batchTasks }), divided)
  if (format.survey === 'always') return // the columns of a table are those of all splits
  const json = formats.find(({ id }) => id === 'json')!
  const { text } = await convert({ ...request, to: json, options: {}, output: DIVIDED })
  const train: { id: number }[] = JSON.parse(text('train.json'))
  const ids = new Set(train.map(({ id }) => id))
  const alone = await convert({ ...request, tasks: tasks.filter(({ id }) => ids.has(Number(id))) })
  const written = [...divided.files.values()].map((bytes) => Buffer.from(bytes).toString('base64'))
  for (const [path, bytes] of alone.files)
    if (!ABOUT_ALL.has(path)) expect(written, `${path} of the first split`).toContain(Buffer.from(bytes).toString('base64'))
}

/** Each option with a closed set of values takes any of them, the others stay as they are. */
function optionsOf(format: AnyFormat): fc.Arbitrary<Options> {
  const values = Object.entries(format.options).map(([name, option]): [string, fc.Arbitrary<OptionValue>] => {
    const choices = option.choices?.filter((choice) => choice !== 'error') // asks for a stop where there is a loss
    if (typeof option.default === 'boolean') return [name, fc.boolean()]
    return [name, choices === undefined ? fc.constant(option.default) : fc.constantFrom(option.default, ...choices)]
  })
  const defaults = Object.fromEntries(Object.entries(format.options).map(([name, option]) => [name, option.default]))
  return fc.oneof(fc.constant(defaults), fc.record(Object.fromEntries(values)))
}

const keyOf = (...parts: readonly unknown[]) => JSON.stringify(parts)

/** The regions in the lists of these names; the generators call them r0_, r1_ … */
function regionKeys(tasks: Project['tasks'], lists: readonly string[]): Set<string> {
  const keys = new Set<string>()
  for (const task of tasks.map((fields) => parseJson(JSON.stringify(fields))))
    for (const annotation of lists.flatMap((list) => task.get(list)?.elements() ?? []))
      for (const result of annotation.get('result')?.elements() ?? []) {
        const region = result.get('id')?.string()
        if (region !== undefined && /^r\d+_$/.test(region))
          keys.add(keyOf(task.get('id')?.number(), annotation.get('id')?.number(), region))
      }
  return keys
}

function expectConserved(given: ReadonlySet<string>, { issues, wrote }: Converted): void {
  const kept = [...given].filter((key) => {
    const [task, annotation, region] = JSON.parse(key) as [number, number, string]
    return !isDropped(issues, task, annotation, region)
  })
  expect(wrote.get('regions') ?? 0, `written, of ${given.size} given, of which are not reported dropped: ${kept.join(' ')}`).toBe(
    kept.length,
  )
}

/** Reported dropped itself, or the annotation or the task it is in. */
function isDropped(issues: readonly ReportedIssue[], task: Id, annotation: Id | undefined, region: string): boolean {
  return issues.some(
    (issue) =>
      issue.effect === 'dropped' &&
      !PARTIAL.has(issue.code) &&
      issue.task === task &&
      (issue.annotation === undefined || issue.annotation === annotation) &&
      (issue.region === undefined || issue.region === region),
  )
}

function expectTruth(carries: Carries, task: Id, annotation: Annotation, issues: readonly ReportedIssue[]): void {
  const about = issues.filter((issue) => issue.task === task && issue.annotation === annotation.id)
  const isGone = isDropped(issues, task, annotation.id, '')
  for (const region of annotation.regions) {
    const own = about.filter((issue) => issue.region === region.id)
    expectShapeTruth(carries, region, own, isDropped(issues, task, annotation.id, region.id))
  }
  expectAspect(carries, 'answers', 'answer-dropped', annotation.answers.length > 0 && !isGone, about)
  expectAspect(carries, 'relations', 'relation-dropped', annotation.relations.length > 0 && !isGone, about)
}

function expectShapeTruth(
  carries: Carries,
  { shape, labels, attributes }: Region,
  own: readonly ReportedIssue[],
  isGone: boolean,
): void {
  const fidelity = carries[shape.kind]
  if (fidelity === 'drop') expect(isGone, `${shape.kind} is dropped and reported`).toBe(true)
  if (fidelity === 'exact')
    expect(
      own.filter(({ code }) => RESHAPED.has(code)),
      `${shape.kind} is exact`,
    ).toEqual([])
  const isTurned = (shape.kind === 'rectangle' || shape.kind === 'ellipse') && shape.rotation !== 0
  if (isTurned && carries.rotation !== 'exact' && !isGone)
    expect(
      own.map(({ effect }) => effect),
      'rotation',
    ).toContain('approximated')
  if (carries.rotation === 'exact') expect(own.map(({ code }) => code)).not.toContain('rotation-flattened')
  expectAspect(carries, 'several-labels', 'labels-cut', labels.length > 1 && !isGone, own)
  expectAspect(carries, 'attributes', 'attribute-dropped', attributes.length > 0 && !isGone, own)
}

function expectAspect(
  carries: Carries,
  aspect: Aspect,
  code: IssueCode,
  isPresent: boolean,
  issues: readonly ReportedIssue[],
): void {
  const codes = issues.map((issue) => issue.code)
  if (carries[aspect] === 'exact') expect(codes, `${aspect} are exact`).not.toContain(code)
  if (carries[aspect] === 'drop' && isPresent) expect(codes, `${aspect} are dropped`).toContain(code)
}

function expectSame(actual: Converted, expected: Converted): void {
  expect([...actual.files.keys()]).toEqual([...expected.files.keys()])
  for (const [path, bytes] of expected.files) expect(Buffer.compare(actual.files.get(path)!, bytes), path).toBe(0)
  expect(sortedIssues(actual)).toEqual(sortedIssues(expected))
  expect(actual.wrote).toEqual(expected.wrote)
}

/** The report goes batch by batch, so the order is not the same in batches of another size. */
function sortedIssues({ issues }: Converted): string[] {
  return issues.map((issue) => JSON.stringify(issue)).sort()
}
