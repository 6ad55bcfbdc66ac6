import { Command } from 'commander'
import { parseOptions } from '../export/options.ts'
import { type JsonNode, parseJson } from '../json/node.ts'
import { printCompact } from '../json/print.ts'
import { needProject } from '../projects/find-project.ts'
import { parseQuery } from '../query/parse.ts'
import { PAGE_ORDERS, type Store, type TaskDocument } from '../stores/store.ts'
import { plural, printTable } from './print.ts'
import { printMissingNames } from './print-missing-names.ts'
import { addStoreOption, type StoreFlags, withStore } from './store.ts'

interface Flags extends StoreFlags {
  readonly limit: string
  readonly order: string
  readonly ids?: boolean
  readonly json?: boolean
}

const OPTIONS = {
  limit: { default: 20, help: '' },
  order: { default: 'id', choices: PAGE_ORDERS, help: '' },
} as const

const EXAMPLES = `
Fields: is, label, predicted, from, annotator, model, tag, id, created, updated, score, annotations, predictions, lead-time.
Conditions all have to hold; OR, NOT (or -) and brackets say otherwise. docs/query.md has all of it.

Examples:
  goldpan search lungs 'label:Nodule annotator:7 is:ground-truth'
  goldpan search lungs '"left lung" updated:>2024-01-01' --order -updated
  goldpan search lungs is:unannotated --ids --limit 100000 > todo.txt`

/** `goldpan search`: the tasks that a query finds. */
export function searchCommand(done: (exitCode: number) => void): Command {
  const command = new Command('search')
    .description('Finds tasks by labels, annotators, state, dates, scores and words.')
    .argument('<project>', 'title or number of the project')
    .argument('[query...]', 'what to look for; nothing finds everything')
    .option('--limit <number>', 'how many to show at most', '20')
    .option('--order <order>', `${PAGE_ORDERS.join(' | ')}; - is the other way round`, 'id')
    .option('--ids', 'print ids only, one per line')
    .option('--json', 'print the tasks themselves, one JSON object per line')
    .addHelpText('after', EXAMPLES)
  return addStoreOption(command).action(async (name: string, words: string[], flags: Flags) => {
    await withStore(flags, (store) => run(store, name, words.join(' '), flags))
    done(0)
  })
}

async function run(store: Store, name: string, text: string, flags: Flags): Promise<void> {
  const { limit, order } = parseOptions(OPTIONS, { limit: flags.limit, order: flags.order }, 'search')
  const project = await needProject(store, name)
  const query = parseQuery(text)
  const found = await store.list(project.id, query, { order, offset: 0, limit })
  if (flags.ids === true) process.stdout.write(found.map(({ id }) => `${id}\n`).join(''))
  else if (flags.json === true) for (const { document } of found) process.stdout.write(`${printCompact(parseJson(document))}\n`)
  else {
    const { tasks } = await store.count(project.id, query)
    if (found.length > 0) process.stdout.write(`${printTable([['id', 'annotations', 'data'], ...found.map(describe)])}\n`)
    process.stderr.write(found.length < tasks ? `${found.length} of ${plural(tasks, 'tasks')}\n` : `${plural(tasks, 'tasks')}\n`)
  }
  if (found.length === 0) await printMissingNames(store, project.id, query)
}

/** Its id, how many annotations it has, and the first text of its data. */
function describe({ id, document }: TaskDocument): string[] {
  const task = parseJson(document)
  const annotations = task.get('annotations') ?? task.get('completions')
  const text = firstText(task.get('data'))?.replace(/\s+/g, ' ') ?? ''
  return [String(id), String(annotations?.elements().length ?? 0), text.length > 80 ? `${text.slice(0, 79)}…` : text]
}

function firstText(node: JsonNode | undefined): string | undefined {
  if (node === undefined || node.kind === 'string') return node?.string()
  const children = node.kind === 'object' ? node.entries().map(([, child]) => child) : node.elements()
  for (const child of children) {
    const text = firstText(child)
    if (text !== undefined) return text
  }
  return undefined
}
