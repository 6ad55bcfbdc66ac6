/** Tasks printed as records: nothing in them but boxes, or spans of a text, with one label each. Good until the next are printed. */
export interface RecordRun {
  readonly tasks: number
  readonly records: number
  /** Boxes or spans. */
  readonly regions: number
  /** All records, with what stands between them. */
  readonly bytes: Uint8Array
}

/** How records are printed, and of which tasks. */
export interface RecordStyle {
  /** The regions' object tag and their control; both have a name of 16 ASCII letters at most, else nothing is printed. */
  readonly objectName: string
  readonly controlName: string
  /** Where spans are: the key in `data` of their text, and what is known of characters, see {@link letterKinds}. Undefined for boxes. */
  readonly text: { readonly key: string; readonly letters: Uint16Array } | undefined
  /** Keys that `data` may have; tasks with others are no part of a run. */
  readonly dataKeys: readonly string[]
  /** What stands before the rows of an annotation … */
  readonly head: readonly Piece[]
  /** … in each of them, of which a region has one … */
  readonly row: readonly Piece[]
  /** … and behind them. */
  readonly tail: readonly Piece[]
  /** Each row is a record, with head and tail. */
  readonly isRepeated: boolean
  /** The record of a task without annotations. */
  readonly bare: readonly Piece[]
  readonly betweenRecords: string
  readonly betweenRows: string
  /** JSON stands in cells: without white space, its quotes doubled. Else in lines, two blanks per level. */
  readonly isTable: boolean
}

/** Whose value it is, and its key. */
export type PlainField =
  | readonly ['task', 'id']
  | readonly ['annotation', 'id' | 'completed_by' | 'created_at' | 'updated_at' | 'lead_time']
  | readonly ['result', 'id' | 'to_name' | 'original_width' | 'original_height']
  | readonly ['value', 'x' | 'y' | 'width' | 'height' | 'rotation' | 'start' | 'end' | 'text']

/** A part of a record: text as it is, or what is made of a value of the input. */
export type Piece =
  | string
  /** As {@link CellWriter.token} writes it, `""` where there is none; or as JSON at the first level of a record, `null` where there is none. */
  | { readonly kind: 'cell' | 'json'; readonly of: PlainField }
  /** The cell of the k-th data key. */
  | { readonly kind: 'data-cell'; readonly key: number }
  /** The members of `data`, at the first level of a record. */
  | { readonly kind: 'data-members' }
  /** What a result says, with the size of the image, so many levels deep. */
  | { readonly kind: 'value'; readonly depth: number }
  /** The letters of the label. */
  | { readonly kind: 'label' }
