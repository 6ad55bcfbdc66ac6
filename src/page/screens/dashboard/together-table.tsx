import type { Statistics } from '../../api/statistics.ts'
import { printCount } from '../../parts/numbers.ts'
import { CsvButton } from './file-button.tsx'

const MOST = 12
const TITLE = 'Labels in the same task'

/** In how many tasks each two labels stand together: the more, the darker. */
export function TogetherTable({ labels, together }: Pick<Statistics, 'labels' | 'together'>) {
  return (
    <section class="plot plot-wide">
      <div class="plot-head">
        <h2>{TITLE}</h2>
        <CsvButton
          title={TITLE}
          name="labels-together"
          heads={['First', 'Second', 'Tasks']}
          rows={together.map(({ first, second, tasks }) => [first, second, tasks])}
        />
      </div>
      <div class="figures-scroll">
        <CountsTable names={labels.slice(0, MOST).map(({ label }) => label)} together={together} />
      </div>
    </section>
  )
}

/** Nothing stands where a label meets itself. */
function CountsTable({ names, together }: Pick<Statistics, 'together'> & { readonly names: readonly string[] }) {
  const counts = new Map(together.map(({ first, second, tasks }) => [JSON.stringify([first, second].sort()), tasks]))
  const countOf = (a: string, b: string) => counts.get(JSON.stringify([a, b].sort())) ?? 0
  const most = Math.max(1, ...together.map(({ tasks }) => tasks))
  return (
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
              <td key={column} title={`${row} and ${column}`} style={{ '--share': j === k ? 0 : countOf(row, column) / most }}>
                {j === k ? '' : printCount(countOf(row, column))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
