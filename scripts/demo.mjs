// Converts the bundled example projects into every format that suits them and shows what came out and what was lost.
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { convert, formats, inspect, openInput, readLabelConfig } from '../dist/index.js'

const examples = new URL('../examples/', import.meta.url).pathname
const output = process.argv[2] ?? 'demo-output'
rmSync(output, { recursive: true, force: true })

const rows = [['project', 'format', 'tasks', 'written', 'dropped', 'approximated', 'assumed']]
const projects = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory())
for (const project of projects.map(({ name }) => name).sort()) {
  const input = await openInput([join(examples, project)], process.stdin)
  const config = input.config === undefined ? undefined : readLabelConfig(await input.config.read(), input.config.name)
  const { suits } = await inspect(input.files, config, formats)
  for (const { format, reason } of suits) {
    if (reason !== undefined) continue
    const { written, tasksWritten, ...losses } = await convert({
      source: join(examples, project),
      to: format,
      sink: join(output, project, format.id),
    })
    const what = Object.entries(written)
      .filter(([name]) => name !== 'tasks')
      .map(([name, count]) => `${count} ${name}`)
    rows.push([
      project,
      format.id,
      String(tasksWritten),
      what.join(', '),
      ...['dropped', 'approximated', 'assumed'].map((effect) => String(losses[effect] || '')),
    ])
  }
  await input.close()
}

const widths = rows[0].map((_, k) => Math.max(...rows.map((row) => row[k].length)))
const lines = rows.map((row) =>
  row
    .map((cell, k) => (k < 4 ? cell.padEnd(widths[k]) : cell.padStart(widths[k])))
    .join('  ')
    .trimEnd(),
)
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
process.stdout.write(
  `goldpan ${version}\n\n${lines.join('\n')}\n\nThe files are in ${output}/, each folder with a report.json that names every loss.\n`,
)
