import { basename } from 'node:path'
import type { AnyFormat, OptionTable, OptionValue, Sink } from '../formats/format.ts'
import { optionsOfName, outputOfName } from '../formats/names.ts'
import type { Input } from '../io/input-files.ts'
import type { MediaSource } from '../io/media/found-media.ts'
import { withoutSecrets } from '../live/live-source.ts'
import { GoldpanError, type Where } from '../model/error.ts'
import type { Effect, IssueCode } from '../model/issue.ts'
import type { LabelConfig } from '../model/label-config.ts'
import type { Id } from '../model/task.ts'
import type { Audience } from '../model/wording.ts'
import { calledOff, cancelling } from './cancelling.ts'
import { type ConvertResult, convertFiles } from './convert-files.ts'
import { type MediaFinder, mediaFinder } from './media/find.ts'
import type { Progress } from './meter.ts'
import { needFormat } from './need-format.ts'
import { type ConfigSource, type OpenedConfig, openConfig } from './open-config.ts'
import { DRY_RUN, needTarget, type Output, type OutputTarget, openOutput, openReport } from './open-output.ts'
import { needKnown, parseOptions } from './options.ts'
import { needMediaPlace, OUTPUT, type OutputOptions, parseLayout, singleFileOf } from './output-options.ts'
import { describeGroup } from './report.ts'
import { planResources, shrinkHeaps } from './resources.ts'
import { SELECTION, type SelectionOptions } from './selection.ts'
import { nameSources, openSources, type SourceOptions, type TaskSource } from './task-source.ts'
import { version } from './version.ts'

