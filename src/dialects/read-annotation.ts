import type { JsonNode } from '../json/node.ts'
import { Row, type Rows } from '../json/outline.ts'
import { kindAt } from '../json/token.ts'
import { ISSUES, type Issue } from '../model/issue.ts'
import type { LabelConfig } from '../model/label-config.ts'
import type { Annotation, Annotator, Answer, Id, RawResult, Region, Relation } from '../model/task.ts'
import { type Grouped, groupResults } from './group-results.ts'
import { problemOf, ReadResult } from './read-result.ts'
import { readId, readNumber, withArticle } from './read-value.ts'
import { ANNOTATION, annotationAt as at, RESULT, RESULTS_END } from './task-outline.ts'

const NO_ISSUES: readonly Issue[] = []

/** An annotation or prediction of any dialect, as a view of its row, that of {@link ANNOTATION}. What a run does not ask for is never read. */
export class ReadAnnotation extends Row implements Annotation {
  readonly origin: 'annotation' | 'prediction'
  readonly complete: boolean
  readonly #taskId: Id
  readonly #config: LabelConfig
  #results: readonly ReadResult[] | undefined
  #issues: readonly Issue[] = NO_ISSUES
  #grouped: Grouped | undefined

  constructor(
    rows: Rows,
    place: number,
    origin: 'annotation' | 'prediction',
    taskId: Id,
    config: LabelConfig,
    kept?: readonly ReadResult[],
  ) {
    super(rows, place)
    this.origin = origin
    this.complete = kept === undefined
    this.#taskId = taskId
    this.#config = config
    this.#results = kept
  }

  get id(): Id | undefined {
    return readId(this.valueAt(at.id))
  }

  get wasCancelled(): boolean {
    return this.#isTruthy(at.was_cancelled) || this.#isTruthy(at.skipped)
  }

  get groundTruth(): boolean {
    return this.#isTruthy(at.ground_truth) || this.#isTruthy(at.honeypot)
  }

  get annotator(): Annotator {
    return readAnnotator(this.valueAt(at.completed_by), this.valueAt(at.created_username))
  }

  get createdAt(): string | undefined {
    return this.stringAt(at.created_at) ?? isoDate(this.valueAt(at.created_ago))
  }

  get updatedAt(): string | undefined {
    return this.stringAt(at.updated_at)
  }

  get modelVersion(): string | undefined {
    return this.stringAt(at.model_version)
  }

  get score(): number | undefined {
    return readNumber(this.valueAt(at.score))
  }

  get results(): readonly ReadResult[] {
    this.#results ??= this.#readResults()
    return this.#results
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
    this.#results ??= this.#readResults()
    return this.#issues
  }

  /** The same annotation with only some of its results. */
  keep(isKept: (result: RawResult) => boolean): ReadAnnotation {
    const kept = this.results.filter(isKept)
    return kept.length === this.results.length
      ? this
      : new ReadAnnotation(this.rows, this.place, this.origin, this.#taskId, this.#config, kept)
  }

  #group(): Grouped {
    this.#grouped ??= groupResults(this.results, this.#config)
    return this.#grouped
  }

  #readResults(): readonly ReadResult[] {
    const list = this.int(at.result)
    const kind = list === 0 ? 'null' : kindAt(this.rows.tape, list)
    if (kind !== 'array' && kind !== 'null') this.#note(`expected \`result\` to be a list, found ${withArticle(kind)}`)
    const results: ReadResult[] = []
    const end = this.int(RESULTS_END)
    for (let place = this.place + ANNOTATION.size; place < end; place += RESULT.size) {
      const result = new ReadResult(this.rows, place)
      const problem = problemOf(result)
      if (problem === undefined) results.push(result)
      else this.#note(problem, result.id)
    }
    return results
  }

  #note(problem: string, region?: string): void {
    const where = { task: this.#taskId, annotation: this.id, region }
    this.#issues = [
      ...this.#issues,
      { code: 'result-invalid', effect: ISSUES['result-invalid'].effect, where, detail: { problem } },
    ]
  }

  #isTruthy(slot: number): boolean {
    if (!this.has(slot)) return false
    return this.booleanAt(slot) === true || (this.valueAt(slot)?.number() ?? 0) !== 0 || this.stringAt(slot) === 'true'
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

function isoDate(node: JsonNode | undefined): string | undefined {
  const text = node?.string()
  return text !== undefined && /^\d{4}-\d\d-\d\d/.test(text) ? text : undefined
}
