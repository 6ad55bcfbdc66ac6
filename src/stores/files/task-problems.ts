import { GoldpanError } from '../../model/error.ts'
import type { Id } from '../../model/task.ts'
import type { TaskFileName } from './file-names.ts'
import type { NoTask } from './read-document.ts'

/** Why a file is not looked into; undefined for those that are. @param file with its folder */
export function nameProblem(file: string, name: string, said: TaskFileName): GoldpanError | undefined {
  switch (said.kind) {
    case 'id':
    case 'hash':
      return undefined
    case 'foreign':
      return new GoldpanError('file-skipped', `\`${name}\` is not a JSON file`, 'tasks are one to a file: `7.json`', { file })
    case 'misspelled':
      return new GoldpanError('file-skipped', `no task is kept as \`${name}\``, `call it \`${said.name}\``, { file })
  }
}

export function damagedFile(file: string, { message, byte }: NoTask): GoldpanError {
  const hint = 'mend the file, or move it out of the folder; other tasks are not concerned'
  return new GoldpanError('task-invalid', message, hint, { file, byte })
}

/** The task is given out under the id of its file all the same. */
export function otherId(file: string, id: Id, ownId: Id): GoldpanError {
  const message = `the task says that its id is ${JSON.stringify(ownId)}; it is known by that of its file`
  return new GoldpanError('id-differs', message, 'change the one or the other', { file, task: id })
}
