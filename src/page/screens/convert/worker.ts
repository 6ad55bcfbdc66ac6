import { type BrowserResult, convert, GoldpanError, inspect, printWhere, SELECTION } from '../../../browser/index.ts'
import { describeConfig } from '../../../dialects/infer-config.ts'
import { subjectsOf } from '../../../export/format-subjects.ts'
import { NAMES } from '../../../export/name-template.ts'
import { describeGroup } from '../../../export/report.ts'
import { SPLIT } from '../../../export/split/rules.ts'
import type { AnyFormat } from '../../../formats/format.ts'
import type { FormatAnswer } from '../../api/formats.ts'
import type { ReportAnswer } from '../../api/report.ts'
import type { ChosenFile, ConversionRequest, Inspected, PlainProblem, Reading, WorkerReply, WorkerRequest } from './protocol.ts'

// What the worker of the Convert screen runs: the whole engine, so that the page stays quick.

/** The part of a worker's global scope in use; the page's types have the window's. */
declare const self: {
  readonly location: { readonly protocol: string }
  onmessage: (message: { readonly data: WorkerRequest }) => void
  postMessage(reply: WorkerReply): void
}

let running: AbortController | undefined

self.onmessage = ({ data }) => {
  if (data.kind === 'cancel') running?.abort()
  else
    answer(data).then(
      (reply) => self.postMessage(reply),
      (error: unknown) => self.postMessage({ kind: 'failed', problem: plain(error) }),
    )
}

async function answer(request: Exclude<WorkerRequest, { readonly kind: 'cancel' }>): Promise<WorkerReply> {
  switch (request.kind) {
    case 'inspect':
      return { kind: 'inspected', inspected: await inspectFiles(request.files, request) }
    case 'convert':
      return convertFiles(request)
  }
}

async function inspectFiles(files: readonly ChosenFile[], { config: given, from, reading }: Reading): Promise<Inspected> {
  const { survey, config, suits, isWhole, isForeign } = await inspect({ files: files.map(named), config: given, from, reading })
  return {
    tasks: survey.tasks,
    isWhole,
    dialects: [...survey.dialects.keys()],
    isForeign,
    config: describeConfig(config),
    isConfigInferred: config.source === 'inferred',
    formats: suits.map(({ format, reason }) => describe(format, reason)),
    selection: SELECTION,
    output: { ...SPLIT, ...NAMES }, // the rest needs files and hosts that a page cannot read
  }
}

function describe(format: AnyFormat, reason: string | undefined): FormatAnswer {
  const { id, title, summary, spec, singleFile, options } = format
  return {
    id,
    title,
    description: summary,
    link: spec,
    subjects: subjectsOf(format),
    file: singleFile,
    options,
    disabled: reason !== undefined,
    reason,
  }
}

async function convertFiles({ files, format, into, ...request }: ConversionRequest): Promise<WorkerReply> {
  running = new AbortController()
  const result = await convert({
    ...request,
    audience: 'form',
    files: files.map(named),
    to: format,
    into: into && (await into.createWritable()),
    ...(isInlined && { workers: 0 }),
    signal: running.signal,
    onProgress: throttled(({ tasks, bytes, totalBytes }) =>
      self.postMessage({ kind: 'progress', progress: { tasks, bytes, totalBytes } }),
    ),
  })
  return { kind: 'converted', converted: { output: result.output, summary: summaryOf(result), report: result.report } }
}

/** The one page that holds everything has no scripts beside it, which further workers would run. */
const isInlined = self.location.protocol === 'blob:'

/** Not more often than people can see. */
const PAUSE = 100

function throttled<T>(tell: (told: T) => void): (told: T) => void {
  let last = Number.NEGATIVE_INFINITY
  return (told) => {
    const now = performance.now()
    if (now - last < PAUSE) return
    last = now
    tell(told)
  }
}

/** A file knows its path in the chosen folder itself; sent to a worker it may forget it. */
function named({ file, path }: ChosenFile): File {
  return Object.defineProperty(file, 'webkitRelativePath', { value: path })
}

function summaryOf({ tasksRead, tasksSelected, written, effects, groups, damages }: BrowserResult): ReportAnswer {
  return {
    tasks_read: tasksRead,
    tasks_written: tasksSelected,
    written: Object.fromEntries(written),
    ...effects,
    issues: groups.map((group) => ({
      ...describeGroup(group, 'form'),
      place: printWhere(group.first.where),
      tasks: group.tasks,
    })),
    errors: damages.map((damage) => ({ ...damage.wordedFor('form'), place: printWhere(damage.where) })),
  }
}

function plain(error: unknown): PlainProblem {
  if (!(error instanceof GoldpanError)) return { code: 'unknown', message: String(error), hint: undefined }
  const { code, where } = error
  const { message, hint } = error.wordedFor('form')
  const place = printWhere(where)
  return { code, message: place === '' ? message : `${place}: ${message}`, hint }
}
