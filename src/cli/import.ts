import { Command } from 'commander'
import { unreadRecords } from '../export/open-foreign.ts'
import { parseOptions } from '../export/options.ts'
import { openSources } from '../export/task-source.ts'
import type { OptionValue } from '../formats/format.ts'
import { readTextFile } from '../io/read-file.ts'
import type { GoldpanError } from '../model/error.ts'
import { CONFLICT_POLICIES } from '../projects/conflict-policy.ts'
import type { ImportCounts } from '../projects/import-tasks.ts'
import type { OpenedProject } from '../projects/open-project.ts'
import { READING } from '../readers/options.ts'
import type { Store } from '../stores/store.ts'
import { addReadingOptions, FROM_HELP, INPUTS, type LiveFlags, liveOptions, PROJECT_HELP, TOKEN_HELP } from './inputs.ts'
import { interruptible } from './interrupt.ts'
import { givenOptions, needPaths } from './options.ts'
import { describeError, plural, printError } from './print.ts'
import { showProgress } from './progress.ts'
import { addStoreOption, type StoreFlags, withStore } from './store.ts'

interface Flags extends StoreFlags, LiveFlags {
  readonly from?: string
  readonly config?: string
  readonly onConflict: string
  readonly as: string
  readonly modelVersion: string
  readonly json?: boolean
}

interface ImportFlags extends Flags {
  readonly reading: Readonly<Record<string, OptionValue>>
}

const CHOICES = {
  onConflict: { default: 'overwrite', choices: CONFLICT_POLICIES, help: '' },
  as: { default: 'annotations', choices: ['annotations', 'predictions'], help: '' },
} as const

const EXAMPLES = `
The project is made when there is none of that name. Importing the same files again changes nothing; after an interruption it completes what is missing.

Examples:
  goldpan import lungs my_project/
  goldpan import lungs more.json --on-conflict skip
  goldpan import lungs https://host/projects/3
  goldpan import lungs model-output.json --as predictions --model-version unet-3`

/** `goldpan import`: tasks into a project of the store. */
export function importCommand(done: (exitCode: number) => void): Command {
  const command = new Command('import')
    .description('Brings tasks into a project of the store.')
    .argument('<project>', 'title or number of the project')
    .argument('[inputs...]', INPUTS)
    .option('--token <token>', TOKEN_HELP)
    .option('--project <id>', PROJECT_HELP)
    .option('--from <format>', FROM_HELP)
    .option('--config <file>', 'labeling config (XML) of a project that has none; by default config.xml beside the tasks')
    .option('--on-conflict <action>', 'overwrite | skip | new-ids: what to do with a task whose id the project has', 'overwrite')
    .option('--as <kind>', 'annotations | predictions: what the annotations are to be', 'annotations')
    .option('--model-version <name>', 'the model that --as predictions names', 'imported')
    .option('--json', 'print the counts as JSON')
    .addHelpText('after', EXAMPLES)
  addReadingOptions(addStoreOption(command))
  return command.action(async (title: string, paths: string[], flags: Flags) => {
    const reading = givenOptions(command, READING)
    done(await withStore(flags, (store) => run(store, title, paths, { ...flags, reading })))
  })
}

async function run(store: Store, title: string, paths: readonly string[], flags: ImportFlags): Promise<number> {
  const choices = parseOptions(CHOICES, { onConflict: flags.onConflict, as: flags.as }, 'import')
  const input = await openSources(
    needPaths(paths),
    { ...liveOptions(paths, flags), from: flags.from, reading: flags.reading },
    undefined,
  )
  const display = showProgress('auto', flags.json === true)
  const problems: GoldpanError[] = [...unreadRecords(input).slice(0, MOST_PROBLEMS)]
  try {
    const config = flags.config === undefined ? undefined : await readTextFile(flags.config)
    // other commands do without, and without an XML parser where there is no config
    const { openProject } = await import('../projects/open-project.ts')
    const { importTasks } = await import('../projects/import-tasks.ts')
    const opened = await openProject(store, title, config, input, new Date())
    const counts = await interruptible((signal) =>
      importTasks(store, opened.project.id, input, {
        config: opened.config,
        onConflict: choices.onConflict,
        asPredictionsOf: choices.as === 'predictions' ? flags.modelVersion : undefined,
        signal,
        onProgress: display.update,
        onProblem: (problem) => {
          if (problems.length < MOST_PROBLEMS) problems.push(problem)
        },
      }),
    )
    display.end()
    tell(opened, counts, problems, flags)
    return counts.failed > 0 ? 1 : 0
  } finally {
    display.end()
    await input.close()
  }
}

/** So many are told one by one. */
const MOST_PROBLEMS = 5

function tell(
  { project, hasOtherConfig, isNew }: OpenedProject,
  counts: ImportCounts,
  problems: readonly GoldpanError[],
  { json }: Flags,
): void {
  if (json === true) {
    const { id, title } = project
    process.stdout.write(
      `${JSON.stringify({ project: { id, title }, ...counts, problems: problems.map(describeError) }, null, 2)}\n`,
    )
    return
  }
  for (const problem of problems) printError(problem)
  if (counts.failed > problems.length) process.stderr.write(`… and ${plural(counts.failed - problems.length, 'more failures')}\n`)
  if (hasOtherConfig) process.stderr.write('the labeling config beside the tasks is another one; the project keeps its own\n')
  const told = WORDS.filter((word) => counts[word] > 0).map((word) => `${counts[word]} ${word}`)
  const held = (['annotations', 'predictions'] as const)
    .filter((what) => counts[what] > 0)
    .map((what) => plural(counts[what], what))
  const head = `${isNew ? 'made ' : ''}project ${project.id} ${project.title}`
  process.stderr.write(
    `${head}: ${told.length === 0 ? 'no tasks' : `tasks: ${told.join(', ')}`}${held.map((what) => `; ${what}`).join('')}\n`,
  )
}

const WORDS = ['created', 'updated', 'unchanged', 'skipped', 'renumbered', 'failed'] as const
