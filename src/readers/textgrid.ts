import { type DataFile, readWholeText } from './data-set.ts'
import type { ReadContext, Reader } from './reader.ts'
import type { SpokenSegment } from './shared/audio-tags.ts'
import { RecordProblem } from './shared/record-problem.ts'
import { tasksOfTimedFiles } from './shared/subtitles.ts'

/** Praat's TextGrid, long or short: each tier is a label, what its intervals say are transcripts. */
export const textgrid: Reader = {
  id: 'textgrid',
  aliases: ['praat'],
  title: 'Praat TextGrid',
  summary: 'Intervals and points that say something; the tier is the label, the text the transcript.',
  options: ['mediaPrefix'],
  detect: async (dataSet) => (dataSet.with('textgrid').length > 0 ? 'sure' : undefined),
  read: (dataSet, context) => tasksOfTimedFiles(dataSet, ['textgrid'], context, (file) => readGrid(file, context)),
}

async function* readGrid(file: DataFile, context: ReadContext): AsyncGenerator<SpokenSegment> {
  try {
    yield* segmentsOf(await readWholeText(file))
  } catch (error) {
    if (!(error instanceof RecordProblem)) throw error
    context.add('record-invalid', { file: file.name }, { problem: error.message })
  }
}

/** Long and short files have the same numbers, strings and flags in the same order; all else is decoration. */
function* segmentsOf(text: string): Generator<SpokenSegment> {
  const values = new Values(text.replace(/^\uFEFF/, ''))
  values.text() // File type
  if (values.text() !== 'TextGrid') throw new RecordProblem('it is no TextGrid')
  values.number()
  values.number()
  const tiers = values.number()
  let count = 0
  for (let tier = 0; tier < tiers; tier++) {
    const kind = values.text()
    const name = values.text()
    values.number()
    values.number()
    const entries = values.number()
    for (let entry = 0; entry < entries; entry++) {
      const startSeconds = values.number()
      const endSeconds = kind === 'IntervalTier' ? values.number() : startSeconds
      const said = values.text()
      if (said.trim() !== '') yield { id: String(++count), startSeconds, endSeconds, label: name || 'tier', texts: [said] }
    }
  }
}

/** The values of a TextGrid in their order: strings (quotes in them are doubled) and free-standing numbers. */
class Values {
  readonly #values: Iterator<RegExpExecArray>

  constructor(text: string) {
    const withoutHeads = text.replace(/^(\s*(?:item|intervals|points)\s*)\[\d*\]\s*:/gm, '')
    this.#values = withoutHeads.matchAll(/"((?:[^"]|"")*)"|(?<![\w.])(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w.])/g)
  }

  text(): string {
    const [, text] = this.#next()
    if (text === undefined) throw new RecordProblem('expected a text, found a number')
    return text.replaceAll('""', '"')
  }

  number(): number {
    const [, , number] = this.#next()
    if (number === undefined) throw new RecordProblem('expected a number, found a text')
    return Number(number)
  }

  #next(): RegExpExecArray {
    const { done, value } = this.#values.next()
    if (done === true) throw new RecordProblem('the file ends too early')
    return value
  }
}
