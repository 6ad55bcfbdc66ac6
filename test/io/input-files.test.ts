import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Content } from '../../src/formats/format.ts'
import { openInput } from '../../src/io/input-files.ts'
import { readBatches } from '../../src/io/read-batches.ts'
import { fileTarget } from '../../src/io/sinks.ts'
import { zipSink } from '../../src/io/zip-writer.ts'
import { listOf } from './raw-tasks.ts'
import { scratch } from './scratch.ts'

const folder = scratch()

async function* noStdin(): AsyncGenerator<Uint8Array> {}

/** What is found under paths below the scratch folder; whole paths are cut to what is below it. */
async function find(paths: readonly string[], stdin: AsyncIterable<Uint8Array> = noStdin()) {
  const own = (text: string | undefined) => text?.replaceAll(`${folder.path}/`, '')
  const input = await openInput(
    paths.map((path) => (path === '-' || path.startsWith('/') ? path : join(folder.path, path))),
    stdin,
  )
  try {
    const damages: string[] = []
    const tasks: string[] = []
    const read = async () => {
      for await (const batch of readBatches(input.files, {
        damaged: ({ code, message }) => damages.push(`${code} ${own(message)}`),
        trailingComma: () => undefined,
      }))
        for (const { file, start, end } of listOf(batch.tasks))
          tasks.push(`${own(file)} ${new TextDecoder().decode(batch.bytes.subarray(start, end))}`)
    }
    await read()
    const first = tasks.splice(0)
    damages.splice(0)
    await read() // whatever it is, it can be read twice
    expect(tasks).toEqual(first)
    return {
      tasks,
      damages,
      skipped: input.skipped.map(({ name, problem }) => `${own(name)}: ${problem}`),
      config: own(input.config?.name),
      configText: await input.config?.read(),
    }
  } finally {
    await input.close()
    expect(folder.list('temporary')).toEqual([])
  }
}

async function putZip(name: string, files: Readonly<Record<string, Content>>): Promise<string> {
  const path = folder.put(name, '')
  const sink = zipSink(await fileTarget(path))
  for (const [file, content] of Object.entries(files)) await sink.put(file, content)
  await sink.close()
  return name
}

const task = (id: number | string) => `{"id":${id}}`
const NOTHING = { damages: [], skipped: [], config: undefined, configText: undefined }

describe('a folder', () => {
  it('is read in the order of numbers, then of words', async () => {
    for (const name of ['10', '2', '1', 'b', 'a10', 'a2', '007']) folder.put(`order/${name}.json`, task(`"${name}"`))
    expect((await find(['order'])).tasks.map((line) => line.replace('order/', '').replace(/ .*/, ''))).toEqual([
      '1.json',
      '2.json',
      '007.json',
      '10.json',
      'a10.json',
      'a2.json',
      'b.json',
    ])
  })

  it('may have folders in it', async () => {
    folder.put('deep/2/b.json', task(3))
    folder.put('deep/10/a.jsonl', `${task(4)}\n${task(5)}\n`)
    folder.put('deep/1.NDJSON', task(1))
    expect(await find(['deep'])).toEqual({
      ...NOTHING,
      tasks: [`deep/1.NDJSON ${task(1)}`, `deep/2/b.json ${task(3)}`, `deep/10/a.jsonl ${task(4)}`, `deep/10/a.jsonl ${task(5)}`],
    })
  })

  it('of a project has its tasks in `completions` and its config beside it', async () => {
    folder.put('project/completions/1.json', task(1))
    folder.put('project/config.xml', '<View/>')
    folder.put('project/config.json', '{"label_config":"<View></View>"}')
    folder.put('project/tasks.json', `[${task(1)}]`)
    folder.put('project/predictions/1.json', task(1))
    const project = {
      damages: [],
      tasks: [`project/completions/1.json ${task(1)}`],
      config: 'project/config.xml',
      configText: '<View/>',
    }
    expect(await find(['project'])).toEqual({
      ...project,
      skipped: [
        'project/predictions: tasks are read from `completions` beside it',
        'project/tasks.json: tasks are read from `completions` beside it',
      ],
    })
    expect(await find(['project/completions'])).toEqual({ ...project, skipped: [] })
    expect(await find(['project/completions/1.json'])).toMatchObject({ config: undefined })
  })

  it('says what it does not read', async () => {
    folder.put('mixed/1.json', task(1))
    folder.put('mixed/._1.json', '\0\x05\x16\x07')
    folder.put('mixed/README.md', '# about')
    folder.put('mixed/media/a.png', 'png')
    folder.put('mixed/report.json', '{\n  "goldpan": "0.1.0"\n}\n')
    folder.put('mixed/sub/report.json', task(2))
    expect(await find(['mixed'])).toEqual({
      ...NOTHING,
      tasks: [`mixed/1.json ${task(1)}`, `mixed/sub/report.json ${task(2)}`],
      skipped: [
        'mixed/._1.json: a file that macOS made for itself',
        'mixed/README.md: not a JSON file',
        'mixed/media/a.png: not a JSON file',
        'mixed/report.json: the report of an earlier export',
      ],
    })
  })

  it('may be empty', async () => {
    folder.put('none/config.json', '{"label_config":"<View/>"}')
    expect(await find(['none'])).toEqual({
      ...NOTHING,
      tasks: [],
      config: 'none/config.json',
      configText: '{"label_config":"<View/>"}',
    })
  })
})

