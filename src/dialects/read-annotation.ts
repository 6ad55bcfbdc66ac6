import { KeyTable } from '../json/key-table.ts'
import type { JsonNode } from '../json/node.ts'
import { ISSUES, type Issue } from '../model/issue.ts'
import type { LabelConfig } from '../model/label-config.ts'
import type { Annotation, Annotator, Answer, Id, RawResult, Region, Relation } from '../model/task.ts'
import { type Grouped, groupResults } from './group-results.ts'
import { type ReadResult, readIdText, readResult } from './read-result.ts'
import { readId, readNumber, withArticle } from './read-value.ts'

const FIELDS = new KeyTable([
  ...(['id', 'completed_by', 'created_username', 'was_cancelled', 'skipped', 'ground_truth', 'honeypot'] as const),
  ...(['created_at', 'created_ago', 'updated_at', 'model_version', 'score', 'result'] as const),
])

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
  #read: { results: readonly ReadResult[]; issues: readonly Issue[] } | undefined
  #grouped: Grouped | undefined

  constructor(
    node: JsonNode,
    origin: 'annotation' | 'prediction',
    taskId: Id,
    config: LabelConfig,
    kept?: readonly ReadResult[],
  ) {
    const fields = node.pick(FIELDS)
    this.node = node
    this.origin = origin
    this.id = readId(fields.id)
    this.annotator = readAnnotator(fields.completed_by, fields.created_username)
    this.wasCancelled = isTruthy(fields.was_cancelled) || isTruthy(fields.skipped)
    this.groundTruth = isTruthy(fields.ground_truth) || isTruthy(fields.honeypot)
    this.createdAt = fields.created_at?.string() ?? isoDate(fields.created_ago)
    this.updatedAt = fields.updated_at?.string()
    this.modelVersion = fields.model_version?.string()
    this.score = readNumber(fields.score)
    this.complete = kept === undefined
    this.#taskId = taskId
    this.#config = config
    this.#list = fields.result
    if (kept !== undefined) this.#read = { results: kept, issues: [] }
  }

  get results(): readonly ReadResult[] {
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

  #readResults(): { results: readonly ReadResult[]; issues: readonly Issue[] } {
    if (this.#read !== undefined) return this.#read
    const results: ReadResult[] = []
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

function isTruthy(node: JsonNode | undefined): boolean {
  if (node === undefined) return false
  return node.boolean() === true || (node.number() ?? 0) !== 0 || node.string() === 'true'
}

function isoDate(node: JsonNode | undefined): string | undefined {
  const text = node?.string()
  return text !== undefined && /^\d{4}-\d\d-\d\d/.test(text) ? text : undefined
}
