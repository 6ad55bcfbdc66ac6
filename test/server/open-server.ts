import { join } from 'node:path'
import { type RunningServer, type ServerSettings, startServer } from '../../src/server/start.ts'
import { openStore } from '../../src/stores/index.ts'
import type { Store } from '../../src/stores/store.ts'

/** The administrator's. */
export const TOKEN = '0123456789abcdef0123456789abcdef01234567'

export interface OpenServer {
  readonly store: Store
  readonly server: RunningServer
  close(): Promise<void>
}

/** A server that listens on a free port and logs nothing; its store is in the folder, too. */
export async function openServer(folder: string, settings: Partial<ServerSettings> = {}): Promise<OpenServer> {
  const store = await openStore(join(folder, 'goldpan.db'))
  const log = { info: () => undefined, error: () => undefined }
  const server = await startServer({ store, folder, host: 'localhost', port: 0, adminToken: TOKEN, log, ...settings })
  return {
    store,
    server,
    async close() {
      await server.close()
      await store.close()
    },
  }
}
