import { mkdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Conversion, convert } from '../../../src/export/convert.ts'
import { formats } from '../../../src/formats/index.ts'
import { memorySink } from '../../../src/io/sinks.ts'
import { PROJECTS } from '../../arbitrary.ts'
import { scratch } from '../../io/scratch.ts'
import { fileServer } from './file-server.ts'

const folder = scratch()
const server = fileServer(async (request, response) => {
  if (request.url?.startsWith('/slow') === true) await pause(40)
  response.end(`net${request.url}`)
})
const MEDIA_ROOT = join(folder.path, 'media')
folder.put('media/3/ab12cd34-one.jpg', 'first')
folder.put('media/in/two.jpg', 'second')
folder.put('media/other/two.jpg', 'another second')
folder.put('secret.jpg', 'not to be read')

const CONFIG =
  '<View><Image name="img" value="$image"/><RectangleLabels name="box" toName="img"><Label value="Car"/></RectangleLabels></View>'

function tasksOf(images: readonly string[]): Uint8Array {
  const tasks = images.map((image, k) => ({
    id: k + 1,
    data: { image },
    annotations: [
      {
        id: k + 1,
        result: [
          {
            id: 'r',
            from_name: 'box',
            to_name: 'img',
            type: 'rectanglelabels',
            original_width: 10,
            original_height: 10,
            value: { x: 1, y: 1, width: 10, height: 10, rotation: 0, rectanglelabels: ['Car'] },
          },
        ],
      },
    ],
  }))
  return Buffer.from(JSON.stringify(tasks))
}

/** What comes out, as text. */
async function run(images: readonly string[], output: Conversion['output'], further: Partial<Conversion> = {}) {
  const files = new Map<string, Uint8Array>()
  const report = await convert({
    source: { name: 'tasks.json', bytes: tasksOf(images) },
    config: CONFIG,
    to: 'yolo',
    sink: memorySink(files),
    mediaRoot: MEDIA_ROOT,
    output,
    workers: 0,
    ...further,
  })
  const text = (path: string) => Buffer.from(files.get(path) ?? []).toString()
  return { report, files: [...files.keys()], text }
}

const LOCAL = ['/data/upload/3/ab12cd34-one.jpg', '/data/local-files/?d=in/two.jpg', 'other/two.jpg']