describe('packed input', () => {
  it('gzip is known by its first bytes', async () => {
    const two = `[${task(1)},${task(2)}]`
    folder.put('packed/1.json.gz', gzipSync(two))
    folder.put('packed/2.json', gzipSync(two))
    folder.put('packed/3.jsonl.gz', Buffer.concat([gzipSync(`${task(5)}\n{"id\n`), gzipSync(task(6))]))
    expect((await find(['packed'])).tasks).toEqual([
      `packed/1.json.gz ${task(1)}`,
      `packed/1.json.gz ${task(2)}`,
      `packed/2.json ${task(1)}`,
      `packed/2.json ${task(2)}`,
      `packed/3.jsonl.gz ${task(5)}`,
      'packed/3.jsonl.gz {"id',
      `packed/3.jsonl.gz ${task(6)}`,
    ])
  })

  it('zips of our own are read like folders', async () => {
    async function* streamed() {
      yield '['
      yield `${task(7)}]`
    }
    await putZip('own.zip', {
      '10.json': task(10),
      '9.json': streamed(),
      'grün/8.json.gz': gzipSync(task(8)),
      'config.xml': '<View/>',
      'notes.txt': 'x',
      '__MACOSX/._9.json': 'x',
      'report.json': '{\n  "goldpan": "0.1.0"\n}\n',
    })
    expect(await find(['own.zip'])).toEqual({
      damages: [],
      tasks: [`own.zip/9.json ${task(7)}`, `own.zip/10.json ${task(10)}`, `own.zip/grün/8.json.gz ${task(8)}`],
      skipped: [
        'own.zip/__MACOSX/._9.json: a file that macOS made for itself',
        'own.zip/notes.txt: not a JSON file',
        'own.zip/report.json: the report of an earlier export',
      ],
      config: 'own.zip/config.xml',
      configText: '<View/>',
    })
  })

  it('a zipped project has its tasks in `completions` as its folder has', async () => {
    await putZip('project.zip', {
      'my/completions/2.json': task(2),
      'my/completions/10.json': task(10),
      'my/tasks.json': task(2),
      'my/config.json': '{"label_config":"<View/>"}',
      'other/1.json': task(1),
    })
    expect(await find(['project.zip'])).toEqual({
      damages: [],
      tasks: [
        `project.zip/my/completions/2.json ${task(2)}`,
        `project.zip/my/completions/10.json ${task(10)}`,
        `project.zip/other/1.json ${task(1)}`,
      ],
      skipped: ['project.zip/my/tasks.json: tasks are read from `completions` beside it'],
      config: 'project.zip/my/config.json',
      configText: '{"label_config":"<View/>"}',
    })
  })

  it('zips of Python are read, stored and deflated', async () => {
    folder.put('python.zip', readFileSync('test/fixtures/zip/python.zip'))
    expect(await find(['python.zip'])).toEqual({
      damages: [],
      tasks: [
        'python.zip/grün/2.json {"id": 2, "data": {}}',
        'python.zip/grün/10.json {"id": 10, "data": {}}',
        'python.zip/tasks.json {"id": 1, "data": {"text": "grün"}, "annotations": []}',
      ],
      skipped: ['python.zip/notes.txt: not a JSON file'],
      config: 'python.zip/config.xml',
      configText: '<View><Text name="text" value="$text"/></View>',
    })
  })

  it('entries of a zip may be large', async () => {
    const long = (id: number) => `{"id":${id},"data":{"text":"${'long '.repeat(70_000)}"}}`
    await putZip('large.zip', { '1.json': long(1), '2.json': task(2), '3.json': long(3) })
    expect((await find(['large.zip'])).tasks).toEqual([
      `large.zip/1.json ${long(1)}`,
      `large.zip/2.json ${task(2)}`,
      `large.zip/3.json ${long(3)}`,
    ])
  })

  it('a zip may lie in a folder, under any name when it is named', async () => {
    await putZip('zips/b.zip', { '1.json': task(1) })
    folder.put('zips/a.json', task(0))
    expect((await find(['zips'])).tasks).toEqual([`zips/a.json ${task(0)}`, `zips/b.zip/1.json ${task(1)}`])
    await putZip('download', { '1.json': task(1) })
    expect((await find(['download'])).tasks).toEqual([`download/1.json ${task(1)}`])
    await putZip('nothing.zip', {})
    expect(await find(['nothing.zip'])).toEqual({ ...NOTHING, tasks: [] })
  })
})

