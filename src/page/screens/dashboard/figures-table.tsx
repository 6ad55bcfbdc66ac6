import { type Cell, fileNameOf } from './download.ts'
import { CsvButton } from './file-button.tsx'

interface Props {
  readonly title: string
  readonly about?: string
  readonly heads: readonly string[]
  /** The first cell of a row is its name. */
  readonly rows: readonly (readonly Cell[])[]
}

/** Figures in a table, and as a file. */
export function FiguresTable({ title, about, heads, rows }: Props) {
  return (
    <section class="plot plot-wide">
      <div class="plot-head">
        <h2>{title}</h2>
        <CsvButton title={title} name={fileNameOf(title)} heads={heads} rows={rows} />
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
