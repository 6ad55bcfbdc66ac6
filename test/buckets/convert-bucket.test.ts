import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { convert } from '../../src/export/convert.ts'
import { S3Bucket } from '../../src/io/s3.ts'
import { bucketSink, bucketTarget } from '../../src/io/s3-sinks.ts'
import { s3Server } from './s3-server.ts'

const server = s3Server()
const PROJECT = 'examples/image-shapes'
const folder = mkdtempSync(join(tmpdir(), 'goldpan-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a bucket as the source', () => {
  it('gives what the same files give on a disk: a project, its tasks, one object', async () => {
    const bucket = await server.bucket('sources')
    await upload(bucket, PROJECT, 'data/project')
    await bucket.put('data/project/.goldpan/project.json', Buffer.from('{}'))
    await bucket.put('data/project/pictures/1.jpg', Buffer.from('no task'))
    const expected = await converted(PROJECT, 'disk')
    expect(expected.length).toBeGreaterThan(1000)
    for (const path of ['data/project', 'data/project/', 'data/project/completions'])
      expect(await converted(`s3://sources/${path}`, path)).toEqual(expected)
    expect(await converted('s3://sources/data/project/completions/1.json', 'one')).toEqual(
      await converted(`${PROJECT}/completions/1.json`, 'one on disk'),
    )
  })

  it('may be packed, and large', async () => {
    const bucket = await server.bucket('packed')
    const text = JSON.stringify(
      Array.from({ length: 20_000 }, (_, k) => ({ id: k + 1, data: { text: `text ${k} `.repeat(60) } })),
    )
    await bucket.put('tasks.json', Buffer.from(text))
    expect(text.length).toBeGreaterThan(8 * 1024 * 1024)
    await convert({ source: 's3://packed/tasks.json', to: 'json', sink: join(folder, 'tasks.zip') })
    await bucket.put('tasks.zip', readFileSync(join(folder, 'tasks.zip')))
    const report = await convert({ source: ['s3://packed/tasks.zip', 's3://packed/'], to: 'json', dryRun: true })
    expect(report.tasksRead).toBe(60_000)
    expect(report.errors).toEqual([])
  })

  it('that is not there, or empty, is an error that says so', async () => {
    await server.bucket('empty')
    const run = (source: string) => convert({ source, to: 'json', dryRun: true })
    await expect(run('s3://no-such-bucket/x')).rejects.toMatchObject({
      code: 'input-unreadable',
      message: 'the bucket `no-such-bucket` is not there',
    })
    await expect(run('s3://empty/x')).rejects.toMatchObject({ code: 'input-missing' })
    await expect(run('s3://Not a bucket')).rejects.toMatchObject({ code: 'option-invalid' })
  })

  it('is not read with wrong credentials', async () => {
    const { AWS_SECRET_ACCESS_KEY } = process.env
    process.env.AWS_SECRET_ACCESS_KEY = 'wrong'
    try {
      const run = convert({ source: 's3://sources/data', to: 'json', dryRun: true })
      await expect(run).rejects.toMatchObject({ code: 'input-unreadable', hint: 'check the credentials, and what they may do' })
      const listing = new S3Bucket('sources', { failed: 'failed', forbidden: 'forbidden' })
      await expect(listing.list('').next()).rejects.toMatchObject({
        code: 'failed',
        message: 'the bucket `sources` does not accept the credentials',
      })
      listing.close()
    } finally {
      process.env.AWS_SECRET_ACCESS_KEY = AWS_SECRET_ACCESS_KEY
    }
  })
})

describe('a bucket as the target', () => {
  it('gets the same files as a folder, at the end', async () => {
    const bucket = await server.bucket('targets')
    const options = { source: PROJECT, to: 'pascal-voc' }
    await convert({ ...options, sink: join(folder, 'voc') })
    const report = await convert({ ...options, sink: 's3://targets/out/voc' })
    expect(report).toMatchObject({ output: 's3://targets/out/voc', report: 's3://targets/out/voc/report.json' })
    const files = (await keysBelow(bucket, 'out/voc/')).filter((name) => name !== 'report.json')
    expect(files.length).toBeGreaterThan(2)
    expect(files).toEqual(filesOf(join(folder, 'voc')).filter((name) => name !== 'report.json'))
    for (const file of files)
      expect(Buffer.from((await bucket.get(`out/voc/${file}`))?.bytes ?? [])).toEqual(readFileSync(join(folder, 'voc', file)))
  })

  it('is refused when there is something, unless it is overwritten', async () => {
    const bucket = await server.bucket('filled')
    await bucket.put('out/other.txt', Buffer.from('other'))
    const options = { source: PROJECT, to: 'coco', sink: 's3://filled/out' }
    await expect(convert(options)).rejects.toMatchObject({ code: 'output-exists' })
    expect(await keysBelow(bucket, '')).toEqual(['out/other.txt'])
    await convert({ ...options, overwrite: true })
    expect(await keysBelow(bucket, 'out/')).toContain('other.txt')
    expect((await keysBelow(bucket, 'out/')).length).toBeGreaterThan(1)
  })

  it('gets a zip or a single file as one object, and a report where it is wanted', async () => {
    const bucket = await server.bucket('single')
    await convert({ source: PROJECT, to: 'json', sink: 's3://single/a/tasks.json', report: 's3://single/a/what was lost.json' })
    await convert({ source: PROJECT, to: 'pascal-voc', sink: 's3://single/a/voc.zip' })
    expect(await keysBelow(bucket, '')).toEqual(['a/tasks.json', 'a/voc.zip', 'a/what was lost.json'])
    const read = await convert({ source: 's3://single/a/tasks.json', to: 'json', dryRun: true })
    expect(read.tasksRead).toBe(2)
  })

  it('has nothing of a run that is given up, whatever was sent on the way', async () => {
    const bucket = await server.bucket('given-up')
    const sink = await bucketSink('s3://given-up/out', false)
    await sink.put('small.txt', 'x')
    await sink.put('large.bin', pieces(20))
    expect(await keysBelow(bucket, '')).toEqual([])
    await sink.abort()
    const target = await bucketTarget('s3://given-up/single.bin')
    for await (const piece of pieces(20)) await target.write(piece)
    await target.abort()
    expect(await keysBelow(bucket, '')).toEqual([])
  })

  it('gets files of any size whole', async () => {
    const bucket = await server.bucket('sizes')
    const sink = await bucketSink('s3://sizes/out', false)
    await sink.put('empty.txt', '')
    for (let k = 0; k < 60; k++) await sink.put(`many/${k}.txt`, `file ${k} ${'x'.repeat(k * 3000)}`)
    await sink.put('dropped.bin', pieces(1))
    await sink.startOver?.()
    await sink.put('empty.txt', '')
    for (let k = 0; k < 60; k++) await sink.put(`many/${k}.txt`, `file ${k} ${'x'.repeat(k * 3000)}`)
    await sink.put('large.bin', pieces(21))
    await sink.close()
    const keys = await keysBelow(bucket, 'out/')
    expect(keys).toHaveLength(62)
    for (let k = 0; k < 60; k++)
      expect(Buffer.from((await bucket.get(`out/many/${k}.txt`))?.bytes ?? []).toString()).toBe(
        `file ${k} ${'x'.repeat(k * 3000)}`,
      )
    const large = await bucket.get('out/large.bin')
    expect(large?.bytes.length).toBe(21 * PIECE)
    expect([0, 1, 20].map((k) => large?.bytes[k * PIECE + 5])).toEqual([0, 1, 20])
  })
})

const PIECE = 1 << 20

/** So many mebibytes, each of its own number. */
async function* pieces(count: number): AsyncGenerator<Uint8Array> {
  for (let k = 0; k < count; k++) yield new Uint8Array(PIECE).fill(k)
}

async function converted(source: string, name: string): Promise<string> {
  const path = join(folder, `${name.replaceAll('/', '-')}.json`)
  await convert({ source, to: 'json', sink: path })
  return readFileSync(path, 'utf8')
}

async function upload(bucket: S3Bucket, path: string, prefix: string): Promise<void> {
  for (const file of filesOf(path)) await bucket.put(`${prefix}/${file}`, readFileSync(join(path, file)))
}

function filesOf(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort()
}

async function keysBelow(bucket: S3Bucket, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { objects } of bucket.list(prefix, true)) for (const { key } of objects) keys.push(key.slice(prefix.length))
  return keys
}
