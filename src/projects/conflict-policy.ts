/** When a task has an id that the project has already. new-ids: it comes in beside the other, under an id that is free. */
export const CONFLICT_POLICIES = ['overwrite', 'skip', 'new-ids'] as const
export type ConflictPolicy = (typeof CONFLICT_POLICIES)[number]
