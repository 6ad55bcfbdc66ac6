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

/** A row per region, as {@link TidyWriter} writes it; undefined where there are no such regions. */
export function plainTidyRows(known: Known, plan: TidyPlan, separator: string): RecordStyle | undefined {
  const control = plainControl(known)
  if (control === undefined) return undefined
  const { columns, firstData } = plan
  const pieces = tidyPieces(control)
  const piecesOf = (from: number, to: number, of: (column: string) => readonly Piece[]) =>
    columns.slice(from, to).flatMap((column, k) => [from + k > 0 ? separator : '', ...of(column)])
  const firstOwn = columns.indexOf('region_id')
  const dataKeys = keysByColumn(plan.names.data)
  const empty = () => [EMPTY]
  const tail = [...dataCells(columns.slice(firstData), dataKeys, separator), LINE_END]
  return {
    ...control,
    dataKeys: [...dataKeys.values()],
    head: piecesOf(0, firstOwn, (column) => pieces[column] ?? empty()),
    row: piecesOf(firstOwn, firstData, (column) => pieces[column] ?? empty()),
    tail,
    isRepeated: true,
    bare: [...piecesOf(0, 1, (column) => pieces[column]!), ...piecesOf(1, firstData, empty), ...tail],
    betweenRecords: '',
    betweenRows: '',
    isTable: true,
  }
}

/** What the cells of a region's row have in them; the others nothing. */
function tidyPieces({ controlName, text }: Control): Readonly<Record<string, readonly Piece[]>> {
  return {
    task_id: [cell('task', 'id')],
    annotation_id: [cell('annotation', 'id')],
    origin: ['"annotation"'],
    annotator: ['"', cell('annotation', 'completed_by'), '"'],
    created_at: [cell('annotation', 'created_at')],
    updated_at: [cell('annotation', 'updated_at')],
    lead_time: [cell('annotation', 'lead_time')],
    region_id: [cell('result', 'id')],
    type: [quoted(text === undefined ? BOX_TYPE : SPAN_TYPE)],
    from_name: [quoted(controlName)],
    to_name: [cell('result', 'to_name')],
    label: ['"', LABEL, '"'],
    labels: ['"[""', LABEL, '""]"'],
    x: [cell('value', 'x')],
    y: [cell('value', 'y')],
    width: [cell('value', 'width')],
    height: [cell('value', 'height')],
    rotation: [cell('value', 'rotation')],
    original_width: [cell('result', 'original_width')],
    original_height: [cell('result', 'original_height')],
    start: [cell('value', 'start')],
    end: [cell('value', 'end')],
    text: [cell('value', 'text')],
  }
}

/** A row per annotation: the regions are a list in the column of their control. */
export function plainRows(naming: Naming, columns: readonly string[], separator: string): RecordStyle | undefined {
  const control = plainControl(naming)
  const place = control === undefined ? -1 : columns.indexOf(naming.names.controls.get(control.controlName) ?? '')
  if (control === undefined || place < 0) return undefined
  const keys = keysByColumn(naming.names.data)
  const dataKeys = [...keys.values()]
  const provenance: Readonly<Record<string, readonly Piece[]>> = {
    annotator: ['"', cell('annotation', 'completed_by'), '"'],
    annotation_id: [cell('annotation', 'id')],
    created_at: [cell('annotation', 'created_at')],
    updated_at: [cell('annotation', 'updated_at')],
    lead_time: [cell('annotation', 'lead_time')],
  }
  const cellOf = (column: string, isBare: boolean): readonly Piece[] => {
    if (column === 'id') return [cell('task', 'id')]
    const key = keys.get(column)
    if (key !== undefined) return [{ kind: 'data-cell', key: dataKeys.indexOf(key) }]
    return (isBare ? undefined : provenance[column]) ?? [EMPTY]
  }
  const cells = (from: number, to: number, isBare = false) =>
    columns.slice(from, to).flatMap((column, k) => [from + k > 0 ? separator : '', ...cellOf(column, isBare)])
  return {
    ...control,
    dataKeys,
    head: [...cells(0, place), place > 0 ? separator : '', '"['],
    row: [{ kind: 'value', depth: 0 }],
    tail: [']"', ...cells(place + 1, columns.length), LINE_END],
    isRepeated: false,
    bare: [...cells(0, columns.length, true), LINE_END],
    betweenRecords: '',
    betweenRows: ',',
    isTable: true,
  }
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
    tail: [
      '\n  ]',
      ...member('annotator', json('annotation', 'completed_by')),
      ...member('annotation_id', json('annotation', 'id')),
      ...member('created_at', json('annotation', 'created_at')),
      ...member('updated_at', json('annotation', 'updated_at')),
      ...member('lead_time', json('annotation', 'lead_time')),
      '\n}',
    ],
    isRepeated: false,
    bare: [
      ...head,
      ...['annotator', 'annotation_id', 'created_at', 'updated_at', 'lead_time'].flatMap((name) => member(name, 'null')),
      '\n}',
    ],
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

/** By column its key in `data`. */
function keysByColumn(data: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...data].map(([key, column]) => [column, key]))
}

function dataCells(columns: readonly string[], keys: ReadonlyMap<string, string>, separator: string): readonly Piece[] {
  const order = [...keys.values()]
  return columns.flatMap((column): Piece[] => [separator, { kind: 'data-cell', key: order.indexOf(keys.get(column)!) }])
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
