import { Level } from '../json/outline.ts'

// What is read of a task, of its annotations and predictions, and of their results, in any dialect; see Level for what a slot is.

export const TASK = new Level()
export const taskAt = TASK.find(['id', 'data', 'annotations', 'completions', 'predictions', 'agreement'])
/** The places behind the rows of each list; the first one starts behind the task's own row. */
export const COMPLETIONS_END = TASK.list(taskAt.completions)
export const ANNOTATIONS_END = TASK.list(taskAt.annotations)
export const PREDICTIONS_END = TASK.list(taskAt.predictions)

export const ANNOTATION = new Level()
export const annotationAt = ANNOTATION.find([
  ...(['id', 'completed_by', 'created_username', 'was_cancelled', 'skipped', 'ground_truth', 'honeypot'] as const),
  ...(['created_at', 'created_ago', 'updated_at', 'lead_time', 'model_version', 'score', 'history', 'result'] as const),
])
export const RESULTS_END = ANNOTATION.list(annotationAt.result)

export const RESULT = new Level()
export const resultAt = RESULT.find([
  ...(['id', 'from_name', 'to_name', 'type', 'value', 'from_id', 'to_id', 'original_width', 'original_height'] as const),
  ...(['original_length', 'meta', 'parentID', 'item_index', 'pageNumber', 'score'] as const), // in this order: assembly/ looks at all from one to another
])
/** Of `value`: what a shape may be made of, what may be told there instead of beside it, and the usual lists of labels. */
export const memberAt = RESULT.findIn(resultAt.value, [
  ...(['x', 'y', 'width', 'height', 'rotation', 'hidden', 'closed', 'start', 'end', 'startOffset', 'endOffset'] as const),
  ...(['globalOffsets', 'text', 'channel', 'instant', 'choices', 'labels'] as const),
  ...(['rectanglelabels', 'polygonlabels', 'ellipselabels', 'brushlabels', 'keypointlabels'] as const),
  // what a box has none of; assembly/plain-box.ts looks at these together
  ...(['radiusX', 'radiusY', 'points', 'vertices', 'rle', 'imageDataURL', 'sequence', 'ranges'] as const),
  ...(['item_index', 'pageNumber', 'score', 'confidence'] as const),
])

export const ID_HASH = RESULT.hash(resultAt.id)
export const FROM_NAME = RESULT.name(resultAt.from_name)
export const TO_NAME = RESULT.name(resultAt.to_name)
export const TYPE = RESULT.name(resultAt.type)
/** Of the lists that hold the labels of most results. */
export const ONLY_LABEL = RESULT.loneName(memberAt.labels)
export const ONLY_RECTANGLE_LABEL = RESULT.loneName(memberAt.rectanglelabels)
export const MEDIA_WIDTH = RESULT.number(resultAt.original_width)
export const MEDIA_HEIGHT = RESULT.number(resultAt.original_height)
/** Of `value`. */
export const X = RESULT.number(memberAt.x)
export const Y = RESULT.number(memberAt.y)
export const WIDTH = RESULT.number(memberAt.width)
export const HEIGHT = RESULT.number(memberAt.height)
export const ROTATION = RESULT.number(memberAt.rotation)
export const START = RESULT.number(memberAt.start)
export const END = RESULT.number(memberAt.end)

export const TASK_OUTLINE = [TASK, ANNOTATION, RESULT] as const
