// What a Label Studio export writes around the results of a task, field for field.

/** @typedef {import('./random.mjs').Random} Random */

const ID_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'

/**
 * @param {Random} random
 * @param {number} index of the task, from 0
 * @param {Record<string, unknown>} data
 * @param {readonly Record<string, unknown>[]} annotations
 * @param {string | null} upload the name of the uploaded file
 */
export function envelope(random, index, data, annotations, upload) {
  return {
    id: 1000 + index,
    annotations,
    file_upload: upload,
    drafts: [],
    predictions: [],
    data,
    meta: {},
    created_at: instant(random, index),
    updated_at: instant(random, index),
    inner_id: index + 1,
    total_annotations: annotations.length,
    cancelled_annotations: annotations.filter(({ was_cancelled }) => was_cancelled).length,
    total_predictions: 0,
    comment_count: 0,
    unresolved_comment_count: 0,
    last_comment_updated_at: null,
    project: 1,
    updated_by: 1,
    comment_authors: [],
  }
}

/**
 * @param {Random} random
 * @param {number} index of the task, from 0
 * @param {readonly unknown[]} result
 * @param {{ number?: number, annotator?: number, cancelled?: boolean }} [options]
 */
export function annotation(random, index, result, { number = index, annotator = 1 + (number % 9), cancelled = false } = {}) {
  const created = instant(random, number)
  return {
    id: 500_000 + number,
    completed_by: annotator,
    result,
    was_cancelled: cancelled,
    ground_truth: false,
    created_at: created,
    updated_at: instant(random, number + 1),
    draft_created_at: created,
    lead_time: Math.round(random.uniform(3, 300) * 1000) / 1000,
    prediction: {},
    result_count: result.length,
    unique_id: `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`,
    import_id: null,
    last_action: null,
    bulk_created: false,
    task: 1000 + index,
    project: 1,
    updated_by: 1,
    parent_prediction: null,
    parent_annotation: null,
    last_created_by: null,
  }
}

/** Ten letters, as Label Studio names regions. @param {Random} random */
export function regionId(random) {
  return Array.from({ length: 10 }, () => ID_LETTERS[random.below(ID_LETTERS.length)]).join('')
}

/** @param {Random} random @param {number} index */
export function instant(random, index) {
  const day = `2024-${two(1 + (index % 12))}-${two(1 + (index % 28))}`
  const time = `${two(index % 24)}:${two(random.below(60))}:${two(random.below(60))}`
  return `${day}T${time}.${String(random.below(1_000_000)).padStart(6, '0')}Z`
}

/** @param {number} value */
function two(value) {
  return String(value).padStart(2, '0')
}
