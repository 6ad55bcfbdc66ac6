import type { Command } from 'commander'
import { type Conversion, type ConversionReport, convert, ON_BAD_TASK } from '../export/convert.ts'
import { needFormat } from '../export/need-format.ts'
import { parseOptions } from '../export/options.ts'
import { OUTPUT, parseLayout, singleFileOf } from '../export/output-options.ts'
import { SELECTION } from '../export/selection.ts'
import type { SourceOptions } from '../export/task-source.ts'
import type { AnyFormat, OptionValue } from '../formats/format.ts'
import { optionsOfName, outputOfName } from '../formats/names.ts'
import { GoldpanError } from '../model/error.ts'
import { exitCodeOf } from './exit-code.ts'
import { interruptible } from './interrupt.ts'
import { addOptions, foldBooleans, givenOptions, peekOption, printGiven } from './options.ts'
import { describeError, printCounts, printError, printIssues } from './print.ts'
import { PROGRESS_MODES, printEvent, showProgress } from './progress.ts'

/** The flags of every command that writes a format. */
export interface ConversionFlags {
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

/** A format, and what it was called. */
export interface NamedFormat {
  readonly name: string
  readonly format: AnyFormat
}

/** The format that `--to` names in the arguments of a command that writes one. @throws GoldpanError `format-unknown` */
export async function peekFormat(args: readonly string[]): Promise<NamedFormat | undefined> {
  const name = args[0] === 'convert' || args[0] === 'export' ? peekOption(args, '--to') : undefined
  return name === undefined ? undefined : { name, format: await needFormat(name) }
}

/** Adds what every conversion has: where to, what of it, how; the options of the format are among its own. */
export function addConversionOptions(command: Command, named: NamedFormat | undefined): Command {
  command
    .requiredOption('--to <format>', 'the format: see `goldpan formats`')
    .option('--config <file>', 'labeling config (XML); by default config.xml beside the tasks, else inferred')
    .option(
      '--out <path>',
      'a folder, a .zip, or a file for formats of one file, also in a bucket (s3://bucket/prefix); by default standard output',
    )
    .option('--overwrite', 'replace files of an existing folder')
    .option('--report <file>', 'where report.json goes; by default into the folder or zip')
    .option('--dry-run', 'write nothing, show the report')
    .option('--strict', 'exit with 3 when anything was dropped or approximated')
    .option('--on-bad-task <action>', 'skip | fail: what to do with a task that cannot be read', 'skip')
    .option('--media-root <folder>', 'where the media files are, for sizes and durations, and to be copied')
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
  addOptions(command, OUTPUT, 'How it is laid out:')
  if (named === undefined)
    return command.addHelpText('after', '\nWith --to FORMAT this page also lists the options of that format.')
  const { format } = named
  addOptions(command, format.options, `Options of ${format.id}:`)
  return command.addHelpText('after', `\n${format.title}: ${format.summary}${meaningOf(named)}`)
}

/** What a name says beside the format. */
function meaningOf({ name, format }: NamedFormat): string {
  const options = printGiven({ ...optionsOfName(format, name), ...outputOfName(format, name) })
  return options === '' ? '' : `\n${name} stands for --to ${format.id} ${options}.`
}

/** The arguments with the booleans of a conversion in one spelling, see {@link foldBooleans}. */
export function foldConversion(args: readonly string[], named: NamedFormat | undefined): string[] {
  return foldBooleans(args, named === undefined ? [SELECTION, OUTPUT] : [SELECTION, OUTPUT, named.format.options])
}

const CHOICES = {
  ...ON_BAD_TASK,
  progress: { default: 'auto', choices: PROGRESS_MODES, help: '' },
} as const

/** Converts, tells what came out, and gives the exit code. */
export async function runConversion(
  source: Conversion['source'],
  flags: ConversionFlags,
  command: Command,
  sourceOptions: SourceOptions = {},
): Promise<number> {
  const { progress, onBadTask } = parseOptions(CHOICES, { progress: flags.progress, onBadTask: flags.onBadTask }, 'convert')
  const isTold = flags.json === true && progress === 'always'
  const display = showProgress(progress, flags.json === true)
  try {
    const format = await needFormat(flags.to)
    const output = givenOptions(command, OUTPUT)
    needOutput(format, flags, output)
    const conversion: Conversion = {
      source,
      ...sourceOptions,
      to: flags.to,
      sink: flags.out === undefined || flags.out === '-' ? process.stdout : flags.out,
      options: givenOptions(command, format.options),
      select: givenOptions(command, SELECTION),
      output,
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
function needOutput(
  format: AnyFormat,
  { to, out, dryRun }: ConversionFlags,
  output: Readonly<Record<string, OptionValue>>,
): void {
  const layout = parseLayout(parseOptions(OUTPUT, { ...outputOfName(format, to), ...output }, 'convert'))
  if (out !== undefined || dryRun === true || singleFileOf(format, layout) !== undefined) return
  throw new GoldpanError(
    'option-missing',
    `${format.id} writes several files and cannot go to standard output`,
    'name a folder or a zip: --out out/ or --out out.zip',
  )
}

function printResult(report: ConversionReport, flags: ConversionFlags, isTold: boolean): void {
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

function printSummary(report: ConversionReport, flags: ConversionFlags): string {
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

function exitCode({ errors, dropped, approximated }: ConversionReport, { strict }: ConversionFlags): number {
  if (errors.length > 0) return 1
  return strict === true && dropped + approximated > 0 ? 3 : 0
}
