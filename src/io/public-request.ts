import { lookup } from 'node:dns'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Addresses that are nobody's on the open net (RFC 6890): a server must not be made to speak to its neighbours. */
const RESERVED: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['::1', 128, 'ipv6'],
  ['::ffff:0:0', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
]

const LISTS = RESERVED.map(([address, prefix, family]) => {
  const list = new BlockList()
  list.addSubnet(address, prefix, family)
  return { list, family, block: `${address}/${prefix}` }
})

/** The reserved block that an address is in. */
export function reservedBlock(address: string): string | undefined {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  return LISTS.find((one) => one.family === family && one.list.check(address, family))?.block
}

/** Where requests may go. */
export interface Reach {
  readonly allowsPrivateAddresses: boolean
}

/** An address that must not be spoken to. */
export class ReservedAddress extends Error {
  override readonly name = 'ReservedAddress'
  readonly block: string

  constructor(block: string) {
    super(`it resolves to a reserved network address (block: ${block})`)
    this.block = block
  }
}

export interface Sending {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** How long nothing may happen, milliseconds. */
  readonly timeout?: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Sends a request to an address that a user named. The address that the name stands for is checked when it is connected to, so that it cannot change
 * in between. Redirections are not followed. @param url of http or https
 * @throws ReservedAddress
 */
export async function sendPublic(
  url: URL,
  reach: Reach,
  { method = 'GET', headers = {}, body, timeout = 30_000, signal }: Sending = {},
): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) > 0) needPublic(host, reach)
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers, lookup: checkedLookup(reach), timeout, ...(signal && { signal }) }, resolve)
    request.on('timeout', () => request.destroy(new Error(`no answer within ${timeout / 1000} s`)))
    request.on('error', reject)
    request.end(body)
  })
}

function needPublic(address: string, { allowsPrivateAddresses }: Reach): void {
  const block = allowsPrivateAddresses ? undefined : reservedBlock(address)
  if (block !== undefined) throw new ReservedAddress(block)
}

/** Looks names up, and refuses those that stand for a reserved address. */
export function checkedLookup(reach: Reach): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '', 0)
      try {
        for (const { address } of addresses) needPublic(address, reach)
      } catch (refused) {
        return done(refused instanceof Error ? refused : new Error(String(refused)), '', 0)
      }
      if (options.all === true) done(null, addresses)
      else done(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 0)
    })
  }
}
