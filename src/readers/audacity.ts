import { type DataFile, readLines } from './data-set.ts'
import type { ReadContext, Reader } from './reader.ts'
import type { SpokenSegment } from './shared/audio-tags.ts'
import { tasksOfTimedFiles } from './shared/subtitles.ts'

const LABEL = /^\s*(\d+(?:[.,]\d+)?)\t(\d+(?:[.,]\d+)?)(?:\t(.*))?$/
/** A line below a label that has a range of frequencies. */
const FREQUENCIES = /^\\\t/

/** Audacity's label tracks: start, end and label, separated by tabs. */
export const audacity: Reader = {
  id: 'audacity',
  aliases: ['audacity-labels'],
  title: 'Audacity labels',
  summary: 'Segments with a label each; a task per file.',
  options: ['mediaPrefix'],

  async detect(dataSet) {
    const texts = dataSet.sample('txt')
    const heads = await Promise.all(texts.map((file) => dataSet.headText(file)))
    const isLabels = (head: string) => LABEL.test(head.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '')
    return heads.length > 0 && heads.every(isLabels) ? 'sure' : undefined
  },

  read: (dataSet, context) => tasksOfTimedFiles(dataSet, ['txt'], context, (file) => readLabels(file, context)),
}

async function* readLabels(file: DataFile, context: ReadContext): AsyncGenerator<SpokenSegment> {
  let count = 0
  for await (const { text, number } of readLines(file)) {
    const where = { file: file.name, line: number }
    const [, start = '', end = '', label = ''] = LABEL.exec(text.replace(/^\uFEFF/, '')) ?? []
    const [startSeconds, endSeconds] = [start, end].map((part) => Number(part.replace(',', '.')))
    if (text.trim() === '') continue
    if (FREQUENCIES.test(text)) context.unread('frequencies', where)
    else if (start === '' || startSeconds! > endSeconds!)
      context.add('record-invalid', where, { problem: 'expected start, end and label' })
    else yield { id: String(++count), startSeconds: startSeconds!, endSeconds: endSeconds!, label: label.trim() || 'label' }
  }
}