describe('damaged input costs only what is behind the damage', () => {
  const many = Array.from({ length: 3000 }, (_, k) => JSON.stringify({ id: k, data: { text: `${Math.sin(k)}` } }))

  it('in gzip', async () => {
    const whole = gzipSync(`[${many.join(',\n')}]`)
    folder.put('damaged/1.json.gz', whole.subarray(0, whole.length / 2))
    folder.put('damaged/2.json', task(2))
    const { tasks, damages } = await find(['damaged'])
    expect(damages).toEqual(['input-damaged `damaged/1.json.gz` is not whole: unexpected end of file'])
    expect(tasks.length).toBeGreaterThan(1400)
    expect(tasks.slice(0, -1)).toEqual(many.slice(0, tasks.length - 1).map((text) => `damaged/1.json.gz ${text}`))
    expect(tasks.at(-1)).toBe(`damaged/2.json ${task(2)}`)
  })

  it('in a short gzip too, to the last byte that can be had', async () => {
    const whole = gzipSync(`[${task(1)},${task(2)},${task(3)}]`, { level: 0 })
    folder.put('short.json.gz', whole.subarray(0, whole.length - 12))
    expect(await find(['short.json.gz'])).toEqual({
      ...NOTHING,
      tasks: [`short.json.gz ${task(1)}`, `short.json.gz ${task(2)}`],
      damages: ['input-damaged `short.json.gz` is not whole: unexpected end of file'],
    })
  })

  it('behind the end of gzip, zeros are no damage', async () => {
    folder.put('zeros.json.gz', Buffer.concat([gzipSync(task(1)), Buffer.alloc(100_000)]))
    expect(await find(['zeros.json.gz'])).toEqual({ ...NOTHING, tasks: [`zeros.json.gz ${task(1)}`] })
  })

  it('in an entry of a zip', async () => {
    await putZip('flipped.zip', { '1.json': task(1), '2.json': `[${many.join(',')}]`, '3.json': task(3), '4.json': task(4) })
    const bytes = readFileSync(join(folder.path, 'flipped.zip'))
    const deflated = bytes.indexOf('2.json') + 20_000
    bytes.fill(0xff, deflated, deflated + 200)
    bytes[bytes.indexOf('3.json') + 6] = 0x20 // a stored entry: { is gone, the sizes still fit
    folder.put('flipped.zip', bytes)
    const { tasks, damages } = await find(['flipped.zip'])
    expect(damages).toEqual([
      expect.stringMatching(/^input-damaged `flipped.zip\/2.json` is not whole: /),
      `input-shape expected '[' or '{', found '"'`,
    ])
    expect(tasks[0]).toBe(`flipped.zip/1.json ${task(1)}`)
    expect(tasks.at(-1)).toBe(`flipped.zip/4.json ${task(4)}`)
    expect(tasks.length).toBeGreaterThan(500)
  })

  it('in an entry of a zip that is not where the list says', async () => {
    await putZip('moved.zip', { '1.json': task(1), '2.json': task(2), '3.json': task(3) })
    const bytes = readFileSync(join(folder.path, 'moved.zip'))
    bytes[bytes.indexOf('2.json') - 30] = 0x20
    folder.put('moved.zip', bytes)
    const { tasks, damages } = await find(['moved.zip'])
    expect(tasks).toEqual([`moved.zip/1.json ${task(1)}`, `moved.zip/3.json ${task(3)}`])
    expect(damages).toEqual(['input-damaged `moved.zip/2.json` is not whole: it does not start where the list says'])
  })

  it('in an entry of a zip that can still be read: its checksum tells', async () => {
    await putZip('changed.zip', { '1.json': '{"id":1}', '2.json': task(2) })
    const bytes = readFileSync(join(folder.path, 'changed.zip'))
    bytes[bytes.indexOf('{"id":1}') + 6] = 0x37
    folder.put('changed.zip', bytes)
    expect(await find(['changed.zip'])).toEqual({
      ...NOTHING,
      tasks: ['changed.zip/1.json {"id":7}', 'changed.zip/2.json {"id":2}'],
      damages: ['input-damaged `changed.zip/1.json` is not whole: its checksum is another'],
    })
  })

  it('where a zip is cut off, the other files are read', async () => {
    await putZip('cut/a.zip', { '1.json': task(1) })
    folder.put('cut/a.zip', readFileSync(join(folder.path, 'cut/a.zip')).subarray(0, 60))
    folder.put('cut/b.json', task(2))
    const { tasks, damages } = await find(['cut'])
    expect(tasks).toEqual([`cut/b.json ${task(2)}`])
    expect(damages).toEqual([expect.stringMatching(/^input-damaged `cut\/a.zip` is not whole: /)])
  })

  it('an encrypted zip says so', async () => {
    await putZip('secret.zip', { '1.json': task(1) + ' '.repeat(100) })
    const bytes = readFileSync(join(folder.path, 'secret.zip'))
    const central = bytes.indexOf('PK\x01\x02')
    bytes.writeUInt16LE(bytes.readUInt16LE(central + 8) | 1, central + 8)
    folder.put('secret.zip', bytes)
    const { damages } = await find(['secret.zip'])
    expect(damages).toEqual(['input-damaged `secret.zip/1.json` is not whole: it is encrypted'])
  })
})

