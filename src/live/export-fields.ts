/** How a column's value is written in JSON. */
export type FieldKind = 'integer' | 'real' | 'boolean' | 'text' | 'time' | 'json' | 'uuid' | 'file'

/** A key of Label Studio's JSON export, and the column of its database that it comes from. */
export interface Field {
  readonly key: string
  readonly column: string
  readonly kind: FieldKind
}

/** Lists of an exported task that come from other tables. */
export type TaskPart = 'annotations' | 'drafts' | 'predictions' | 'comment_authors'

/*
 * In the order of Label Studio's export, which is that of its serializers:
 * https://github.com/HumanSignal/label-studio/blob/develop/label_studio/data_export/serializers.py.
 * What tells how long ago something was (`created_ago`) is left out: it is another text every minute. So are the names that are put together
 * for display (`created_username`); ids and e-mail addresses are there.
 */

export const TASK: readonly (Field | TaskPart)[] = [
  field('id', 'integer'),
  'annotations',
  field('file_upload', 'file'), // joined from the table of uploads; the key is there for uploaded tasks only
  'drafts',
  'predictions',
  field('data', 'json'),
  field('meta', 'json'),
  field('created_at', 'time'),
  field('updated_at', 'time'),
  field('allow_skip', 'boolean'),
  field('inner_id', 'integer'),
  field('total_annotations', 'integer'),
  field('cancelled_annotations', 'integer'),
  field('total_predictions', 'integer'),
  field('comment_count', 'integer'),
  field('unresolved_comment_count', 'integer'),
  field('last_comment_updated_at', 'time'),
  field('project', 'integer', 'project_id'),
  field('updated_by', 'integer', 'updated_by_id'),
  'comment_authors',
]

export const ANNOTATION: readonly Field[] = [
  field('id', 'integer'),
  field('completed_by', 'integer', 'completed_by_id'),
  field('result', 'json'),
  field('was_cancelled', 'boolean'),
  field('ground_truth', 'boolean'),
  field('created_at', 'time'),
  field('updated_at', 'time'),
  field('draft_created_at', 'time'),
  field('lead_time', 'real'),
  field('prediction', 'json'),
  field('result_count', 'integer'),
  field('unique_id', 'uuid'),
  field('import_id', 'integer'),
  field('last_action', 'text'),
  field('bulk_created', 'boolean'),
  field('task', 'integer', 'task_id'),
  field('project', 'integer', 'project_id'),
  field('updated_by', 'integer', 'updated_by_id'),
  field('parent_prediction', 'integer', 'parent_prediction_id'),
  field('parent_annotation', 'integer', 'parent_annotation_id'),
  field('last_created_by', 'integer', 'last_created_by_id'),
]

export const PREDICTION: readonly Field[] = [
  field('id', 'integer'),
  field('result', 'json'),
  field('model_version', 'text'),
  field('score', 'real'),
  field('cluster', 'integer'),
  field('neighbors', 'json'),
  field('mislabeling', 'real'),
  field('created_at', 'time'),
  field('updated_at', 'time'),
  field('model', 'integer', 'model_id'),
  field('model_run', 'integer', 'model_run_id'),
  field('task', 'integer', 'task_id'),
  field('project', 'integer', 'project_id'),
]

export const DRAFT: readonly Field[] = [
  field('id', 'integer'),
  field('user', 'text', 'user_email'), // joined from the table of users
  field('result', 'json'),
  field('lead_time', 'real'),
  field('was_postponed', 'boolean'),
  field('import_id', 'integer'),
  field('created_at', 'time'),
  field('updated_at', 'time'),
  field('task', 'integer', 'task_id'),
  field('annotation', 'integer', 'annotation_id'),
]

function field(key: string, kind: FieldKind, column = key): Field {
  return { key, column, kind }
}
