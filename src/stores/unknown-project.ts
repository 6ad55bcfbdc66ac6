import { GoldpanError } from '../model/error.ts'

export function unknownProject(id: number): GoldpanError {
  return new GoldpanError(
    'project-unknown',
    `there is no project ${id}`,
    '[`goldpan projects` lists those that are there || it may have been deleted]',
  )
}