describe('paths', () => {
  it('several are read one after the other; the first config counts', async () => {
    folder.put('a/tasks.json', task(1))
    folder.put('b/tasks.json', task(2))
    folder.put('b/config.xml', '<View>b</View>')
    folder.put('c/config.xml', '<View>c</View>')
    expect(await find(['c', 'b/tasks.json', 'a', 'b/tasks.json'])).toMatchObject({
      tasks: [`b/tasks.json ${task(2)}`, `a/tasks.json ${task(1)}`, `b/tasks.json ${task(2)}`],
      configText: '<View>c</View>',
    })
  })

  it('`-` is standard input, which can be packed as well', async () => {
    async function* input(bytes: Uint8Array) {
      for (let at = 0; at < bytes.length; at += 5) yield bytes.subarray(at, at + 5)
    }
    const plain = Buffer.from(`${task(1)}\n${task(2)}`)
    const expected = { ...NOTHING, tasks: [`standard input ${task(1)}`, `standard input ${task(2)}`] }
    expect(await find(['-'], input(plain))).toEqual(expected)
    expect(await find(['-'], input(gzipSync(plain)))).toEqual(expected)
    await putZip('stdin.zip', { 'a.json': plain })
    expect((await find(['-'], input(readFileSync(join(folder.path, 'stdin.zip'))))).tasks).toEqual([
      `standard input/a.json ${task(1)}`,
      `standard input/a.json ${task(2)}`,
    ])
  })

  it.skipIf(process.platform === 'win32')('a pipe with a name is read once and kept for the second pass', async () => {
    const pipe = join(folder.path, 'pipe')
    execFileSync('mkfifo', [pipe])
    spawn('sh', ['-c', 'printf %s "$1" > "$0"', pipe, `[${task(1)}]`])
    expect(await find(['pipe'])).toEqual({ ...NOTHING, tasks: [`pipe ${task(1)}`] })
  })

  it('that lead nowhere are an error, and leave nothing behind', async () => {
    async function* input() {
      yield Buffer.from(task(1))
    }
    await expect(openInput(['-', join(folder.path, 'nowhere')], input())).rejects.toMatchObject({
      code: 'input-missing',
      where: { file: join(folder.path, 'nowhere') },
    })
    expect(folder.list('temporary')).toEqual([])
  })
})
