import { findObject, type LabelConfig } from '../../model/label-config.ts'
import { isImageTag } from '../../model/media.ts'
import type { Survey } from '../../model/survey.ts'
import { letterKinds } from '../text/letter-kinds.ts'
import type { ColumnNames } from './column-names.ts'
import type { Piece, PlainField, RecordStyle } from './record-run.ts'
import type { TidyPlan } from './tidy-columns.ts'

// How plain tasks are printed as records at once: those with nothing in them but boxes, or spans of a text, of one control.

/** What is known of all tasks. */
interface Known {
  readonly config: LabelConfig
  readonly survey: Survey
}

interface Naming extends Known {
  readonly names: ColumnNames
}

interface Control {
  readonly controlName: string
  readonly objectName: string
  readonly text: RecordStyle['text']
}

const BOX_TYPE = 'rectanglelabels'
const SPAN_TYPE = 'labels'
const LINE_END = '\r\n'
const EMPTY = '""'

/** What is told of each annotation, by the names that it has in records and tables. */
const PROVENANCE = [
  ['annotator', 'completed_by'],
  ['annotation_id', 'id'],
  ['created_at', 'created_at'],
  ['updated_at', 'updated_at'],
  ['lead_time', 'lead_time'],
] as const

/** By column what its cells have in them. */
type Cells = ReadonlyMap<string, readonly Piece[]>

/** A row per region, as {@link TidyWriter} writes it; undefined where there are no such regions. */
export function plainTidyRows(known: Known, plan: TidyPlan, separator: string): RecordStyle | undefined {
  const control = plainControl(known)
  if (control === undefined) return undefined
  const { columns, firstData } = plan
  const data = dataCells(plan.names)
  const bare: Cells = new Map([['task_id', [cell('task', 'id')]], ...data])
  const cells: Cells = new Map([...bare, ...provenanceCells(), ...regionCells(control)])
  const rowOf = (from: number, to: number, of: Cells) => cellsBetween(columns, from, to, separator, of)
  const firstOwn = columns.indexOf('region_id')
  return {
    ...control,
    dataKeys: [...plan.names.data.keys()],
    head: rowOf(0, firstOwn, cells),
    row: rowOf(firstOwn, firstData, cells),
    tail: [...rowOf(firstData, columns.length, cells), LINE_END],
    isRepeated: true,
    bare: [...rowOf(0, columns.length, bare), LINE_END],
    betweenRecords: '',
    betweenRows: '',
    isTable: true,
  }
}

function regionCells({ controlName, text }: Control): Cells {
  return new Map<string, readonly Piece[]>([
    ['origin', ['"annotation"']],
    ['region_id', [cell('result', 'id')]],
    ['type', [quoted(text === undefined ? BOX_TYPE : SPAN_TYPE)]],
    ['from_name', [quoted(controlName)]],
    ['to_name', [cell('result', 'to_name')]],
    ['label', ['"', LABEL, '"']],
    ['labels', ['"[""', LABEL, '""]"']],
    ...(['x', 'y', 'width', 'height', 'rotation', 'start', 'end', 'text'] as const).map(
      (name) => [name, [cell('value', name)]] as const,
    ),
    ...(['original_width', 'original_height'] as const).map((name) => [name, [cell('result', name)]] as const),
  ])
}

/** A row per annotation: the regions are a list in the column of their control. */
export function plainRows(naming: Naming, columns: readonly string[], separator: string): RecordStyle | undefined {
  const control = plainControl(naming)
  const { names } = naming
  const place = control === undefined ? -1 : columns.indexOf(names.controls.get(control.controlName) ?? '')
  if (control === undefined || place < 0) return undefined
  const bare: Cells = new Map([['id', [cell('task', 'id')]], ...dataCells(names)])
  const cells: Cells = new Map([...bare, ...provenanceCells()])
  const rowOf = (from: number, to: number, of: Cells) => cellsBetween(columns, from, to, separator, of)
  return {
    ...control,
    dataKeys: [...names.data.keys()],
    head: [...rowOf(0, place, cells), place > 0 ? separator : '', '"['],
    row: [{ kind: 'value', depth: 0 }],
    tail: [']"', ...rowOf(place + 1, columns.length, cells), LINE_END],
    isRepeated: false,
    bare: [...rowOf(0, columns.length, bare), LINE_END],
    betweenRecords: '',
    betweenRows: ',',
    isTable: true,
  }
}

