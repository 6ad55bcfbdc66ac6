import type { Store } from '../../stores/store.ts'
import type { Log } from '../http/log.ts'
import type { User } from './access.ts'
import { nextId } from './users.ts'

export type AuditedAction =
  | 'project-deleted'
  | 'tasks-deleted'
  | 'annotation-deleted'
  | 'exported'
  | 'export-downloaded'
  | 'imported'
  | 'token-made'
  | 'user-changed'
  | 'member-changed'
  | 'settings-changed'

/** Who took data out, deleted it, or changed who may: kept in the store and told to the log. */
export interface Audit {
  note(user: User, action: AuditedAction, details?: Readonly<Record<string, unknown>>): Promise<void>
  /** The newest first. */
  list(limit: number): Promise<readonly string[]>
}

const AUDIT = 'audit'

export function storeAudit({ records }: Pick<Store, 'records'>, log: Log, now: () => Date): Audit {
  return {
    async note(user, action, details = {}) {
      const id = await nextId(records, AUDIT)
      const entry = { id, at: now().toISOString(), user: user.id, email: user.email, action, ...details }
      await records.put(AUDIT, String(id).padStart(12, '0'), JSON.stringify(entry))
      log.info('audit', entry)
    },
    async list(limit) {
      const entries = await records.list(AUDIT)
      return entries
        .slice(-limit)
        .map(({ value }) => value)
        .reverse()
    },
  }
}
