import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Downloads } from '../../../src/io/media/downloads.ts'
import type { FoundMedia } from '../../../src/io/media/found-media.ts'
import { type HttpRules, httpMedia } from '../../../src/io/media/http-media.ts'
import { sendPublic } from '../../../src/io/public-request.ts'
import { scratch } from '../../io/scratch.ts'
import { fileServer } from './file-server.ts'

const folder = scratch()
const tries = new Map<string, number>()

const server = fileServer((request, response) => {
  const path = request.url ?? ''
  const count = (tries.get(path) ?? 0) + 1
  tries.set(path, count)
  if (path.startsWith('/away')) response.writeHead(302, { location: 'http://169.254.169.254/secret' }).end()
  else if (path === '/moved') response.writeHead(301, { location: '/one.jpg' }).end()
  else if (path === '/round') response.writeHead(302, { location: '/round' }).end()
  else if (path === '/busy' && count < 3) response.writeHead(503).end()
  else if (path === '/later' && count < 2) response.writeHead(429, { 'retry-after': '0' }).end()
  else if (path === '/down') response.writeHead(500).end()
  else if (path === '/gone') response.writeHead(404).end()
  else if (path === '/half' && count < 2) {
    response.writeHead(200, { 'content-length': '100' }).write('half of it')
    setTimeout(() => response.destroy(), 20)
  } else if (path === '/silent')
    return // for ever
  else if (path === '/large') response.end(Buffer.alloc(5000))
  else response.end(`bytes of ${path}`)
})

async function get(reference: string, rules: Partial<HttpRules> = {}): Promise<string> {
  const downloads = new Downloads(1000)
  const find = httpMedia({ hosts: [server.host], allowsPrivateAddresses: true, timeout: 5000, pause: 1, ...rules }, downloads)
  try {
    return await textOf(await find(reference))
  } finally {
    await downloads.close()
  }
}

async function textOf(found: FoundMedia | undefined): Promise<string> {
  if (found === undefined) return 'not asked'
  if ('problem' in found) return found.problem
  const chunks: Uint8Array[] = []
  for await (const chunk of found.open()) chunks.push(chunk)
  await found.release?.()
  return Buffer.concat(chunks).toString()
}

describe('a file of the net', () => {
  it.each([
    ['/one.jpg', 'bytes of /one.jpg'],
    ['/moved', 'bytes of /one.jpg'],
    ['/busy', 'bytes of /busy'],
    ['/later', 'bytes of /later'],
    ['/half', 'bytes of /half'],
    ['/gone', 'the server answers 404'],
    ['/down', 'the server answers 500, 4 times'],
    ['/round', 'it is redirected more than 5 times'],
    ['/away', '169.254.169.254 is not among the hosts of [--media-allow]'],
    ['/large', 'it is larger than 1000 bytes, see [--media-max-size]'],
  ])('%s: %s', async (path, result) => {
    expect(await get(server.url(path))).toBe(result)
    expect(folder.list('temporary').filter((name) => !name.endsWith('/'))).toEqual([])
  })

  it('is asked for once where asking again is of no use', async () => {
    tries.clear()
    await get(server.url('/gone?once'))
    await get(server.url('/large?once'))
    expect([...tries.values()]).toEqual([1, 1])
  })

  it('that breaks off before anybody reads it tells whoever does', async () => {
    tries.clear()
    const answer = await sendPublic(new URL(server.url('/half')), { allowsPrivateAddresses: true })
    await pause(100)
    const read = async () => {
      for await (const _chunk of answer);
    }
    await expect(read()).rejects.toThrow()
  })

  it('is not waited for for ever', async () => {
    expect(await get(server.url('/silent'), { timeout: 50 })).toBe('no answer within 0.05 s, 4 times')
  })

  it('of a private network is not asked for unless that is allowed, under a name neither, nor behind a redirection', async () => {
    const { port } = new URL(server.url('/'))
    const rules = { allowsPrivateAddresses: false, hosts: [server.host, 'localhost', '169.254.169.254'] }
    expect(await get(server.url('/one.jpg'), rules)).toMatch(/^it resolves to a reserved network address \(block: 127/)
    expect(await get(`http://localhost:${port}/one.jpg`, rules)).toMatch(/reserved network address/)
    expect(await get(`http://[::ffff:127.0.0.1]:${port}/one.jpg`, { ...rules, hosts: ['[::ffff:7f00:1]'] })).toMatch(/reserved/)
    expect(await get(`http://0x7f000001:${port}/one.jpg`, { ...rules, hosts: ['127.0.0.1'] })).toMatch(/reserved/)
  })

  it('comes from allowed hosts only', async () => {
    expect(await get(server.url('/one.jpg'), { hosts: [] })).toMatch(/is not among the hosts/)
    expect(await get('http://user@evil.example.com/', { hosts: ['example.com'] })).toMatch(/^evil\.example\.com is not among/)
    expect(await get('http://notexample.com/', { hosts: ['*.example.com'] })).toMatch(/^notexample\.com is not among/)
    expect(await get('s3://bucket/key')).toBe('not asked')
  })
})
