import type { Cell } from './download.ts'
import { printCsv, saveText } from './download.ts'

interface Props {
  readonly title: string
  readonly about?: string
  readonly heads: readonly string[]
  /** The first cell of a row is its name. */
  readonly rows: readonly (readonly Cell[])[]
}

/** Figures in a table, and as a file. */
export function FiguresTable({ title, about, heads, rows }: Props) {
  const file = `${title.toLowerCase().replace(/\W+/g, '-')}.csv`
  return (
    <section class="plot plot-wide">
      <div class="plot-head">
        <h2>{title}</h2>
        <button
          type="button"
          class="quiet"
          aria-label={`${title} as CSV`}
          onClick={() => saveText(file, 'text/csv', printCsv(heads, rows))}
        >
          CSV
        </button>
      </div>
      {about !== undefined && <p class="muted small">{about}</p>}
      <div class="figures-scroll">
        <table class="figures-table">
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, ...cells]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {cells.map((cell, k) => (
                  <td key={heads[k + 1]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
