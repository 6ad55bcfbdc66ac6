import { describe, expect, it } from 'vitest'
import { bigProject } from '../arbitrary.ts'
import { type Converted, convert } from '../convert.ts'
import { askPython, convertGolden, formatOf, writeFiles } from './python.ts'

type Marks = readonly (readonly [start: number, end: number, text: string])[]
interface Grid {
  readonly seconds: number
  readonly tiers: Readonly<Record<string, Marks>>
}

const read = (converted: Converted) => askPython('times.py', writeFiles(converted))
const project = bigProject('audio')
const convertProject = (id: string) => convert({ ...project, to: formatOf(id) })

/** What was said in the golden recording. */
const SPOKEN = [
  [0, 0.7, 'Agent', 'Hello, how can I help?'],
  [0.8, 1.4, 'Customer', 'Я хочу café'],
] as const

describe('the golden recording is read', () => {
  it('by praatio', async () => {
    const grids = read(await convertGolden('audio_transcription', 'textgrid')) as Record<string, Grid>
    const { seconds, tiers } = grids['call_01.TextGrid']!
    expect(seconds).toBe(1.5)
    const marked = Object.entries(tiers).flatMap(([name, marks]) =>
      marks.filter(([, , text]) => text !== '').map((mark) => [name, ...mark]),
    )
    expect(marked).toEqual(SPOKEN.map(([start, end, speaker, text]) => [speaker, start, end, expect.stringContaining(text)]))
  })

  it('by webvtt-py', async () => {
    const cues = read(await convertGolden('audio_transcription', 'webvtt')) as Record<string, Marks>
    expect(cues['call_01.vtt']).toEqual(SPOKEN.map(([start, end, , text]) => [start, end, expect.stringContaining(text)]))
  })

  it('by pysubs2', async () => {
    const subtitles = read(await convertGolden('audio_transcription', 'srt')) as Record<string, Marks>
    expect(subtitles['call_01.srt']).toEqual(
      SPOKEN.map(([start, end, speaker, text]) => [start, end, expect.stringContaining(`${speaker}: ${text}`)]),
    )
  })

  it('by columns', async () => {
    expect(read(await convertGolden('audio_transcription', 'rttm'))).toMatchObject({
      'result.rttm': SPOKEN.map(([start, end, speaker]) => ['call_01', start, Number((end - start).toFixed(6)), speaker]),
    })
    const labels = read(await convertGolden('audio_transcription', 'audacity')) as Record<string, Marks>
    expect(labels['call_01.txt']!.map(([start, end]) => [start, end])).toEqual(SPOKEN.map(([start, end]) => [start, end]))
  })
})

describe('random recordings are read', () => {
  it('by praatio: tiers cover the whole time, intervals follow each other', async () => {
    const converted = await convertProject('textgrid')
    const grids = Object.values(read(converted) as Record<string, Grid>)
    expect(grids.length).toBe(converted.files.size)
    for (const { seconds, tiers } of grids)
      for (const marks of Object.values(tiers)) {
        expect(marks[0]![0]).toBe(0)
        expect(marks.at(-1)![1]).toBe(seconds)
        for (const [index, [start]] of marks.entries()) if (index > 0) expect(start).toBe(marks[index - 1]![1])
      }
  })

  it.each(['webvtt', 'srt', 'audacity'])('by readers of %s: as many marks as regions', async (id) => {
    const converted = await convertProject(id)
    const marks = Object.values(read(converted) as Record<string, Marks>).flat()
    expect(marks.length).toBe(converted.wrote.get('regions'))
    expect(marks.length).toBeGreaterThan(40)
    for (const [start, end, text] of marks) {
      expect(end).toBeGreaterThan(start)
      expect(text).not.toBe('')
    }
  })

  it('by columns: every label a turn, every word a line', async () => {
    const rttm = await convertProject('rttm')
    expect((read(rttm) as Record<string, unknown[]>)['result.rttm']!.length).toBeGreaterThanOrEqual(rttm.wrote.get('regions')!)
    const ctm = await convertProject('ctm')
    expect((read(ctm) as Record<string, unknown[]>)['result.ctm']!.length).toBe(ctm.wrote.get('words'))
  })
})
