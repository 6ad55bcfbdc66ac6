/** Where things stand in the rows of tasks, annotations and results: the host says it, in the order of `SLOTS` in src/export/plain-memory.ts. */

/** Tokens, but for those named END (places of rows), BYTES (from a row to the next), LABEL and HASH, and the numbers at the end. */
export const enum Slot {
  // of a task
  ID,
  DATA,
  ANNOTATIONS,
  COMPLETIONS,
  PREDICTIONS,
  AGREEMENT,
  COMPLETIONS_END,
  ANNOTATIONS_END,
  PREDICTIONS_END,
  // of an annotation
  ANNOTATION_BYTES,
  COMPLETED_BY,
  CREATED_USERNAME,
  WAS_CANCELLED,
  SKIPPED,
  CREATED_AT,
  UPDATED_AT,
  MODEL_VERSION,
  HISTORY,
  RESULT,
  RESULTS_END,
  // of a result
  RESULT_BYTES,
  TYPE,
  FROM_NAME,
  TO_NAME,
  ID_HASH,
  VALUE,
  ORIGINAL_WIDTH,
  ORIGINAL_HEIGHT,
  ORIGINAL_LENGTH,
  PARENT_ID,
  ITEM_INDEX,
  SCORE,
  // of its value
  RECTANGLE_LABEL,
  LABEL,
  LABELS,
  TEXT,
  X,
  ROTATION,
  START_OFFSET,
  RADIUS_X,
  RANGES,
  CONFIDENCE,
  // as doubles
  MEDIA_WIDTH,
  MEDIA_HEIGHT,
  X_NUMBER,
  Y_NUMBER,
  WIDTH_NUMBER,
  HEIGHT_NUMBER,
  ROTATION_NUMBER,
  START_NUMBER,
  END_NUMBER,
}

/** By slot its place in a row, in bytes. */
const SLOTS: usize = memory.data(240)
export function slots(): usize {
  return SLOTS
}

// @ts-ignore: decorator
@inline
export function placeOf(slot: Slot): usize {
  return <usize>load<u32>(SLOTS + (<usize>slot << 2))
}

/** What stands in a slot: 0 for no token. */
// @ts-ignore: decorator
@inline
export function numberAt(row: usize, slot: Slot): u32 {
  return load<u32>(row + placeOf(slot))
}

// @ts-ignore: decorator
@inline
export function doubleAt(row: usize, slot: Slot): f64 {
  return load<f64>(row + placeOf(slot))
}

/** Whether there is nothing in the slots of a row from the first to the last, and in those between them. */
export function areEmpty(row: usize, first: Slot, last: Slot): bool {
  let any: u32 = 0
  const end = row + placeOf(last)
  for (let at = row + placeOf(first); at <= end; at += 4) any |= load<u32>(at)
  return any == 0
}