describe('media files of this machine', () => {
  it('are copied to where the format wants them, and listed', async () => {
    const { files, text, report } = await run(LOCAL, { media: 'copy' })
    expect(text('images/train/ab12cd34-one.jpg')).toBe('first')
    expect(text('images/train/two.jpg')).toBe('second')
    const renamed = files.find((path) => /^images\/train\/two-[0-9a-f]{8}\.jpg$/.test(path)) ?? ''
    expect(text(renamed)).toBe('another second')
    expect(files).toContain(renamed.replace('images', 'labels').replace('.jpg', '.txt'))
    expect(text('media.csv')).toBe(
      `path,task,media\nimages/train/ab12cd34-one.jpg,1,${LOCAL[0]}\nimages/train/two.jpg,2,${LOCAL[1]}\n${renamed},3,${LOCAL[2]}\n`,
    )
    expect(files).not.toContain('missing-media.csv')
    expect(report.written['media files']).toBe(3)
  })

  it('that are not there are reported and listed, never passed over', async () => {
    const images = ['nowhere.jpg', '../secret.jpg', 'https://x.y/a.jpg', 's3://b/a.jpg', 'in/two.jpg']
    const { text, report } = await run(images, { media: 'copy' })
    expect(report.issues.find(({ code }) => code === 'media-left-out')).toMatchObject({ effect: 'dropped', count: 4 })
    const problems = text('missing-media.csv').trim().split('\n').slice(1)
    expect(problems.map((line) => line.split(',').slice(1).join(','))).toEqual([
      '1,nowhere.jpg,it was not found below --media-root',
      '2,../secret.jpg,it was not found below --media-root',
      '3,https://x.y/a.jpg,it is not on this machine; --media download fetches it',
      expect.stringContaining('4,s3://b/a.jpg,it is not on this machine'),
    ])
    expect(text('images/train/two.jpg')).toBe('second')
  })

  it('may stand in the data themselves', async () => {
    const { files, text } = await run([`data:image/png;base64,${Buffer.from('dots').toString('base64')}`], { media: 'copy' })
    const [path = ''] = files.filter((file) => file.startsWith('images/'))
    expect(text(path)).toBe('dots')
    expect(text('media.csv')).toContain('data:image/png;base64,')
  })

  it('are looked for by the caller first', async () => {
    const own = async (reference: string) =>
      reference === 'own'
        ? {
            open: async function* () {
              yield Buffer.from('mine')
            },
          }
        : undefined
    const { text } = await run(['own', 'in/two.jpg'], { media: 'copy' }, { mediaSources: [own] })
    expect([text('images/train/own'), text('images/train/two.jpg')]).toEqual(['mine', 'second'])
  })

  it('may be linked to', async () => {
    const sink = join(folder.path, 'linked')
    await run(LOCAL, { media: 'link', nameTemplate: '{task.id}-{basename}' }, { sink })
    expect(readlinkSync(join(sink, 'images/train/2-two.jpg'))).toBe(join(MEDIA_ROOT, 'in/two.jpg'))
    expect(readFileSync(join(sink, 'images/train/3-two.jpg'), 'utf8')).toBe('another second')
    mkdirSync(join(folder.path, 'there'))
    await run(LOCAL, { media: 'link' }, { sink: join(folder.path, 'there') })
    expect(readFileSync(join(folder.path, 'there/images/train/two.jpg'), 'utf8')).toBe('second')
  })

  it('go into the folder of their split', async () => {
    const { files } = await run(LOCAL, { media: 'copy', split: 'train=0.5,val=0.5' })
    const images = files.filter((file) => file.startsWith('images/'))
    const labels = files.filter((file) => file.startsWith('labels/'))
    expect(images.map((file) => file.replace('images', 'labels').replace('.jpg', '.txt'))).toEqual(labels)
  })

  it('are only listed with names', async () => {
    const { files, text } = await run(LOCAL, { media: 'names' }, { to: 'coco' })
    expect(files).toEqual(['result.json', 'media.csv', 'report.json'])
    expect(text('media.csv').split('\n')[1]).toBe(`images/ab12cd34-one.jpg,1,${LOCAL[0]}`)
  })
})

describe('media files of the net', () => {
  it('are downloaded from hosts that are allowed, in the order of the tasks, several at a time', async () => {
    const images = ['/slow/1.jpg', '/2.jpg', '/slow/3.jpg', '/4.jpg'].map(server.url)
    const output = { media: 'download', mediaAllow: '127.0.0.1', mediaPrivate: true, mediaParallel: 3 } as const
    const once = await run(images, output)
    expect(once.text('images/train/3.jpg')).toBe('net/slow/3.jpg')
    expect(once.files.filter((file) => file.startsWith('images/'))).toEqual([1, 2, 3, 4].map((k) => `images/train/${k}.jpg`))
    expect(folder.list('temporary')).toEqual([])
  })

  it('that are not allowed are left out', async () => {
    const { text } = await run([server.url('/1.jpg')], { media: 'download' })
    expect(text('missing-media.csv')).toContain(`${server.host} is not among the hosts of --media-allow`)
    const reserved = await run([server.url('/1.jpg')], { media: 'download', mediaAllow: server.host })
    expect(reserved.text('missing-media.csv')).toContain('reserved network address (block: 127.0.0.0/8), see --media-private')
  })

  it('give the same zip every time', async () => {
    const images = [server.url('/slow/1.jpg'), server.url('/2.jpg'), ...LOCAL]
    const output = { media: 'download', mediaAllow: server.host, mediaPrivate: true } as const
    const zips = await Promise.all(
      ['a.zip', 'b.zip'].map(async (name) => {
        await run(images, output, { sink: join(folder.path, name) })
        return readFileSync(join(folder.path, name))
      }),
    )
    expect(zips[0]?.equals(zips[1] ?? Buffer.alloc(0))).toBe(true)
  })

  it('tell how far they are, and can be called off', async () => {
    const controller = new AbortController()
    const seen: unknown[] = []
    const running = run(
      ['in/two.jpg', server.url('/slow/1.jpg')],
      { media: 'download', mediaAllow: server.host, mediaPrivate: true },
      {
        signal: controller.signal,
        onProgress: ({ media }) => {
          if (media === undefined) return
          seen.push(media)
          controller.abort()
        },
      },
    )
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    expect(seen).toEqual([{ done: 1, total: 2 }])
  })
})

