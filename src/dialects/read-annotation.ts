import type { JsonNode } from '../json/node.ts'
import { ISSUES, type Issue } from '../model/issue.ts'
import type { LabelConfig } from '../model/label-config.ts'
import type { Annotation, Annotator, Answer, Id, RawResult, Region, Relation } from '../model/task.ts'
import { type Grouped, groupResults } from './group-results.ts'
import { readId, readNumber, withArticle } from './read-value.ts'

const FIELDS = [
  'id',
  'completed_by',
  'created_username',
  'was_cancelled',
  'skipped',
  'ground_truth',
  'honeypot',
  'created_at',
  'created_ago',
  'updated_at',
  'model_version',
  'score',
  'result',
]
const RESULT_FIELDS = ['id', 'from_name', 'to_name', 'type', 'value', 'from_id', 'to_id']

/** An annotation or prediction of any dialect. What a run does not ask for is never read. */
export class ReadAnnotation implements Annotation {
  readonly origin: 'annotation' | 'prediction'
  readonly node: JsonNode
  readonly id: Id | undefined
  readonly annotator: Annotator
  readonly wasCancelled: boolean
  readonly groundTruth: boolean
  readonly createdAt: string | undefined
  readonly updatedAt: string | undefined
  readonly modelVersion: string | undefined
  readonly score: number | undefined
  readonly complete: boolean
  readonly #taskId: Id
  readonly #config: LabelConfig
  readonly #list: JsonNode | undefined
  #read: { results: readonly RawResult[]; issues: readonly Issue[] } | undefined
  #grouped: Grouped | undefined

  constructor(node: JsonNode, origin: 'annotation' | 'prediction', taskId: Id, config: LabelConfig, kept?: readonly RawResult[]) {
    const [id, by, username, cancelled, skipped, truth, honeypot, created, createdAgo, updated, model, score, result] =
      node.pick(FIELDS)
    this.node = node
    this.origin = origin
    this.id = readId(id)
    this.annotator = readAnnotator(by, username)
    this.wasCancelled = isTruthy(cancelled) || isTruthy(skipped)
    this.groundTruth = isTruthy(truth) || isTruthy(honeypot)
    this.createdAt = created?.string() ?? isoDate(createdAgo)
    this.updatedAt = updated?.string()
    this.modelVersion = model?.string()
    this.score = readNumber(score)
    this.complete = kept === undefined
    this.#taskId = taskId
    this.#config = config
    this.#list = result
    if (kept !== undefined) this.#read = { results: kept, issues: [] }
  }

  get results(): readonly RawResult[] {
    return this.#readResults().results
  }

  get regions(): readonly Region[] {
    return this.#group().regions
  }

  get answers(): readonly Answer[] {
    return this.#group().answers
  }

  get relations(): readonly Relation[] {
    return this.#group().relations
  }

  get issues(): readonly Issue[] {
    return this.#readResults().issues
  }

  /** The same annotation with only some of its results. */
  keep(isKept: (result: RawResult) => boolean): ReadAnnotation {
    const kept = this.results.filter(isKept)
    return kept.length === this.results.length
      ? this
      : new ReadAnnotation(this.node, this.origin, this.#taskId, this.#config, kept)
  }

  #group(): Grouped {
    this.#grouped ??= groupResults(this.results, this.#config)
    return this.#grouped
  }

  #readResults(): { results: readonly RawResult[]; issues: readonly Issue[] } {
    if (this.#read !== undefined) return this.#read
    const results: RawResult[] = []
    const issues: Issue[] = []
    const note = (problem: string, region?: string) =>
      void issues.push({
        code: 'result-invalid',
        effect: ISSUES['result-invalid'].effect,
        where: { task: this.#taskId, annotation: this.id, region },
        detail: { problem },
      })
    const list = this.#list
    if (list !== undefined && list.kind !== 'array' && !list.isNull())
      note(`expected \`result\` to be a list, found ${withArticle(list.kind)}`)
    for (const element of list?.elements() ?? []) {
      const result = readResult(element)
      if (typeof result === 'string') note(result, readIdText(element.get('id')))
      else results.push(result)
    }
    this.#read = { results, issues }
    return this.#read
  }
}

/** `completed_by: 3`, `completed_by: {id, email, username}`, `created_username: "admin"`. */
function readAnnotator(completedBy: JsonNode | undefined, createdUsername: JsonNode | undefined): Annotator {
  if (completedBy?.kind === 'object') {
    const text = (key: string) => completedBy.get(key)?.string() || undefined
    return { id: readId(completedBy.get('id')), email: text('email'), username: text('username') }
  }
  return { id: readId(completedBy), email: undefined, username: createdUsername?.string() || undefined }
}

/** A result, or what is wrong with it. Relations and chat messages name no control. */
function readResult(node: JsonNode): RawResult | string {
  if (node.kind !== 'object') return `expected an object, found ${withArticle(node.kind)}`
  const [id, fromName, toName, typeNode, value, fromId, toId] = node.pick(RESULT_FIELDS)
  const type = typeNode?.string() ?? ''
  const result = {
    node,
    id: readIdText(id),
    fromName: fromName?.string() ?? '',
    toName: toName?.string() ?? '',
    type,
    value,
  }
  if (type === 'relation')
    return fromId !== undefined && toId !== undefined ? result : 'the relation has no `from_id` and `to_id`'
  if (result.fromName === '' && type === '') return 'it has neither `from_name` nor `type`'
  if (value === undefined || value.isNull()) return 'it has no `value`'
  if (value.kind !== 'object') return `expected \`value\` to be an object, found ${withArticle(value.kind)}`
  return result
}

function readIdText(node: JsonNode | undefined): string | undefined {
  const id = readId(node)
  return id === undefined ? undefined : String(id)
}

function isTruthy(node: JsonNode | undefined): boolean {
  return node?.boolean() === true || (node?.number() ?? 0) !== 0 || node?.string() === 'true'
}

function isoDate(node: JsonNode | undefined): string | undefined {
  const text = node?.string()
  return text !== undefined && /^\d{4}-\d\d-\d\d/.test(text) ? text : undefined
}
