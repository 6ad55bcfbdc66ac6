import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { GoldpanError } from '../model/error.ts'
import type { Store } from '../stores/store.ts'
import { storeAudit } from './access/audit.ts'
import { allUsers, createUser, giveToken, userByToken } from './access/users.ts'
import { DataImports } from './data-imports/data-imports.ts'
import { ExportJobs } from './exports/export-jobs.ts'
import { exportWork } from './exports/export-work.ts'
import { jsonLog, type Log } from './http/log.ts'
import { Metrics } from './http/metrics.ts'
import { ImportQueue } from './imports/import-queue.ts'
import { StoreLease } from './lease.ts'
import { readPageFiles } from './page-files.ts'
import { StatisticsJobs } from './projects/statistics-jobs.ts'
import { createApp } from './server.ts'
import { DEFAULT_LIMITS, type Limits, type Services } from './services.ts'
import { storeWebhooks } from './webhooks/webhook-calls.ts'

export interface ServerSettings {
  readonly store: Store
  /** For uploads, exports and the key that signs tokens. */
  readonly folder: string
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** The administrator's token; without one the first start makes one and tells it once. */
  readonly adminToken?: string | undefined
  /** Signs access tokens; without one a key in `folder` does. */
  readonly secret?: string | undefined
  readonly filesRoot?: string | undefined
  /** Where the built page lies; without it there is the API only. */
  readonly pageFolder?: string | undefined
  /** The folder of the example projects. */
  readonly examples?: string | undefined
  readonly allowsPrivateAddresses?: boolean
  readonly limits?: Partial<Limits>
  /** After so long without a sign of life another server may take over the store. */
  readonly leaseMilliseconds?: number
  readonly log?: Log | undefined
  readonly now?: () => Date
}

export interface RunningServer {
  readonly address: string
  readonly services: Services
  /** Told once, when a token was made at this start. */
  readonly newAdminToken: string | undefined
  /** Never ends, unless another server has taken over the store: then it throws `store-served`, and this one has to be closed. */
  readonly lost: Promise<never>
  /** Waits for what is being answered, and stops jobs so that they begin anew at the next start. */
  close(): Promise<void>
}

const LEASE_MILLISECONDS = 20_000

/** @throws GoldpanError `option-invalid`, `address-taken`, `store-served` */
export async function startServer(settings: ServerSettings): Promise<RunningServer> {
  await mkdir(settings.folder, { recursive: true })
  const services = await makeServices(settings)
  const { store, log, now, jobs, imports, dataImports } = services
  const { leaseMilliseconds: milliseconds = LEASE_MILLISECONDS } = settings
  const lease = await StoreLease.take({ store, log, now, milliseconds })
  try {
    const newAdminToken = await needAdmin(services, settings)
    await imports.takeBack()
    await dataImports.clean()
    await jobs.resume()
    const server = await listen(createApp(services).fetch, settings)
    const address = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${portOf(server)}`
    log.info('started', { address, store: store.name })
    const retention = setInterval(() => forgetOld(services), 3_600_000)
    retention.unref()
    await forgetOld(services)
    const end = () => close(server, services, lease, retention)
    return { address, services, newAdminToken, lost: lease.lost, close: end }
  } catch (error) {
    await jobs.stop()
    await lease.release()
    throw error
  }
}

async function close(
  server: Server,
  { jobs, imports, dataImports, statistics, log }: Services,
  lease: StoreLease,
  retention: NodeJS.Timeout,
) {
  clearInterval(retention)
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  await Promise.all([jobs.stop(), imports.stop(), dataImports.stop(), statistics.stop()])
  const patience = setTimeout(() => server.closeAllConnections(), 10_000)
  const idle = setInterval(() => server.closeIdleConnections(), 50) // those that clients keep when they have their answer
  await closed
  clearInterval(idle)
  clearTimeout(patience)
  await lease.release()
  log.info('stopped')
}

export async function makeServices(settings: Omit<ServerSettings, 'host' | 'port'>): Promise<Services> {
  const { store, folder, filesRoot, allowsPrivateAddresses = false, now = () => new Date() } = settings
  const log = settings.log ?? jsonLog((line) => process.stderr.write(line), now)
  const webhooks = storeWebhooks(store, log, allowsPrivateAddresses)
  const services: Services = {
    store,
    folder,
    secret: settings.secret === undefined ? await keyIn(folder) : Buffer.from(settings.secret),
    limits: { ...DEFAULT_LIMITS, ...settings.limits },
    filesRoot,
    allowsPrivateAddresses,
    log,
    metrics: new Metrics(),
    audit: storeAudit(store, log, now),
    jobs: new ExportJobs(
      {
        store,
        folder,
        log,
        now,
        onEnd: ({ id, kind, project, state, format }) => {
          services.metrics.count('goldpan_export_jobs_total', 'Export jobs that ended.', { kind, state })
          log.info('export-job', { job: id, kind, project, state, format })
          if (kind === 'export') webhooks.tell('EXPORT_DONE', project, { job: { id, status: state, format } })
        },
      },
      exportWork(() => services),
    ),
    imports: new ImportQueue(() => services),
    dataImports: new DataImports(() => services),
    statistics: new StatisticsJobs(() => services),
    webhooks,
    examples: settings.examples,
    page: settings.pageFolder === undefined ? undefined : await readPageFiles(settings.pageFolder),
    now,
  }
  return services
}

/** 256 random bits that only this user of the computer can read; made at the first start. */
async function keyIn(folder: string): Promise<Uint8Array> {
  const path = join(folder, 'signing-key')
  try {
    const file = await open(path, 'wx', 0o600)
    await file.writeFile(randomBytes(32).toString('hex'))
    await file.close()
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error
  }
  return Buffer.from((await readFile(path, 'utf8')).trim(), 'hex')
}

/** An administrator who can sign in: with the given token, or with one that is made now. Gives the new token. */
async function needAdmin({ store, now }: Services, { adminToken }: ServerSettings): Promise<string | undefined> {
  if (adminToken !== undefined && !/^\S{16,200}$/.test(adminToken))
    throw new GoldpanError(
      'option-invalid',
      'GOLDPAN_ADMIN_TOKEN is not possible',
      'it takes 16 to 200 characters without blanks',
    )
  const admin = (await allUsers(store)).find(({ role, is_active: isActive }) => role === 'admin' && isActive)
  if (admin !== undefined && (adminToken === undefined || (await userByToken(store, adminToken))?.id === admin.id))
    return undefined
  const user = admin ?? (await createUser(store, { email: 'admin@localhost', role: 'admin', username: 'admin' }, now()))
  const token = await giveToken(store, user, adminToken)
  return adminToken === undefined ? token : undefined
}

async function forgetOld({ jobs, limits, now, log }: Services): Promise<void> {
  await jobs
    .deleteBefore(new Date(now().getTime() - limits.exportDays * 86_400_000))
    .catch((error: unknown) => log.error('retention-failed', { error: String(error) }))
}

function listen(fetch: (request: Request) => Response | Promise<Response>, { host, port }: ServerSettings): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port, overrideGlobalObjects: false }) as Server // without options of HTTP/2 it is one
    server.on('listening', () => resolve(server))
    server.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new GoldpanError(
              'address-taken',
              `port ${port} is taken`,
              'stop what listens there, or name another one: --port 8081',
            )
          : error,
      ),
    )
  })
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
