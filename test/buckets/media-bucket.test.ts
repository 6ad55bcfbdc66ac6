import { describe, expect, it } from 'vitest'
import { convert } from '../../src/export/convert.ts'
import { memorySink } from '../../src/io/sinks.ts'
import { s3Server } from './s3-server.ts'

const server = s3Server()
const CONFIG =
  '<View><Image name="img" value="$image"/><RectangleLabels name="box" toName="img"><Label value="Car"/></RectangleLabels></View>'

async function download(references: readonly string[], sink: Parameters<typeof convert>[0]['sink']) {
  const tasks = references.map((image, k) => ({ id: k + 1, data: { image }, annotations: [{ id: k + 1, result: [] }] }))
  return convert({
    source: { name: 'tasks.json', bytes: Buffer.from(JSON.stringify(tasks)) },
    config: CONFIG,
    to: 'coco',
    sink,
    output: { media: 'download' },
    workers: 0,
  })
}

describe('media files in a bucket', () => {
  it('are downloaded; those that are not there, or not in a bucket of ours, are listed', async () => {
    const bucket = await server.bucket('pictures')
    const large = Buffer.alloc(6 << 20, 'x')
    await bucket.put('a b/ü.jpg', Buffer.from('one'))
    await bucket.put('large.jpg', large)
    const files = new Map<string, Uint8Array>()
    const report = await download(
      ['s3://pictures/a b/ü.jpg', 's3://pictures/large.jpg', 's3://pictures/none.jpg', 's3://nobodys-bucket/1.jpg'],
      memorySink(files),
    )
    expect(Buffer.from(files.get('images/ü.jpg') ?? []).toString()).toBe('one')
    expect(large.equals(files.get('images/large.jpg') ?? Buffer.alloc(0))).toBe(true)
    const missing = Buffer.from(files.get('missing-media.csv') ?? []).toString()
    expect(missing).toContain('3,s3://pictures/none.jpg,there is no such object in the bucket pictures')
    expect(missing).toContain('4,s3://nobodys-bucket/1.jpg,')
    expect([report.written['media files'], report.dropped]).toEqual([2, 2])
  })

  it('go from bucket to bucket', async () => {
    const bucket = await server.bucket('outputs')
    await download(['s3://pictures/large.jpg'], 's3://outputs/data')
    expect((await bucket.head('data/images/large.jpg'))?.size).toBe(6 << 20)
  })
})