/** What to convert, into what, and where to. */
export interface Conversion extends SourceOptions {
  readonly source: TaskSource | readonly TaskSource[]
  /** A format's id or alias, or a format that is not in the table. */
  readonly to: string | AnyFormat
  /** A Node stream is left open at the end, a web stream is closed. */
  readonly sink?: OutputTarget | undefined
  /** Instead of a sink: writes nothing, the report is all. */
  readonly dryRun?: boolean | undefined
  /** Without one the config beside the tasks is taken, else it is inferred. */
  readonly config?: ConfigSource | undefined
  /** Of the format, as on the command line: `{ firstId: 1 }`. */
  readonly options?: Readonly<Record<string, OptionValue>> | undefined
  /** What is exported: `{ onlyGroundTruth: true }`. */
  readonly select?: Partial<SelectionOptions> | Readonly<Record<string, OptionValue>> | undefined
  /** How the output is laid out: `{ split: 'train=0.8,val=0.2' }`. */
  readonly output?: Partial<OutputOptions> | Readonly<Record<string, OptionValue>> | undefined
  /** Where report.json goes when not into the folder or zip. */
  readonly report?: string | undefined
  /** Who reads the report: how it calls options. By default as they are typed, `--split-by`; for forms “Split by”. */
  readonly audience?: Audience | undefined
  /** Puts the files into a folder that has some, replacing those of the same name. */
  readonly overwrite?: boolean | undefined
  /** Where the media files are, for sizes and durations, and to be put into the output. */
  readonly mediaRoot?: string | undefined
  /** Further places where media files are looked for, before all others. */
  readonly mediaSources?: readonly MediaSource[] | undefined
  readonly onBadTask?: 'skip' | 'fail' | undefined
  /** Threads beside this one; `auto`, unless said otherwise, is one per core where there are several. */
  readonly workers?: number | string | undefined
  /** `512MB`, or bytes: keeps the process below it; if that is little, garbage is collected early in the whole process from then on. */
  readonly memoryLimit?: string | number | undefined
  /** Calls the run off: it ends with the error `cancelled` and leaves nothing behind. */
  readonly signal?: AbortSignal | undefined
  /** Told of each batch that was read. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** What became of a conversion. */
export interface ConversionReport {
  readonly format: string
  /** As it was named. */
  readonly output: string
  /** Where report.json is, with every single issue; undefined when it was not kept. */
  readonly report: string | undefined
  readonly tasksRead: number
  readonly tasksWritten: number
  /** How many of what: images, annotations, rows … */
  readonly written: Readonly<Record<string, number>>
  readonly dropped: number
  readonly approximated: number
  readonly assumed: number
  /** Losses first, then by number. */
  readonly issues: readonly IssueSummary[]
  /** Input that could not be read to its end: what was good in it is written, but the run did not go well. */
  readonly errors: readonly GoldpanError[]
  readonly config: LabelConfig
}

/** All issues of one kind; message, hint and place are those of the first. */
export interface IssueSummary {
  readonly code: IssueCode
  readonly effect: Effect
  readonly count: number
  readonly message: string
  readonly hint: string
  readonly first: Where
  /** The first tasks that are concerned, ten at most. */
  readonly tasks: readonly Id[]
}

const KEYS: Readonly<Record<keyof Conversion, true>> = {
  source: true,
  token: true,
  project: true,
  from: true,
  as: true,
  reading: true,
  to: true,
  sink: true,
  dryRun: true,
  config: true,
  options: true,
  select: true,
  output: true,
  report: true,
  audience: true,
  overwrite: true,
  mediaRoot: true,
  mediaSources: true,
  onBadTask: true,
  workers: true,
  memoryLimit: true,
  signal: true,
  onProgress: true,
}

/** For those who have it as a text. */
export const ON_BAD_TASK = { onBadTask: { default: 'skip', choices: ['skip', 'fail'], help: '' } } as const

/**
 * Reads tasks of any dialect, writes one format. The output appears whole or not at all; the same input gives the same bytes.
 * Everything that is asked for is checked before anything is read.
 * @throws GoldpanError when nothing can be read or written, or what is asked for is not possible; the output is then left as it was
 */
export async function convert(conversion: Conversion): Promise<ConversionReport> {
  needKnown(Object.keys(conversion), Object.keys(KEYS), 'convert')
  const plan = await planConversion(conversion)
  const input = await openSources(plan.sources, conversion, conversion.signal)
  try {
    const config = await openConfig(conversion.config, input)
    const output =
      plan.target === undefined
        ? DRY_RUN
        : await openOutput(singleFileOf(plan.format, plan.layout), plan.target, conversion.overwrite === true)
    const result = await run(conversion, plan, input, config, await describing(plan, output))
    return summarise(result, plan.format, output, conversion)
  } catch (error) {
    throw calledOff(error, conversion.signal)
  } finally {
    await input.close()
  }
}

type Plan = Awaited<ReturnType<typeof planConversion>>

/** All that can be wrong before a file is touched. */
async function planConversion(conversion: Conversion) {
  const { to, options = {}, select = {}, output = {}, onBadTask = 'skip', workers, memoryLimit } = conversion
  const format = typeof to === 'object' ? to : await needFormat(String(to))
  const aliasOptions = typeof to === 'object' ? {} : optionsOfName(format, String(to))
  const aliasOutput = typeof to === 'object' ? {} : outputOfName(format, String(to))
  const layout = parseLayout(parseOptions(OUTPUT, { ...aliasOutput, ...output }, 'convert'))
  needMediaPlace(format, layout)
  return {
    format,
    sources: nameSources(conversion.source),
    target: conversion.dryRun === true ? undefined : needTarget(conversion.sink),
    options: parseOptions<OptionTable>(format.options, { ...aliasOptions, ...options }, format.id),
    selection: parseOptions(SELECTION, select, 'convert'),
    selectionGiven: select,
    layout,
    outputGiven: output,
    ...parseOptions(ON_BAD_TASK, { onBadTask }, 'convert'),
    resources: planResources(workers, memoryLimit),
  }
}

async function run(
  conversion: Conversion,
  plan: Plan,
  input: Input,
  config: OpenedConfig | undefined,
  output: Output,
): Promise<ConvertResult> {
  const { mediaRoot, audience, signal, onProgress } = conversion
  const { format, options, selection, layout, onBadTask, resources } = plan
  const { reportSink, media } = await openBeside(conversion, plan, output)
  const { heaps, ...limits } = resources
  if (heaps !== undefined) shrinkHeaps(heaps)
  try {
    return await convertFiles({
      files: input.files,
      skipped: input.skipped,
      foreignIssues: input.issues,
      config: config?.config,
      format,
      options,
      selection,
      sink: signal === undefined ? output.sink : cancelling(output.sink, signal),
      audience,
      reportSink,
      reportHead: describeRun(plan, config),
      split: layout.split,
      names: layout.names,
      media,
      mediaRoot,
      onBadTask,
      ...(onProgress && { onProgress }),
      ...(signal && { signal }),
      ...limits,
    })
  } finally {
    await media?.close()
  }
}

/** What is needed beside the output; should it not be had, nothing of the output stays. */
async function openBeside(
  { report, mediaRoot, mediaSources }: Conversion,
  { layout: { media }, target }: Plan,
  output: Output,
): Promise<{ readonly reportSink: Sink | undefined; readonly media: MediaFinder | undefined }> {
  try {
    if (media.mode === 'link' && target !== undefined && output.sink.link === undefined) throw noLinks(output)
    const reportSink = await openReport(report, output)
    const isWanted = media.mode !== 'none' && target !== undefined
    return { reportSink, media: isWanted ? await mediaFinder(media, mediaRoot, mediaSources) : undefined }
  } catch (error) {
    await output.sink.abort()
    throw error
  }
}

function noLinks({ name }: Output): GoldpanError {
  const hint = 'name a folder of this machine, or use [--media copy]'
  return new GoldpanError('option-invalid', `there are no links in ${name}`, hint)
}

/** The same output, with a description of it where one is wanted. */
async function describing({ format, layout: { croissant }, target }: Plan, output: Output): Promise<Output> {
  if (croissant === undefined || target === undefined) return output
  const { croissantSink } = await import('./croissant/croissant-sink.ts')
  const name = croissant.name !== '' ? croissant.name : typeof target === 'string' ? nameOfPath(target) : format.id
  return {
    ...output,
    sink: croissantSink(output.sink, { ...croissant, name, description: `${format.title}: ${format.summary}` }),
  }
}

/** `cars` of `out/cars.zip`. */
function nameOfPath(path: string): string {
  return basename(path).replace(/\.zip$/i, '')
}

/** The head of report.json. */
function describeRun(
  { format, sources, options, selectionGiven, outputGiven }: Plan,
  config: OpenedConfig | undefined,
): Readonly<Record<string, unknown>> {
  return {
    goldpan: version,
    format: format.id,
    inputs: sources.map((source) => (typeof source === 'string' ? withoutSecrets(source) : source.name)),
    configFile: config?.file,
    options,
    selection: selectionGiven,
    ...(Object.keys(outputGiven).length === 0 ? {} : { output: outputGiven }),
  }
}

function summarise(
  { tasksRead, tasksSelected, written, effects, groups, damages, config }: ConvertResult,
  format: AnyFormat,
  output: Output,
  { report, audience = 'command-line' }: Pick<Conversion, 'report' | 'audience'>,
): ConversionReport {
  return {
    format: format.id,
    output: output.name,
    report: report ?? output.report,
    tasksRead,
    tasksWritten: tasksSelected,
    written: Object.fromEntries(written),
    ...effects,
    issues: groups.map((group) => ({ ...describeGroup(group, audience), first: group.first.where, tasks: group.tasks })),
    errors: damages,
    config,
  }
}
