import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll } from 'vitest'
import { S3Bucket } from '../../src/io/s3.ts'

const KEYS = { AWS_ACCESS_KEY_ID: 'goldpan', AWS_SECRET_ACCESS_KEY: 'goldpan-secret', AWS_REGION: 'us-east-1' }

/** What a test sees of the server: everything else it takes from the environment, as a user would. */
export interface S3Server {
  readonly url: string
  /** A new bucket. */
  bucket(name: string): Promise<S3Bucket>
}

/** A server for the tests of one file, on a port of its own; the environment points to it meanwhile. */
export function s3Server(): S3Server {
  const outer = { ...process.env }
  let running: { readonly url: string; stop(): Promise<void> } | undefined
  const opened: S3Bucket[] = []
  beforeAll(async () => {
    running = await startServer()
    Object.assign(process.env, KEYS, { AWS_ENDPOINT_URL_S3: running.url })
  }, 60_000)
  afterAll(async () => {
    for (const bucket of opened) bucket.close()
    await running?.stop()
    for (const key of [...Object.keys(KEYS), 'AWS_ENDPOINT_URL_S3']) {
      if (outer[key] === undefined) delete process.env[key]
      else process.env[key] = outer[key]
    }
  })
  return {
    get url() {
      return running?.url ?? ''
    },
    async bucket(name) {
      const bucket = new S3Bucket(name, { failed: 'failed', forbidden: 'forbidden' })
      opened.push(bucket)
      await makeBucket(bucket.client, name)
      return bucket
    },
  }
}

async function makeBucket(client: S3Client, name: string): Promise<void> {
  await client.send(new CreateBucketCommand({ Bucket: name }))
}

async function startServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const program = process.env.GOLDPAN_S3_SERVER
  if (program === undefined) throw new Error('GOLDPAN_S3_SERVER is not set: `node scripts/find-s3.mjs` prints it')
  const folder = mkdtempSync(join(tmpdir(), 'goldpan-s3-'))
  const port = await freePort()
  const server = spawn(program, ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', folder], {
    stdio: 'ignore',
    env: { ...process.env, ROOT_ACCESS_KEY: KEYS.AWS_ACCESS_KEY_ID, ROOT_SECRET_KEY: KEYS.AWS_SECRET_ACCESS_KEY },
  })
  const stop = async () => {
    await ended(server)
    rmSync(folder, { recursive: true, force: true })
  }
  const url = `http://127.0.0.1:${port}`
  await answering(url, server).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { url, stop }
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (server.exitCode !== null) throw new Error(`the S3 server ended with ${server.exitCode}`)
    const answer = await fetch(url).catch(() => undefined)
    if (answer !== undefined) return
    await setTimeout(100)
  }
  throw new Error('the S3 server does not answer')
}

function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    server.once('close', () => resolve())
    server.kill('SIGKILL')
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
