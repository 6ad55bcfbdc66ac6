import type { Statistics } from '../../api/statistics.ts'
import { printCount } from '../../parts/numbers.ts'
import { printCsv, saveText } from './download.ts'

const MOST = 12

/** In how many tasks each two labels stand together: the more, the darker. */
export function TogetherTable({ labels, together }: Pick<Statistics, 'labels' | 'together'>) {
  const names = labels.slice(0, MOST).map(({ label }) => label)
  const counts = new Map(together.map(({ first, second, tasks }) => [JSON.stringify([first, second].sort()), tasks]))
  const countOf = (a: string, b: string) => counts.get(JSON.stringify([a, b].sort())) ?? 0
  const most = Math.max(1, ...together.map(({ tasks }) => tasks))
  const rows = together.map(({ first, second, tasks }) => [first, second, tasks] as const)
  return (
    <section class="plot plot-wide">
      <div class="plot-head">
        <h2>Labels in the same task</h2>
        <button
          type="button"
          class="quiet"
          aria-label="Labels in the same task as CSV"
          onClick={() => saveText('labels-together.csv', 'text/csv', printCsv(['First', 'Second', 'Tasks'], rows))}
        >
          CSV
        </button>
      </div>
      <div class="figures-scroll">
        <table class="figures-table together">
          <thead>
            <tr>
              <td />
              {names.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((row, k) => (
              <tr key={row}>
                <th scope="row">{row}</th>
                {names.map((column, j) => (
                  <td
                    key={column}
                    title={`${row} and ${column}`}
                    style={{ '--share': j === k ? 0 : countOf(row, column) / most }}
                  >
                    {j === k ? '' : printCount(countOf(row, column))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
