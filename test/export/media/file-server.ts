import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll } from 'vitest'

/** An HTTP server of this machine for the tests of one file. */
export function fileServer(listener: RequestListener): { readonly host: string; url(path: string): string } {
  const server = createServer(listener)
  beforeAll(() => new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready)))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const host = () => `127.0.0.1:${portOf(server.address())}`
  return {
    get host() {
      return host()
    },
    url: (path) => `http://${host()}${path}`,
  }
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server is not listening')
  return address.port
}
