import { OPEN_BRACE } from '../../json/ascii.ts'
import { decodeString } from '../../json/text.ts'
import { closerOf, nextToken } from '../../json/token.ts'
import type { Report } from '../../model/issue.ts'
import type { Annotation, Task } from '../../model/task.ts'
import { type CellWriter, SharedCells } from './cell-writer.ts'
import { idOf, itemsOf, provenanceOf, reportWritten } from './record.ts'
import type { TidyPlan } from './tidy-columns.ts'
import { TidyRow } from './tidy-row.ts'

/**
 * Writes a row per region, per answer about the whole task and per relation; one row for who said nothing, so that no task is missing. What is the
 * annotation's stands before what is the row's own, what is the task's behind it.
 */
export class TidyWriter {
  readonly #plan: TidyPlan
  readonly #cells: CellWriter
  readonly #report: Report
  readonly #row: TidyRow
  readonly #common = new SharedCells()
  readonly #data = new SharedCells()
  /** By place behind the first of data the token of its value, 0 where there is none. */
  readonly #dataTokens: Int32Array
  readonly #writeAnnotation: () => void
  readonly #writeData: () => void
  #task: Task | undefined
  #annotation: Annotation | undefined

  constructor(plan: TidyPlan, cells: CellWriter, report: Report) {
    this.#plan = plan
    this.#cells = cells
    this.#report = report
    this.#row = new TidyRow(plan)
    this.#dataTokens = new Int32Array(plan.columns.length - plan.firstData)
    this.#writeAnnotation = () => this.#annotationCells()
    this.#writeData = () => this.#dataCells()
  }

  /** Gives the number of rows. */
  write(task: Task): number {
    this.#task = task
    this.#data.end = 0
    let rows = 0
    for (const annotation of itemsOf(task)) rows += this.#rows(task, annotation)
    return rows
  }

  #rows(task: Task, annotation: Annotation | undefined): number {
    this.#annotation = annotation
    this.#common.end = 0
    this.#cells.begin(task, annotation)
    reportWritten(annotation, true, this.#report)
    const rows = annotation === undefined ? 0 : this.#ownRows(annotation)
    if (rows > 0) return rows
    this.#write(this.#row.nothing())
    return 1
  }

  #ownRows({ regions, answers, relations }: Annotation): number {
    for (let k = 0; k < regions.length; k++) this.#write(this.#row.region(regions[k]!))
    for (const answer of answers) this.#write(this.#row.answer(answer))
    for (const relation of relations) this.#write(this.#row.relation(relation))
    return regions.length + answers.length + relations.length
  }

  #write(row: TidyRow): void {
    this.#cells.shared(this.#common, this.#writeAnnotation)
    row.writeTo(this.#cells)
    this.#cells.shared(this.#data, this.#writeData)
    this.#cells.endRow()
  }

  #annotationCells(): void {
    const cells = this.#cells
    const task = this.#task!
    const provenance = provenanceOf(this.#annotation)
    const annotator = provenance.get('annotator')
    cells.cell(idOf(task.node, task.id))
    cells.cell(provenance.get('annotation_id'))
    cells.cell(this.#annotation?.origin)
    cells.cell(typeof annotator === 'number' ? String(annotator) : annotator)
    for (const key of ['created_at', 'updated_at', 'lead_time', 'model_version', 'score']) cells.cell(provenance.get(key))
  }

  #dataCells(): void {
    const cells = this.#cells
    const tokens = this.#dataTokens.fill(0)
    const { data } = this.#task!
    if (data === undefined) {
      cells.empty(tokens.length)
      return
    }
    const { tape, token } = data
    const closer = closerOf(tape, token, OPEN_BRACE)
    for (let key = token + 2; key < closer; key = nextToken(tape, key + 2)) {
      const place = this.#plan.data.get(decodeString(tape, key))
      if (place !== undefined) tokens[place - this.#plan.firstData] = key + 2
    }
    for (let k = 0; k < tokens.length; k++)
      if (tokens[k] === 0) cells.empty(1)
      else cells.token(tape, tokens[k]!)
  }
}