/** Those of the columns [from, to) of a row, with what stands between them and before them; nothing is in those that are not told. */
function cellsBetween(columns: readonly string[], from: number, to: number, separator: string, cells: Cells): readonly Piece[] {
  return columns.slice(from, to).flatMap((column, k) => [from + k > 0 ? separator : '', ...(cells.get(column) ?? [EMPTY])])
}

/** An annotator is a name, also where it is a number. */
function provenanceCells(): Cells {
  return new Map(
    PROVENANCE.map(([column, key]) => {
      const piece = cell('annotation', key)
      return [column, column === 'annotator' ? ['"', piece, '"'] : [piece]]
    }),
  )
}

function dataCells({ data }: ColumnNames): Cells {
  return new Map([...data.values()].map((column, key) => [column, [{ kind: 'data-cell', key }]]))
}

/** A record of JSON_MIN per annotation. */
export function plainRecords(naming: Naming): RecordStyle | undefined {
  const control = plainControl(naming)
  const { names } = naming
  const name = control && names.controls.get(control.controlName)
  const isRenamed = [...names.data].some(([key, name]) => key !== name)
  if (control === undefined || name === undefined || isRenamed) return undefined
  const member = (name: string, piece: Piece) => [`,\n  ${JSON.stringify(name)}: `, piece]
  const head: readonly Piece[] = ['{', { kind: 'data-members' }, ...member('id', json('task', 'id'))]
  return {
    ...control,
    dataKeys: [...names.data.keys()],
    head: [...head, ...member(name, '['), '\n    '],
    row: [{ kind: 'value', depth: 2 }],
    tail: ['\n  ]', ...PROVENANCE.flatMap(([name, key]) => member(name, json('annotation', key))), '\n}'],
    isRepeated: false,
    bare: [...head, ...PROVENANCE.flatMap(([name]) => member(name, 'null')), '\n}'],
    betweenRecords: ',\n',
    betweenRows: ',\n    ',
    isTable: false,
  }
}

const LABEL: Piece = { kind: 'label' }

function cell(...of: PlainField): Piece {
  return { kind: 'cell', of }
}

function json(...of: PlainField): Piece {
  return { kind: 'json', of }
}

/** The control of boxes, or that of spans, where there is but one of both kinds and it was used; undefined otherwise. */
function plainControl({ config, survey }: Known): Control | undefined {
  const marking = config.controls.filter(({ tag }) => tag === 'RectangleLabels' || tag === 'Labels')
  const [control, ...others] = marking.filter(({ name, tag }) => survey.controls.get(name)?.types.has(typeOf(tag)) === true)
  const [objectName, ...otherObjects] = control?.toNames ?? []
  if (control === undefined || objectName === undefined || others.length > 0 || otherObjects.length > 0) return undefined
  const object = findObject(config, objectName)?.tag
  if (object === undefined || config.indexFlags.length > 0) return undefined
  const { tag, dataPath, valueType } = object
  const isText = tag === 'Text' && dataPath !== '' && !/[.[\]]/.test(dataPath) && valueType !== 'url'
  const isMarked = control.tag === 'Labels' ? isText : isImageTag(tag)
  const text = isText ? { key: dataPath, letters: letterKinds() } : undefined
  return isMarked ? { controlName: control.name, objectName, text } : undefined
}

function typeOf(controlTag: string): string {
  return controlTag === 'Labels' ? SPAN_TYPE : BOX_TYPE
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
