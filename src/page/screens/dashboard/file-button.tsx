import { type Cell, printCsv, saveText } from './download.ts'

interface Props {
  /** What the file is of. */
  readonly title: string
  readonly kind: 'CSV' | 'SVG'
  onSave(): void
}

/** Saves what is seen as a file. */
export function FileButton({ title, kind, onSave }: Props) {
  return (
    <button type="button" class="quiet" aria-label={`${title} as ${kind}`} onClick={onSave}>
      {kind}
    </button>
  )
}

interface CsvProps {
  readonly title: string
  /** The file's name, without `.csv`. */
  readonly name: string
  readonly heads: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Saves a table. */
export function CsvButton({ title, name, heads, rows }: CsvProps) {
  return <FileButton title={title} kind="CSV" onSave={() => saveText(`${name}.csv`, 'text/csv', printCsv(heads, rows))} />
}
