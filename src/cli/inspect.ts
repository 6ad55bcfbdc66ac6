import { Command } from 'commander'
import { describeConfig } from '../dialects/infer-config.ts'
import { type Inspection, inspect } from '../export/inspect.ts'
import { openConfig } from '../export/open-config.ts'
import { unreadRecords } from '../export/open-foreign.ts'
import { openSources } from '../export/task-source.ts'
import { READING } from '../readers/options.ts'
import { addReadingOptions, FROM_HELP, INPUTS, type LiveFlags, liveOptions, PROJECT_HELP, TOKEN_HELP } from './inputs.ts'
import { givenOptions, needPaths } from './options.ts'
import { plural, printError, printTable } from './print.ts'
import { showProgress } from './progress.ts'

interface Flags extends LiveFlags {
  readonly from?: string
  readonly config?: string
  readonly all?: boolean
  readonly json?: boolean
}

/** `goldpan inspect`: what is in an input, and what it can become. */
export function inspectCommand(done: (exitCode: number) => void): Command {
  const command = new Command('inspect')
    .description('Shows what is in an input: tasks, annotators, labels, kinds of region, and which formats suit.')
    .argument('[inputs...]', INPUTS)
    .option('--token <token>', TOKEN_HELP)
    .option('--project <id>', PROJECT_HELP)
    .option('--from <format>', FROM_HELP)
    .option('--config <file>', 'labeling config (XML)')
    .option('--all', 'tell of each other format why it does not suit')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  goldpan inspect export.json\n  goldpan inspect my_project --json')
  return addReadingOptions(command).action(async (paths: string[], flags: Flags) => {
    const source = { ...liveOptions(paths, flags), from: flags.from, reading: givenOptions(command, READING) }
    const input = await openSources(needPaths(paths), source, undefined)
    const progress = showProgress('auto', false)
    try {
      const found = await openConfig(flags.config, input)
      const { formats } = await import('../formats/index.ts')
      const inspection = await inspect(input.files, found?.config, formats, progress.update)
      progress.end()
      for (const problem of [...unreadRecords(input).slice(0, MOST_PROBLEMS), ...inspection.damages]) printError(problem)
      process.stdout.write(
        flags.json === true
          ? `${JSON.stringify(toJson(inspection, found?.file), null, 2)}\n`
          : printInspection(inspection, found?.file, flags.all === true),
      )
      done(inspection.damages.length > 0 ? 1 : 0)
    } finally {
      progress.end()
      await input.close()
    }
  })
}

/** So many records that cannot be read are told one by one. */
const MOST_PROBLEMS = 5

function printInspection(inspection: Inspection, configFile: string | undefined, areAllTold: boolean): string {
  const { survey, config, suits, badTasks } = inspection
  const dates = survey.firstDate === undefined ? 'none' : `${survey.firstDate} … ${survey.lastDate}`
  const head = printTable([
    [
      'tasks',
      `${survey.tasks}${survey.unannotatedTasks > 0 ? `, ${survey.unannotatedTasks} of them without annotations` : ''}${badTasks > 0 ? `; ${badTasks} more cannot be read` : ''}`,
    ],
    ['annotations', `${survey.annotations} (${survey.groundTruths} ground truth, ${survey.cancelled} skipped)`],
    ['predictions', `${survey.predictions}${survey.modelVersions.size > 0 ? ` by ${printCountsOf(survey.modelVersions)}` : ''}`],
    ['annotators', printCountsOf(survey.annotators) || 'none'],
    ['dates', dates],
    ['dialect', printCountsOf(survey.dialects) || 'none'],
    ['data', [...survey.dataKeys].map(([key, { kinds }]) => `${key} (${[...kinds].join(', ')})`).join(', ') || 'none'],
    ['regions', printCountsOf(survey.shapes) || 'none'],
    ['relations', String(survey.relations)],
    ['config', `${configFile ?? 'inferred from the results'}: ${describeConfig(config)}`],
  ])
  const labels = [...survey.controls]
    .filter(([, control]) => control.labels.size > 0)
    .map(([name, control]) => [name, printCountsOf(control.labels)])
  return `${head}\n\nlabels\n${labels.length === 0 ? '  none' : printTable(labels, '  ')}\n\nformats\n${printSuits(suits, areAllTold)}\n`
}

/** Those that suit with what they are, the others by name, or with the reason. */
function printSuits(suits: Inspection['suits'], areAllTold: boolean): string {
  const others = suits.filter(({ reason }) => reason !== undefined)
  const told = areAllTold ? suits : suits.filter(({ reason }) => reason === undefined)
  const table = printTable(
    told.map(({ format, reason }) => [reason === undefined ? '✓' : '–', format.id, reason ?? format.summary]),
    '  ',
  )
  if (areAllTold || others.length === 0) return table
  return `${table}\n${plural(others.length, 'others')} ${others.length === 1 ? 'does' : 'do'} not suit; --all says why`
}

function printCountsOf(counts: ReadonlyMap<string, number>): string {
  const most = 30
  const shown = [...counts].slice(0, most).map(([name, count]) => `${name} (${count})`)
  return counts.size > most ? `${shown.join(', ')} and ${plural(counts.size - most, 'others')}` : shown.join(', ')
}

function toJson({ survey, config, suits, badTasks }: Inspection, configFile: string | undefined): unknown {
  const { dataKeys, controls, dialects, shapes, annotators, modelVersions, ...counts } = survey
  return {
    ...counts,
    unreadableTasks: badTasks,
    dialects: Object.fromEntries(dialects),
    shapes: Object.fromEntries(shapes),
    annotators: Object.fromEntries(annotators),
    modelVersions: Object.fromEntries(modelVersions),
    dataKeys: Object.fromEntries(
      [...dataKeys].map(([key, { count, kinds, sample }]) => [key, { count, kinds: [...kinds], sample }]),
    ),
    controls: Object.fromEntries(
      [...controls].map(([name, { count, types, toNames, labels }]) => [
        name,
        { count, types: Object.fromEntries(types), toNames: [...toNames], labels: Object.fromEntries(labels) },
      ]),
    ),
    config: { file: configFile, ...config },
    formats: suits.map(({ format, reason }) => ({ id: format.id, suits: reason === undefined, reason })),
  }
}
