import type { LabelConfig } from '../../model/label-config.ts'
import type { Survey } from '../../model/survey.ts'
import { byCodePoint, type ColumnNames, nameColumns } from './column-names.ts'
import type { RecordOptions } from './record.ts'

/** The columns of a table with a row per region, always these and in this order; answers and data follow. */
const COLUMNS = [
  ...(['task_id', 'annotation_id', 'origin', 'annotator', 'created_at', 'updated_at', 'lead_time'] as const),
  ...(['model_version', 'prediction_score'] as const),
  ...(['region_id', 'parent_id', 'type', 'from_name', 'to_name', 'page', 'label', 'labels', 'score', 'meta'] as const),
  ...(['x', 'y', 'width', 'height', 'rotation', 'radius_x', 'radius_y', 'points', 'original_width', 'original_height'] as const),
  ...(['start', 'end', 'start_offset', 'end_offset', 'text', 'channel', 'original_length'] as const),
  ...(['from_id', 'to_id', 'direction', 'value'] as const),
] as const

type Column = (typeof COLUMNS)[number]

/** The place of each of these columns. */
export const AT = Object.fromEntries(COLUMNS.map((column, k) => [column, k])) as Record<Column, number> // its keys are those

const COLUMN_OF_MEMBER = {
  ...{ x: 'x', y: 'y', width: 'width', height: 'height', rotation: 'rotation', points: 'points', start: 'start', end: 'end' },
  ...{ text: 'text', channel: 'channel', score: 'score', radiusX: 'radius_x', radiusY: 'radius_y' },
  ...{ startOffset: 'start_offset', endOffset: 'end_offset' },
} as const satisfies Record<string, Column>

const COLUMN_OF_FIELD = {
  ...{ id: 'region_id', to_name: 'to_name', parentID: 'parent_id', score: 'score', meta: 'meta' },
  ...{ original_width: 'original_width', original_height: 'original_height', original_length: 'original_length' },
  item_index: 'page',
} as const satisfies Record<string, Column>

/** Where a member of `value` goes; units and meaning are Label Studio's (percent, degrees, seconds, characters, XPaths). */
export const PLACE_OF_MEMBER: ReadonlyMap<string, number> = placesOf(COLUMN_OF_MEMBER)
/** Where a field beside `value` goes. */
export const PLACE_OF_FIELD: ReadonlyMap<string, number> = placesOf(COLUMN_OF_FIELD)

function placesOf(columns: Readonly<Record<string, Column>>): Map<string, number> {
  return new Map(Object.entries(columns).map(([key, column]) => [key, AT[column]]))
}

/** Types whose results are shapes or labels; all others get a column of their own. */
const SHAPE_TYPE = /labels$|^(rectangle|ellipse|polygon|vector|keypoint|brush|bitmask|magicwand|cuboid|videorectangle|relation)$/i

/** Which columns a table with a row per region has: those of every table, then a control each, then a data key each. */
export interface TidyPlan {
  readonly columns: readonly string[]
  readonly names: ColumnNames
  readonly values: RecordOptions['values']
  /** `from_name` → place of its column. */
  readonly controls: ReadonlyMap<string, number>
  /** Key in `data` → place of its column. */
  readonly data: ReadonlyMap<string, number>
  /** The place of the first data key. */
  readonly firstData: number
}

/** The same for all tasks of a run. */
export function planTidy(config: LabelConfig, survey: Survey, values: RecordOptions['values']): TidyPlan {
  const answering = new Map(
    [...survey.controls].filter(([, { types }]) => [...types.keys()].some((type) => !SHAPE_TYPE.test(type))),
  )
  const names = nameColumns(COLUMNS, { ...config, controls: [] }, { ...survey, controls: answering })
  const sorted = (written: ReadonlyMap<string, string>) => [...written.values()].sort(byCodePoint)
  const columns = [...COLUMNS, ...sorted(names.controls), ...sorted(names.data)]
  const places = new Map(columns.map((column, k) => [column, k]))
  const placed = (written: ReadonlyMap<string, string>) =>
    new Map([...written].map(([key, column]) => [key, places.get(column)!]))
  return {
    columns,
    names,
    values,
    controls: placed(names.controls),
    data: placed(names.data),
    firstData: COLUMNS.length + names.controls.size,
  }
}
