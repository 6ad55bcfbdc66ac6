import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bigProject } from '../arbitrary.ts'
import { type Converted, convert } from '../convert.ts'
import { askPython, convertGolden, formatOf, writeFiles } from './python.ts'

/** What Python reads from the JSON files of a conversion, by name. */
function read(result: Converted): Record<string, unknown> {
  const names = [...result.files.keys()].filter((path) => /\.jsonl?$/.test(path))
  const folder = writeFiles(result)
  const contents = askPython('json_lines.py', ...names.map((name) => join(folder, name))) as unknown[]
  return Object.fromEntries(names.map((name, index) => [name, contents[index]]))
}

describe("Python's json module reads", () => {
  it('json and json-min, as Node does', async () => {
    for (const kind of ['image', 'text', 'audio', 'answers', 'exotic'] as const)
      for (const id of ['json', 'json-min']) {
        const result = await convert({ ...bigProject(kind, 20), to: formatOf(id) })
        expect(read(result)['result.json']).toEqual(JSON.parse(result.text('result.json')))
      }
  })

  it('the index of masks', async () => {
    const index = read(await convertGolden('brush', 'brush-npy'))['index.jsonl'] as { region: string; labels: string[] }[]
    expect(index.map(({ region, labels }) => [region, labels])).toEqual([
      ['b1', ['cell']],
      ['b2', ['cell']],
      ['b3', ['n/a zone']],
      ['b4', ['cell', 'n/a zone']],
    ])
  })

  it('speech manifests, one segment a line', async () => {
    const result = await convertGolden('audio_transcription', 'asr-manifest')
    const lines = askPython('json_lines.py', '--lines', join(writeFiles(result), 'manifest.json')) as unknown[]
    expect(lines).toEqual([
      [
        expect.objectContaining({
          audio_filepath: 'audio/call_01.wav',
          offset: 0,
          duration: 0.7,
          text: 'Hello, how can I help?',
        }),
        expect.objectContaining({ audio_filepath: 'audio/call_01.wav', offset: 0.8, duration: 0.6, text: 'Я хочу café' }),
      ],
    ])
  })

  it('speech manifests of a random project, all with some length', async () => {
    const result = await convert({ ...bigProject('audio'), to: formatOf('asr-manifest') })
    const [lines] = askPython('json_lines.py', '--lines', join(writeFiles(result), 'manifest.json')) as [Record<string, number>[]]
    expect(lines.length).toBe(result.wrote.get('lines'))
    expect(lines.length).toBeGreaterThan(20)
    for (const { duration, offset = 0 } of lines) {
      expect(duration).toBeGreaterThan(0)
      expect(offset).toBeGreaterThanOrEqual(0)
    }
  })
})
