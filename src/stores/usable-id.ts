import { GoldpanError, type Where } from '../model/error.ts'
import type { Id } from '../model/task.ts'

/** Databases cannot hold every string that JSON can: not NUL, and no halves of surrogate pairs. @throws GoldpanError `id-unusable` */
export function needUsableId(id: Id, where: Where = { task: id }): void {
  if (typeof id === 'string' && (!id.isWellFormed() || id.includes('\0')))
    throw new GoldpanError('id-unusable', 'the id has characters that are none', 'give the task another id', where)
}
