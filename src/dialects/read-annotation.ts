import { KeyTable, type Located } from '../json/key-table.ts'
import { JsonNode } from '../json/node.ts'
import type { Tape } from '../json/scan.ts'
import { elementsAt, kindAt } from '../json/token.ts'
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

const { at } = FIELDS

/** An annotation or prediction of any dialect. What a run does not ask for is never read. */
export class ReadAnnotation implements Annotation {
  readonly origin: 'annotation' | 'prediction'
  readonly wasCancelled: boolean
  readonly groundTruth: boolean
  readonly complete: boolean
  readonly #taskId: Id
  readonly #config: LabelConfig
  readonly #tape: Tape
  readonly #token: number
  // Tokens, 0 where there is none.
  readonly #id: number
  readonly #completedBy: number
  readonly #createdUsername: number
  readonly #createdAt: number
  readonly #createdAgo: number
  readonly #updatedAt: number
  readonly #modelVersion: number
  readonly #score: number
  readonly #list: number
  #read: { results: readonly ReadResult[]; issues: readonly Issue[] } | undefined
  #grouped: Grouped | undefined

  constructor(
    { tape, token }: JsonNode,
    origin: 'annotation' | 'prediction',
    taskId: Id,
    config: LabelConfig,
    kept?: readonly ReadResult[],
  ) {
    const fields = FIELDS.locate(tape, token)
    this.origin = origin
    this.wasCancelled = isTruthy(fields, at.was_cancelled) || isTruthy(fields, at.skipped)
    this.groundTruth = isTruthy(fields, at.ground_truth) || isTruthy(fields, at.honeypot)
    this.complete = kept === undefined
    this.#taskId = taskId
    this.#config = config
    this.#tape = tape
    this.#token = token
    this.#id = fields.token(at.id)
    this.#completedBy = fields.token(at.completed_by)
    this.#createdUsername = fields.token(at.created_username)
    this.#createdAt = fields.token(at.created_at)
    this.#createdAgo = fields.token(at.created_ago)
    this.#updatedAt = fields.token(at.updated_at)
    this.#modelVersion = fields.token(at.model_version)
    this.#score = fields.token(at.score)
    this.#list = fields.token(at.result)
    if (kept !== undefined) this.#read = { results: kept, issues: [] }
  }

  get node(): JsonNode {
    return new JsonNode(this.#tape, this.#token)
  }

  get id(): Id | undefined {
    return readId(this.#nodeAt(this.#id))
  }

  get annotator(): Annotator {
    return readAnnotator(this.#nodeAt(this.#completedBy), this.#nodeAt(this.#createdUsername))
  }

  get createdAt(): string | undefined {
    return this.#nodeAt(this.#createdAt)?.string() ?? isoDate(this.#nodeAt(this.#createdAgo))
  }

  get updatedAt(): string | undefined {
    return this.#nodeAt(this.#updatedAt)?.string()
  }

  get modelVersion(): string | undefined {
    return this.#nodeAt(this.#modelVersion)?.string()
  }

  get score(): number | undefined {
    return readNumber(this.#nodeAt(this.#score))
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
    const kind = this.#list === 0 ? 'null' : kindAt(this.#tape, this.#list)
    if (kind !== 'array' && kind !== 'null') note(`expected \`result\` to be a list, found ${withArticle(kind)}`)
    for (const element of kind === 'array' ? elementsAt(this.#tape, this.#list) : []) {
      const result = readResult(this.#tape, element)
      if (typeof result === 'string') note(result, readIdText(new JsonNode(this.#tape, element).get('id')))
      else results.push(result)
    }
    this.#read = { results, issues }
    return this.#read
  }

  #nodeAt(token: number): JsonNode | undefined {
    return token === 0 ? undefined : new JsonNode(this.#tape, token)
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

function isTruthy(fields: Located, k: number): boolean {
  if (!fields.has(k)) return false
  return fields.boolean(k) === true || (fields.number(k) ?? 0) !== 0 || fields.string(k) === 'true'
}

function isoDate(node: JsonNode | undefined): string | undefined {
  const text = node?.string()
  return text !== undefined && /^\d{4}-\d\d-\d\d/.test(text) ? text : undefined
}
