// Prints what the code knows into the docs, between `<!-- name -->` and `<!-- /name -->`: tables of formats, options and issues.
// `npm run docs` rewrites them; with --check nothing is written and the exit code is 1 when one is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { readResults } from '../bench/results.mjs'
import { describeServerRun, SERVER_HEAD, serverLines } from '../bench/server/table.mjs'
import { describeStoreRun, STORE_HEAD, storeLines } from '../bench/store/table.mjs'
import { BRIEF_HEAD, briefLines, DETAIL_HEAD, describeRun, detailLines, SUMMARY_HEAD, summaryLines } from '../bench/table.mjs'
import { formats, ISSUES, OUTPUT, printHint, printMessage, SELECTION } from '../dist/index.js'
import { readers } from '../dist/readers/index.js'
import { READING } from '../dist/readers/options.js'
import { routes } from '../dist/server/routes.js'

const isCheck = process.argv.includes('--check')
const stale = []

print(
  'README.md',
  'formats',
  table(
    ['format', 'Label Studio’s name', 'what it writes'],
    formats.map(({ id, aliases, summary }) => [`[${id}](docs/formats/${id}.md)`, aliases.map(code).join(' '), summary]),
  ),
)
print('docs/formats.md', 'matrix', matrix())
print('docs/selection.md', 'options', options(SELECTION))
print('docs/splits.md', 'options', options(optionsFrom('split')))
print('docs/media.md', 'options', options(optionsFrom('media', 'name')))
print('docs/croissant.md', 'options', options(optionsFrom('croissant')))
print(
  'docs/issues.md',
  'issues',
  table(
    ['code', 'effect', 'what it says', 'what to do'],
    Object.entries(ISSUES).map(([name, { effect }]) => [code(name), effect, ...textsOf(name)]),
  ),
)
print('docs/api.md', 'calls', calls())
print(
  'docs/readers.md',
  'readers',
  table(
    ['`--from`', 'other names', 'what is read', 'heeds'],
    readers.map(({ id, aliases, summary, options: heeded }) => [
      code(id),
      aliases.map(code).join(' '),
      summary,
      heeded.map((name) => code(flag(name))).join(' '),
    ]),
  ),
)
print('docs/readers.md', 'options', options(READING))
print('README.md', 'benchmark', benchmark(BRIEF_HEAD, briefLines))
print('docs/benchmarks.md', 'goals', benchmark(SUMMARY_HEAD, summaryLines))
print('docs/benchmarks.md', 'benchmark', benchmark(DETAIL_HEAD, detailLines))
print('docs/stores.md', 'benchmark', storeBenchmark())
print('docs/benchmarks.md', 'server', serverBenchmark())
for (const format of formats) print(`docs/formats/${format.id}.md`, 'options', options(format.options))

if (stale.length > 0) {
  process.stderr.write(`stale: ${stale.join(', ')}; run \`npm run docs\`\n`)
  process.exitCode = 1
}

function print(file, name, text) {
  const path = new URL(`../${file}`, import.meta.url)
  const before = readFileSync(path, 'utf8')
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const from = before.indexOf(open)
  const to = before.indexOf(close)
  if (from < 0 || to < from) throw new Error(`${file} has no ${open} … ${close}`)
  const after = `${before.slice(0, from + open.length)}\n${text}\n${before.slice(to)}`
  if (after === before) return
  if (isCheck) stale.push(file)
  else writeFileSync(path, after)
}

/** Which format holds what: ● exactly, ○ approximately. */
function matrix() {
  const marks = { exact: '●', approximate: '○', drop: '' }
  const aspects = Object.keys(formats[0].carries).sort()
  return table(
    ['', ...aspects],
    formats.map(({ id, carries }) => [id, ...aspects.map((aspect) => marks[carries[aspect]])]),
  )
}

/** Every call of the server, by what it is about. */
function calls() {
  const tags = [...new Set(routes.map(({ tag }) => tag))]
  const rows = (tag) =>
    routes
      .filter((route) => route.tag === tag)
      .map(({ method, path, role, summary }) => [code(`${method.toUpperCase()} ${path}`), role, summary])
  return tags.map((tag) => `\n## ${tag}\n${table(['call', 'role', ''], rows(tag))}`).join('\n')
}

/** What `npm run bench` measured last. */
function benchmark(head, linesOf) {
  const results = readResults(new URL('../bench/results.json', import.meta.url))
  return `${table(head, results.rows.flatMap(linesOf))}\n\n${describeRun(results)}.`
}

/** What `npm run bench:store` measured last. */
function storeBenchmark() {
  const results = JSON.parse(readFileSync(new URL('../bench/store-results.json', import.meta.url), 'utf8'))
  return `${table(STORE_HEAD, storeLines(results))}\n\n${describeStoreRun(results)}.`
}

/** Options of the layout whose names begin so. */
function optionsFrom(...beginnings) {
  return Object.fromEntries(Object.entries(OUTPUT).filter(([name]) => beginnings.some((beginning) => name.startsWith(beginning))))
}

/** Message and hint of an issue as the command line prints them, details by their names. */
function textsOf(issue) {
  const unfilled = { code: issue, detail: {} }
  return [printMessage(unfilled), printHint(unfilled)]
}

/** What `npm run bench:server` measured last. */
function serverBenchmark() {
  const results = JSON.parse(readFileSync(new URL('../bench/server-results.json', import.meta.url), 'utf8'))
  return `${table(SERVER_HEAD, serverLines(results))}\n\n${describeServerRun(results)}.`
}

function options(definitions) {
  const rows = Object.entries(definitions).map(([name, { default: standard, choices, help }]) => [
    code(flag(name, standard)),
    choices === undefined
      ? standard === ''
        ? ''
        : code(String(standard))
      : choices.map((choice) => (choice === standard ? `**${choice}**` : choice)).join(', '),
    help,
  ])
  return rows.length === 0 ? '\nIt has none.\n' : table(['option', 'default', ''], rows)
}

function flag(name, standard) {
  const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return standard === true ? `--no-${kebab}` : `--${kebab}`
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

function code(text) {
  return `\`${text}\``
}
