import type { Store } from '../stores/store.ts'
import type { Audit } from './access/audit.ts'
import type { DataImports } from './data-imports/data-imports.ts'
import type { ExportJobs } from './exports/export-jobs.ts'
import type { Log } from './http/log.ts'
import type { Metrics } from './http/metrics.ts'
import type { ImportQueue } from './imports/import-queue.ts'
import type { PageFiles } from './page-files.ts'
import type { StatisticsJobs } from './projects/statistics-jobs.ts'
import type { Webhooks } from './webhooks/webhook-calls.ts'

/** What the routes stand on; made once by `startServer`, by hand in tests. */
export interface Services {
  readonly store: Store
  /** Where uploads and exports are kept. */
  readonly folder: string
  /** Signs access tokens: 32 random bytes that stay the same from start to start. */
  readonly secret: Uint8Array
  readonly limits: Limits
  /** Below which local storages may read and write; undefined: there are none. */
  readonly filesRoot: string | undefined
  /** Lets storages and webhooks reach private addresses. */
  readonly allowsPrivateAddresses: boolean
  readonly log: Log
  readonly metrics: Metrics
  readonly audit: Audit
  readonly jobs: ExportJobs
  readonly imports: ImportQueue
  readonly dataImports: DataImports
  readonly statistics: StatisticsJobs
  readonly webhooks: Webhooks
  /** The folder of the example projects; undefined where there is none. */
  readonly examples: string | undefined
  /** The web page; undefined where it was not built. */
  readonly page: PageFiles | undefined
  now(): Date
}

export interface Limits {
  /** Of a JSON or form body. */
  readonly bodyBytes: number
  /** Of an import, all its files together. */
  readonly importBytes: number
  /** A user's requests, averaged. */
  readonly requestsPerMinute: number
  /** Of one address without or with wrong credentials. */
  readonly refusalsPerMinute: number
  /** Days that finished exports are kept. */
  readonly exportDays: number
}

export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 32 << 20,
  importBytes: 250_000_000,
  requestsPerMinute: 6000,
  refusalsPerMinute: 60,
  exportDays: 7,
}
