import { Command } from 'commander'
import { type Conversion, type ConversionReport, convert, ON_BAD_TASK } from '../export/convert.ts'
import { needFormat } from '../export/need-format.ts'
import { parseOptions } from '../export/options.ts'
import { SELECTION } from '../export/selection.ts'
import type { AnyFormat } from '../formats/format.ts'
import { optionsOfName } from '../formats/index.ts'
import { GoldpanError } from '../model/error.ts'
import { exitCodeOf } from './exit-code.ts'
import { interruptible } from './interrupt.ts'
import { addOptions, foldBooleans, givenOptions, needPaths, peekOption, printGiven } from './options.ts'
import { printCounts, printError, printIssues } from './print.ts'
import { PROGRESS_MODES, printEvent, showProgress } from './progress.ts'

interface Flags {
  readonly to: string
  readonly config?: string
  readonly out?: string
  readonly overwrite?: boolean
  readonly report?: string
  readonly dryRun?: boolean
  readonly strict?: boolean
  readonly onBadTask: string
  readonly mediaRoot?: string
  readonly workers: string
  readonly memoryLimit?: string
  readonly progress: string
  readonly json?: boolean
  readonly quiet?: boolean
}

/** `goldpan convert`; the options of the format named by `--to` are among its own. Gives back the arguments with booleans folded. */
export function convertCommand(args: readonly string[], done: (exitCode: number) => void): { command: Command; args: string[] } {
  const name = args[0] === 'convert' ? peekOption(args, '--to') : undefined
  const format = name === undefined ? undefined : needFormat(name)
  const command = new Command('convert')
    .description('Converts tasks into a format to train on, and says what the format could not hold.')
    .argument('[inputs...]', 'files (.json, .jsonl, .ndjson, .gz, .zip) or folders of tasks; - is standard input')
    .requiredOption('--to <format>', 'the format: see `goldpan formats`')
    .option('--config <file>', 'labeling config (XML); by default config.xml beside the tasks, else inferred')
    .option('--out <path>', 'a folder, a .zip, or a file for formats of one file; by default standard output')
    .option('--overwrite', 'replace files of an existing folder')
    .option('--report <file>', 'where report.json goes; by default into the folder or zip')
    .option('--dry-run', 'write nothing, show the report')
    .option('--strict', 'exit with 3 when anything was dropped or approximated')
    .option('--on-bad-task <action>', 'skip | fail: what to do with a task that cannot be read', 'skip')
    .option('--media-root <folder>', 'where the media files are, for sizes and durations')
    .option('--workers <number>', 'threads beside the main one; auto: one per core where there are several', 'auto')
    .option('--memory-limit <size>', 'keep the process below this, for instance 512MB or 2GiB: fewer threads, smaller batches')
    .option('--json', 'print the summary as JSON (on standard output unless the labels go there)')
    .option(
      '--progress <when>',
      'auto | always | never; auto: on a terminal. always with --json: events on standard error',
      'auto',
    )
    .option('--quiet', 'print no summary')
  addOptions(command, SELECTION, 'What is exported:')
  if (format !== undefined) addOptions(command, format.options, `Options of ${format.id}:`)
  command.addHelpText(
    'after',
    format === undefined
      ? '\nWith --to FORMAT this page also lists the options of that format.'
      : `\n${format.title}: ${format.summary}${meaningOf(format, name)}`,
  )
  command.action(async (paths: string[], flags: Flags) => done(await run(paths, flags, command)))
  return { command, args: foldBooleans(args, format === undefined ? [SELECTION] : [SELECTION, format.options]) }
}

/** What a name says beside the format. */
function meaningOf(format: AnyFormat, name = ''): string {
  const options = printGiven(optionsOfName(format, name))
  return options === '' ? '' : `\n${name} stands for --to ${format.id} ${options}.`
}

const CHOICES = {
  ...ON_BAD_TASK,
  progress: { default: 'auto', choices: PROGRESS_MODES, help: '' },
} as const

async function run(paths: readonly string[], flags: Flags, command: Command): Promise<number> {
  const { progress, onBadTask } = parseOptions(CHOICES, { progress: flags.progress, onBadTask: flags.onBadTask }, 'convert')
  const isTold = flags.json === true && progress === 'always'
  const display = showProgress(progress, flags.json === true)
  try {
    const format = needFormat(flags.to)
    needOutput(format, flags)
    const conversion: Conversion = {
      source: needPaths(paths),
      to: flags.to,
      sink: flags.out === undefined || flags.out === '-' ? process.stdout : flags.out,
      options: givenOptions(command, format.options),
      select: givenOptions(command, SELECTION),
      config: flags.config,
      dryRun: flags.dryRun,
      overwrite: flags.overwrite,
      report: flags.report,
      mediaRoot: flags.mediaRoot,
      onBadTask,
      workers: flags.workers,
      memoryLimit: flags.memoryLimit,
      onProgress: display.update,
    }
    const report = await interruptible((signal) => convert({ ...conversion, signal }))
    display.end()
    printResult(report, flags, isTold)
    return exitCode(report, flags)
  } catch (error) {
    display.end()
    if (!isTold || !(error instanceof GoldpanError)) throw error
    printEvent('error', describeError(error))
    return exitCodeOf(error)
  }
}

/** Said before anything is read. */
function needOutput(format: AnyFormat, { out, dryRun }: Flags): void {
  if (out !== undefined || dryRun === true || format.singleFile !== undefined) return
  throw new GoldpanError(
    'option-missing',
    `${format.id} writes several files and cannot go to standard output`,
    'name a folder or a zip: --out out/ or --out out.zip',
  )
}

function printResult(report: ConversionReport, flags: Flags, isTold: boolean): void {
  if (isTold) printEvent('done', machineSummary(report))
  else for (const damage of report.errors.slice(0, MOST_DAMAGES)) printError(damage)
  const isOutputOnStdout = report.output.startsWith('standard output')
  if (flags.json !== true) {
    if (flags.quiet !== true) process.stderr.write(printSummary(report, flags))
  } else if (!isOutputOnStdout || !isTold)
    (isOutputOnStdout ? process.stderr : process.stdout).write(`${JSON.stringify(machineSummary(report), null, 2)}\n`)
}

/** So many damaged files are told one by one. */
const MOST_DAMAGES = 5

function printSummary(report: ConversionReport, flags: Flags): string {
  const isDryRun = flags.dryRun === true
  const areAllTold = report.errors.length <= MOST_DAMAGES
  const issues = report.issues.filter(({ code }) => code !== 'input-damaged' || !areAllTold)
  const head = `${isDryRun ? 'would write' : 'wrote'} ${report.format}${isDryRun ? '' : ` to ${report.output}`}`
  const isReportTold = flags.report !== undefined || (report.report !== undefined && report.issues.length > 0)
  const place = isReportTold ? `  all of them: ${report.report}\n` : ''
  return `${head}: ${printCounts(report)}\n${printIssues(issues)}${place}`
}

function machineSummary({ config: _config, errors, ...rest }: ConversionReport): object {
  return { ...rest, errors: errors.map(describeError) }
}

function describeError({ code, message, hint, where }: GoldpanError): object {
  return { code, message, hint, ...where }
}

function exitCode({ errors, dropped, approximated }: ConversionReport, { strict }: Flags): number {
  if (errors.length > 0) return 1
  return strict === true && dropped + approximated > 0 ? 3 : 0
}
