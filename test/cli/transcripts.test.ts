import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { needBuild, runTranscript } from './run-transcript.ts'
import { parseTranscript, printTranscript } from './transcript.ts'

const FOLDER = new URL('../transcripts/', import.meta.url)

const DOCUMENTS = [...readdirSync(FOLDER).filter((name) => name.endsWith('.md')), '../../README.md']

/** The README and every document in test/transcripts are tests; `GOLDPAN_ACCEPT=1 npx vitest run --project cli` writes down what the commands print now. */
describe('transcripts', () => {
  beforeAll(needBuild)

  it.concurrent.each(DOCUMENTS)('%s', async (name) => {
    const file = new URL(name, FOLDER)
    const written = readFileSync(file, 'utf8')
    const printed = await runTranscript(written)
    if (process.env.GOLDPAN_ACCEPT) writeFileSync(file, printed)
    else expect(printed).toBe(written)
  })
})

describe('a transcript', () => {
  const text = [
    '# Title',
    '```file a b.json',
    '[',
    ']',
    '```',
    'words',
    '```console',
    '$ one --x',
    'out',
    '2> err',
    '=> 2',
    '$ two',
    '```',
    '',
  ].join('\n')

  it('has files and commands', () => {
    expect(parseTranscript(text).parts.filter(({ kind }) => kind !== 'text')).toEqual([
      { kind: 'file', name: 'a b.json', lines: ['[', ']'] },
      { kind: 'command', command: 'one --x', expected: ['out', '2> err', '=> 2'] },
      { kind: 'command', command: 'two', expected: [] },
    ])
  })

  it('is printed with what the commands did', () => {
    const transcript = parseTranscript(text)
    expect(printTranscript(transcript, new Map())).toBe(text)
    const [one, two] = transcript.parts.filter(({ kind }) => kind === 'command')
    const outcomes = new Map([
      [one!, { stdout: '1\n\n2\n', stderr: '', exitCode: 0 }],
      [two!, { stdout: 'cut', stderr: 'a\n\nb\n', exitCode: 1 }],
    ])
    expect(printTranscript(transcript, outcomes).split('\n').slice(6)).toEqual([
      '```console',
      '$ one --x',
      '1',
      '',
      '2',
      '$ two',
      'cut',
      '\\ no line break at the end',
      '2> a',
      '2>',
      '2> b',
      '=> 1',
      '```',
      '',
    ])
  })

  it('has no block without an end and no output without a command', () => {
    expect(() => parseTranscript('```console\n$ x\n')).toThrow('line 1: the block has no end')
    expect(() => parseTranscript('\n```console\nx\n```')).toThrow('line 3: expected a command after `$ `')
  })
})
