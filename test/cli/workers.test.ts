import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PART_KINDS } from '../formats/part-kinds.ts'
import { golden } from '../formats/table-cases.ts'
import { needBuild } from './run-transcript.ts'

const folder = mkdtempSync(join(tmpdir(), 'goldpan-workers-'))
const input = join(folder, 'tasks.json')
const large = join(folder, 'large.json')
const CASES = ['bbox_rotation', 'multi_annotator_image', 'ner_overlap', 'audio_transcription', 'brush', 'classification_mix']

/** With fewer workers than batches and with more; the others with two. */
const MANY = new Set(['csv', 'coco'])

beforeAll(() => {
  needBuild()
  writeTasks(input, 1_400_000) // several batches of a mebibyte
  writeTasks(large, 12_000_000)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the same bytes for any number of workers', () => {
  it.each(PART_KINDS)('%s', (format) => {
    const [one, ...others] = (MANY.has(format) ? ['0', '1', '2', '8'] : ['0', '2']).map((workers) => run(format, workers))
    for (const other of others) expect(other).toEqual(one)
  })
})

it.each(['json', 'csv', 'coco', 'pascal-voc'])('%s: the same bytes, however often memory is used again', (format) => {
  expect(run(format, '2', [], large)).toEqual(run(format, '0', [], large))
})

it('divides alike for any number of workers', () => {
  const split = ['--split', 'train=0.7,val=0.2,test=0.1', '--split-stratify']
  expect(run('coco', '2', split)).toEqual(run('coco', '0', split))
})

/** With a bad task in the midst and a damaged end. */
function writeTasks(path: string, bytes: number): void {
  const tasks = CASES.flatMap((name) => JSON.parse(golden(name).tasks))
  const texts: string[] = []
  for (let id = 1, size = 0; size < bytes; id++) {
    const text = id === 1000 ? '{"id": 1000, "data": NaN}' : JSON.stringify({ ...tasks[id % tasks.length], id })
    texts.push(text)
    size += text.length
  }
  writeFileSync(path, `[${texts.join(',\n')}, {`)
}

function run(format: string, workers: string, further: readonly string[] = [], tasks = input): unknown {
  const out = join(folder, `${format}-${workers}.zip`)
  const report = join(folder, 'report.json')
  const args = [
    'dist/cli/main.js',
    'convert',
    tasks,
    '--to',
    format,
    '--out',
    out,
    '--report',
    report,
    '--workers',
    workers,
    '--json',
    ...further,
  ]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(stderr).toMatch(/^error\[input-damaged\]: it ends inside a task/)
  return { status, stderr, zip: readFileSync(out).toString('base64'), report: readFileSync(report, 'utf8') }
}
