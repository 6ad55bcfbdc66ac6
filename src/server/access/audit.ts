import { randomBytes } from 'node:crypto'
import type { Store } from '../../stores/store.ts'
import type { Log } from '../http/log.ts'
import type { User } from './access.ts'

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
  let count = 0
  return {
    async note(user, action, details = {}) {
      const at = now()
      // in order of time, and within a millisecond of coming; the random digits tell two servers and two starts apart
      const key = [at.getTime(), (count++ % 1_000_000).toString().padStart(6, '0'), randomBytes(4).toString('hex')].join('-')
      const entry = { id: key, at: at.toISOString(), user: user.id, email: user.email, action, ...details }
      log.info('audit', entry)
      await records.put(AUDIT, key, JSON.stringify(entry))
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
