import type { IncomingMessage } from 'node:http'
import { type Reach, ReservedAddress, type Sending, sendPublic as send } from '../../io/public-request.ts'
import { invalidBody } from './problem.ts'

/** Sends a request to an address that a user named. @throws HttpProblem 400 for what is no address, or a reserved one */
export async function sendPublic(address: string, reach: Reach, sending?: Sending): Promise<IncomingMessage> {
  return send(needHttpUrl(address), reach, sending).catch((error: unknown) => {
    throw error instanceof ReservedAddress
      ? invalidBody(`URL resolves to a reserved network address (block: ${error.block})`)
      : error
  })
}

/** A file from the net, not followed elsewhere. @throws HttpProblem 400 */
export async function fetchPublic(
  address: string,
  reach: Reach,
): Promise<{ readonly name: string; readonly content: IncomingMessage }> {
  const response = await sendPublic(address, reach).catch((error: unknown) => {
    throw error instanceof Error && error.name === 'HttpProblem' ? error : invalidBody(`${address} cannot be fetched`)
  })
  if (response.statusCode !== 200) {
    response.destroy()
    throw invalidBody(`${address} answers ${response.statusCode}`)
  }
  const path = new URL(address).pathname
  return { name: decodeURIComponent(path.slice(path.lastIndexOf('/') + 1)) || 'file', content: response }
}

function needHttpUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw invalidBody(`\`${address}\` is no address of http or https`)
  return url
}
