import { OPEN_BRACE } from '../../json/ascii.ts'
import { KeyTable } from '../../json/key-table.ts'
import type { Tape } from '../../json/scan.ts'
import { decodeString } from '../../json/text.ts'
import { closerOf, isStringAt, nextToken } from '../../json/token.ts'
import type { Report } from '../../model/issue.ts'
import { type Annotation, annotatorName, type Task } from '../../model/task.ts'
import { type CellWriter, SharedCells } from './cell-writer.ts'
import { idOf, itemsOf, reportWritten } from './record.ts'
import { AT, type TidyPlan } from './tidy-columns.ts'
import { TidyRow } from './tidy-row.ts'

const FIELDS = new KeyTable(['id', 'created_at', 'updated_at', 'lead_time', 'score'])

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
    this.#row = new TidyRow(plan, cells)
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
    this.#beginRow()
    this.#row.writeNothing()
    this.#endRow()
    return 1
  }

  #ownRows({ regions, answers, relations }: Annotation): number {
    for (let k = 0; k < regions.length; k++) {
      this.#beginRow()
      this.#row.writeRegion(regions[k]!)
      this.#endRow()
    }
    for (const answer of answers) {
      this.#beginRow()
      this.#row.writeAnswer(answer)
      this.#endRow()
    }
    for (const relation of relations) {
      this.#beginRow()
      this.#row.writeRelation(relation)
      this.#endRow()
    }
    return regions.length + answers.length + relations.length
  }

  #beginRow(): void {
    this.#cells.shared(this.#common, this.#writeAnnotation)
  }

  #endRow(): void {
    this.#cells.shared(this.#data, this.#writeData)
    this.#cells.endRow()
  }

  #annotationCells(): void {
    const cells = this.#cells
    const { node, id } = this.#task!
    cells.cell(idOf(node, id))
    if (this.#annotation === undefined) cells.empty(AT.region_id - AT.annotation_id)
    else this.#provenance(this.#annotation)
  }

  /** Who, when, how long; of a prediction the model instead of a person. */
  #provenance(annotation: Annotation): void {
    const cells = this.#cells
    const { tape, token } = annotation.node
    const fields = FIELDS.locate(tape, token)
    const person = annotatorName(annotation.annotator)
    const isPrediction = annotation.origin === 'prediction'
    const created = fields.token(FIELDS.at.created_at)
    this.#field(tape, fields.token(FIELDS.at.id))
    cells.cell(annotation.origin)
    cells.cell(isPrediction || person === undefined ? undefined : String(person)) // a name, also where it is a number
    if (created !== 0 && isStringAt(tape, created)) cells.token(tape, created)
    else cells.cell(annotation.createdAt ?? fields.node(FIELDS.at.created_at))
    this.#field(tape, fields.token(FIELDS.at.updated_at))
    this.#field(tape, fields.token(FIELDS.at.lead_time))
    cells.cell(isPrediction ? (annotation.modelVersion ?? person) : undefined) // Annotation Lab names the model as a user
    this.#field(tape, isPrediction ? fields.token(FIELDS.at.score) : 0)
  }

  #field(tape: Tape, token: number): void {
    if (token === 0) this.#cells.empty(1)
    else this.#cells.token(tape, token)
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
    for (let k = 0; k < tokens.length; k++) this.#field(tape, tokens[k]!)
  }
}
