import { type DataKind, dataKindOf } from '../../dialects/guess-data-key.ts'
import type { Where } from '../../model/error.ts'
import type { Fields, ReadContext, TaskDraft } from '../reader.ts'

/** A row of data that nobody has labelled yet. */
export interface DataRow {
  readonly data: Fields
  readonly where: Where & { readonly file: string }
}

/** A task per row, and an object tag for the first column that shows something: an image, a recording, a text. */
export async function* tasksOfRows(rows: AsyncIterable<DataRow>, { project }: ReadContext): AsyncGenerator<TaskDraft> {
  let shown: string | undefined
  let firstText: string | undefined
  for await (const { data, where } of rows) {
    if (shown === undefined) {
      const found = findShown(data)
      shown = found?.key
      if (found !== undefined) project.object(TAGS[found.kind], found.key)
      firstText ??= Object.entries(data).find(([, value]) => typeof value === 'string' && value !== '')?.[0]
    }
    yield { data, annotations: [], where }
  }
  if (shown === undefined && firstText !== undefined) project.object('Text', firstText)
}

type ShownKind = Exclude<DataKind, 'list'>

const TAGS: Readonly<Record<ShownKind, string>> = {
  image: 'Image',
  pdf: 'Pdf',
  audio: 'Audio',
  video: 'Video',
  html: 'HyperText',
  text: 'Text',
}

/** Files before texts: a text beside an image is about the image. */
function findShown(data: Fields): { readonly key: string; readonly kind: ShownKind } | undefined {
  const kinds = Object.entries(data).flatMap(([key, value]) => {
    if (typeof value !== 'string' || value === '') return []
    const survey = { count: 1, kinds: new Set(['string']), sample: value.slice(0, 200) }
    const kind = dataKindOf(key, survey)
    return kind === undefined || kind === 'list' ? [] : [{ key, kind }]
  })
  return kinds.find(({ kind }) => kind !== 'text') ?? kinds[0]
}
