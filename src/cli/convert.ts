import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Command } from 'commander'
import { type ConvertResult, convert } from '../export/convert.ts'
import { parseOptions } from '../export/options.ts'
import { SELECTION } from '../export/selection.ts'
import type { AnyFormat, OptionTable, Sink } from '../formats/format.ts'
import { directorySink, fileTarget, nullSink, singleFileSink, streamTarget } from '../io/sinks.ts'
import { GoldpanError } from '../model/error.ts'
import { printHint, printMessage } from '../model/issue.ts'
import { loadConfig, loadInput } from './load.ts'
import { addOptions, foldBooleans, givenOptions, needFormat, peekOption } from './options.ts'
import { printCounts, printError, printGroups, progressLine } from './print.ts'

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
  readonly json?: boolean
  readonly quiet?: boolean
}

/** `goldpan convert`; the options of the format named by `--to` are among its own. Gives back the arguments with booleans folded. */
export function convertCommand(
  args: readonly string[],
  version: string,
  done: (exitCode: number) => void,
): { command: Command; args: string[] } {
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
    .option('--workers <number>', 'threads beside the main one; auto: one per core where there are more than two', 'auto')
    .option('--json', 'print the summary as JSON (on standard output unless the labels go there)')
    .option('--quiet', 'print no summary')
  addOptions(command, SELECTION, 'What is exported:')
  if (format !== undefined) addOptions(command, format.options, `Options of ${format.id}:`)
  command.addHelpText(
    'after',
    format === undefined
      ? '\nWith --to FORMAT this page also lists the options of that format.'
      : `\n${format.title}: ${format.summary}`,
  )
  command.action(async (paths: string[], flags: Flags) => done(await run(paths, flags, command, version)))
  return { command, args: foldBooleans(args, format === undefined ? [SELECTION] : [SELECTION, format.options]) }
}

async function run(paths: readonly string[], flags: Flags, command: Command, version: string): Promise<number> {
  const format = needFormat(flags.to)
  if (flags.onBadTask !== 'skip' && flags.onBadTask !== 'fail')
    throw new GoldpanError('option-invalid', `\`${flags.onBadTask}\` is not possible for --on-bad-task`, 'it takes skip or fail')
  const options = parseOptions<OptionTable>(format.options, givenOptions(command, format.options), format.id)
  const selectionGiven = givenOptions(command, SELECTION)
  const selection = parseOptions(SELECTION, selectionGiven, 'convert')
  needOutput(format, flags)
  const input = await loadInput(paths)
  const progress = progressLine()
  try {
    const found = await loadConfig(flags.config, input)
    const output = await openOutput(format, flags)
    const reportSink = await openReport(flags, output.holdsReport).catch(async (error: unknown) => {
      await output.sink.abort()
      throw error
    })
    const result = await convert({
      files: input.files,
      skipped: input.skipped,
      config: found?.config,
      format,
      options,
      selection,
      sink: output.sink,
      reportSink,
      reportHead: {
        goldpan: version,
        format: format.id,
        inputs: paths.length === 0 ? ['-'] : paths,
        configFile: found?.file,
        options,
        selection: selectionGiven,
      },
      mediaRoot: flags.mediaRoot,
      onBadTask: flags.onBadTask,
      onProgress: progress.update,
      workers: parseWorkers(flags.workers),
    })
    progress.clear()
    printResult(result, format, flags, output)
    return exitCode(result, flags)
  } finally {
    progress.clear()
    await input.close()
  }
}

/** On two cores threads gain less than they cost: the second is busy with garbage collection and output already (`npm run bench`). */
function parseWorkers(text: string): number {
  const cores = availableParallelism()
  if (text === 'auto') return cores > 2 ? cores : 0
  if (/^\d{1,3}$/.test(text)) return Number(text)
  throw new GoldpanError(
    'option-invalid',
    `\`${text}\` is not possible for --workers`,
    'it takes auto or a number of threads; 0 is none',
  )
}

interface Output {
  readonly sink: Sink
  /** As it is called in the summary. */
  readonly name: string
  /** report.json goes into it. */
  readonly holdsReport: boolean
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

async function openOutput(format: AnyFormat, { out, dryRun, overwrite = false }: Flags): Promise<Output> {
  if (dryRun === true) return { sink: nullSink(), name: 'nothing (dry run)', holdsReport: false }
  const { singleFile } = format
  if (out === undefined || out === '-') {
    const target = streamTarget(process.stdout)
    if (singleFile !== undefined) return { sink: singleFileSink(target, singleFile), name: 'standard output', holdsReport: false }
    const { zipSink } = await import('../io/zip-writer.ts')
    return { sink: zipSink(target), name: 'standard output (zip)', holdsReport: true }
  }
  if (/\.zip$/i.test(out)) {
    const { zipSink } = await import('../io/zip-writer.ts')
    return { sink: zipSink(await fileTarget(out)), name: out, holdsReport: true }
  }
  if (singleFile !== undefined && extname(out) !== '')
    return { sink: singleFileSink(await fileTarget(out), singleFile), name: out, holdsReport: false }
  return { sink: await directorySink(out, overwrite), name: out, holdsReport: true }
}

/** Undefined when the report goes into the output itself. */
async function openReport({ report }: Flags, isHeld: boolean): Promise<Sink | undefined> {
  if (report !== undefined) return singleFileSink(await fileTarget(report), 'report.json')
  return isHeld ? undefined : nullSink()
}

/** So many damaged files are told one by one. */
const MOST_DAMAGES = 5

function printResult(result: ConvertResult, format: AnyFormat, flags: Flags, output: Output): void {
  for (const damage of result.damages.slice(0, MOST_DAMAGES)) printError(damage)
  const areAllTold = result.damages.length <= MOST_DAMAGES
  const groups = result.groups.filter(({ code }) => code !== 'input-damaged' || !areAllTold)
  if (flags.json === true) {
    const toStdout = output.name.startsWith('standard output') ? process.stderr : process.stdout
    toStdout.write(`${JSON.stringify(machineSummary(result, format, output), null, 2)}\n`)
  } else if (flags.quiet !== true) {
    const report =
      flags.report ??
      (output.holdsReport && result.groups.length > 0 ? `${output.name.replace(/\/$/, '')}/report.json` : undefined)
    const verb = flags.dryRun === true ? 'would write' : 'wrote'
    const place = flags.dryRun === true ? '' : ` to ${output.name}`
    process.stderr.write(
      `${verb} ${format.id}${place}: ${printCounts(result)}\n${printGroups(groups)}${report === undefined ? '' : `  all of them: ${report}\n`}`,
    )
  }
}

function machineSummary(
  { tasksRead, tasksSelected, written, effects, groups, damages }: ConvertResult,
  format: AnyFormat,
  output: Output,
): unknown {
  return {
    format: format.id,
    output: output.name,
    tasksRead,
    tasksWritten: tasksSelected,
    written: Object.fromEntries(written),
    ...effects,
    issues: groups.map(({ code, effect, count, first }) => ({
      code,
      effect,
      count,
      message: printMessage(first),
      hint: printHint(first),
      first: first.where,
    })),
    errors: damages.map(({ code, message, hint, where }) => ({ code, message, hint, ...where })),
  }
}

function exitCode({ damages, effects }: ConvertResult, { strict }: Flags): number {
  if (damages.length > 0) return 1
  return strict === true && effects.dropped + effects.approximated > 0 ? 3 : 0
}
