import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { GoldpanError } from '../model/error.ts'
import { interruptedExitCode, interruptible } from './interrupt.ts'
import { dataFolder } from './store.ts'

interface Flags {
  readonly data?: string
  readonly store?: string
  readonly examples?: boolean
  readonly host: string
  readonly port: string
  readonly filesRoot?: string
  readonly allowPrivateAddresses?: boolean
  readonly keepExports: string
  readonly importLimit: string
}

/** `goldpan serve`: the API over a store, until it is interrupted. */
export function serveCommand(done: (exitCode: number) => void): Command {
  return new Command('serve')
    .description('Serves projects over HTTP, as Label Studio’s own clients expect it.')
    .option('--data <folder>', 'for uploads, exports and the signing key (default: your data folder)')
    .option(
      '--store <place>',
      'where projects are kept: a .db file, postgres://…, a folder, s3://bucket/prefix (default: $GOLDPAN_STORE, else goldpan.db in the data folder)',
    )
    .option('--examples', 'fill a store that has no projects with the bundled examples')
    .option('--port <number>', 'what to listen on; 0: any that is free', '8080')
    .option('--host <address>', 'which address to listen on; others than loopback need GOLDPAN_ADMIN_TOKEN', 'localhost')
    .option('--files-root <folder>', 'below which local storages may read and write; by default there are none')
    .option('--allow-private-addresses', 'let storages, webhooks and imports reach private addresses')
    .option('--keep-exports <days>', 'how long finished exports are kept', '7')
    .option('--import-limit <bytes>', 'the largest import', '250000000')
    .addHelpText(
      'after',
      '\nThe first start prints the administrator’s token once. Environment: GOLDPAN_ADMIN_TOKEN sets it, GOLDPAN_SECRET signs access tokens.',
    )
    .action(async (flags: Flags) => done(await run(flags)))
}

/** The same place seen from the source and from the bundle. */
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

async function run(flags: Flags): Promise<number> {
  const adminToken = process.env.GOLDPAN_ADMIN_TOKEN
  needSafeHost(flags.host, adminToken)
  const limits = {
    exportDays: needNumber('--keep-exports', flags.keepExports, 1),
    importBytes: needNumber('--import-limit', flags.importLimit, 1),
  }
  const port = needNumber('--port', flags.port, 0)
  // the framework is loaded by those who serve
  const [{ startServer }, { importExamples }, { openStore }, { mkdir }] = await Promise.all([
    import('../server/start.ts'),
    import('../server/examples.ts'),
    import('../stores/index.ts'),
    import('node:fs/promises'),
  ])
  const folder = flags.data ?? dataFolder()
  await mkdir(folder, { recursive: true })
  const store = await openStore(flags.store ?? (process.env.GOLDPAN_STORE || join(folder, 'goldpan.db')))
  try {
    const server = await startServer({
      store,
      folder,
      host: flags.host,
      port,
      adminToken,
      secret: process.env.GOLDPAN_SECRET,
      filesRoot: flags.filesRoot,
      pageFolder: join(ROOT, 'dist', 'page'),
      examples: join(ROOT, 'examples'),
      allowsPrivateAddresses: flags.allowPrivateAddresses === true,
      limits,
    })
    if (flags.examples === true) await importExamples(server.services, join(ROOT, 'examples'))
    process.stdout.write(printGreeting(server.address, store.name, server.newAdminToken))
    try {
      await interruptible((signal) => Promise.race([interrupted(signal), server.lost]))
    } finally {
      await server.close()
    }
  } finally {
    await store.close()
  }
  return interruptedExitCode() === 130 ? 130 : 0
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

function printGreeting(address: string, store: string, token: string | undefined): string {
  const lines = [`goldpan serves ${store} at ${address}`]
  if (token !== undefined)
    lines.push(
      `token of the administrator (shown this once): ${token}`,
      `open ${address}/#token=${token} to be signed in at once`,
    )
  lines.push(`API: ${address}/api   stop with Ctrl-C`)
  return `${lines.join('\n')}\n`
}

const LOOPBACK = ['localhost', '127.0.0.1', '::1']

/** A token that nobody has chosen may be lost in a log; whoever opens the server to others has to know theirs. @throws GoldpanError `token-missing` */
function needSafeHost(host: string, adminToken: string | undefined): void {
  if (LOOPBACK.includes(host) || adminToken !== undefined) return
  throw new GoldpanError(
    'token-missing',
    `listening on ${host} lets others reach the server, and there is no GOLDPAN_ADMIN_TOKEN`,
    'set GOLDPAN_ADMIN_TOKEN to a long random text, or listen on localhost behind a proxy',
  )
}

function needNumber(flag: string, text: string, least: number): number {
  if (/^\d{1,12}$/.test(text) && Number(text) >= least) return Number(text)
  throw new GoldpanError('option-invalid', `\`${text}\` is not possible for ${flag}`, `it takes a whole number from ${least}`)
}