describe('what is not possible', () => {
  const zip = { sink: join(folder.path, 'x.zip') }
  it.each([
    ['csv', { media: 'copy' }, {}, 'csv has no place for media files'],
    ['yolo', { media: 'link' }, zip, 'there are no links in'],
    ['yolo', { media: 'copy', mediaAllow: 'a.b' }, {}, 'nothing is downloaded'],
    ['yolo', { media: 'download', mediaAllow: 'http://a.b' }, {}, 'is not possible for --media-allow'],
    ['yolo', { media: 'download', mediaTimeout: 0 }, {}, 'is not possible for --media-timeout'],
    ['yolo', { media: 'download', mediaParallel: 0.5 }, {}, 'is not possible for --media-parallel'],
    ['yolo', { media: 'download', mediaMaxSize: 'big' }, {}, 'is not possible for --media-max-size'],
    ['yolo', { media: 'fetch' }, {}, 'is not possible for --media'],
  ])('%s with %j', async (to, output, further, message) => {
    await expect(run(LOCAL, output, { to, ...further })).rejects.toMatchObject({
      code: 'option-invalid',
      message: expect.stringContaining(message),
    })
  })
})

it('COCO_WITH_IMAGES and its like bring what can be had', async () => {
  const { text, files } = await run(LOCAL.slice(0, 1), {}, { to: 'COCO_WITH_IMAGES' })
  expect(files).toEqual(['result.json', 'images/ab12cd34-one.jpg', 'media.csv', 'report.json'])
  expect(JSON.parse(text('result.json')).images[0].file_name).toBe('images/ab12cd34-one.jpg')
  expect((await run(LOCAL.slice(0, 1), {}, { to: 'YOLO_WITH_IMAGES' })).files).toContain('images/ab12cd34-one.jpg')
})

describe('every format with media files says where each one belongs', () => {
  const kinds = ['image', 'audio', 'answers', 'exotic'] as const
  it.each(formats.filter(({ hasMedia }) => hasMedia === true).map(({ id }) => id))('%s', async (to) => {
    const placed = await Promise.all(
      kinds.map(async (kind) => {
        const [{ config, tasks } = { config: '', tasks: [] }] = fc.sample(
          PROJECTS[kind].filter((project) => project.tasks.length > 2),
          1,
        )
        const files = new Map<string, Uint8Array>()
        await convert({
          source: { name: 'tasks.json', bytes: Buffer.from(JSON.stringify(tasks)) },
          config,
          to,
          sink: memorySink(files),
          output: { media: 'names' },
          select: { includeUnannotated: true },
          workers: 0,
        })
        const lines = Buffer.from(files.get('media.csv') ?? [])
          .toString()
          .trim()
          .split('\n')
          .slice(1)
        expect(new Set(lines.map((line) => line.split(',')[0])).size).toBe(lines.length)
        return lines.length
      }),
    )
    expect(Math.max(...placed)).toBeGreaterThan(0)
  })
})
