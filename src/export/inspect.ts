import { inferConfig } from '../dialects/infer-config.ts'
import type { AnyFormat } from '../formats/format.ts'
import { type InputFile, needFiles, readBatches } from '../io/read-batches.ts'
import type { GoldpanError } from '../model/error.ts'
import { EMPTY_CONFIG, type LabelConfig } from '../model/label-config.ts'
import type { Survey } from '../model/survey.ts'
import { Meter, type Progress } from './meter.ts'
import { parseOptions } from './options.ts'
import { BatchReader, type Preparation } from './prepare.ts'
import { parseSelection, SELECTION } from './selection.ts'
import { Surveyor } from './survey.ts'

/** What is in an input. */
export interface Inspection {
  readonly survey: Survey
  /** The given one, else inferred. */
  readonly config: LabelConfig
  /** For every format the reason why it has nothing to write, or undefined when it suits. */
  readonly suits: readonly { readonly format: AnyFormat; readonly reason: string | undefined }[]
  /** Everything was read. */
  readonly isWhole: boolean
  readonly badTasks: number
  readonly damages: readonly GoldpanError[]
}

/**
 * Reads everything once, skipped annotations and predictions too; or only about so many tasks, to see what it is.
 * @throws GoldpanError when no task can be read
 */
export async function inspect(
  files: readonly InputFile[],
  given: LabelConfig | undefined,
  formats: readonly AnyFormat[],
  onProgress?: (progress: Progress) => void,
  mostTasks = Number.POSITIVE_INFINITY,
): Promise<Inspection> {
  const preparation = prepareAll(given, formats)
  const survey = new Surveyor()
  const damages: GoldpanError[] = []
  let isWhole = true
  let badTasks = 0
  let firstBad: GoldpanError | undefined
  const batches = readBatches(files, { damaged: (error) => void damages.push(error), trailingComma: () => undefined })
  for await (const batch of new Meter(files, 1, onProgress).count(batches)) {
    const reader = new BatchReader(batch, preparation)
    for (const task of reader.tasks()) survey.add(task)
    badTasks += batch.tasks.length - reader.read
    firstBad ??= reader.firstBad
    if (survey.tasks >= mostTasks) {
      isWhole = false
      break
    }
  }
  const problem = damages[0] ?? firstBad
  if (survey.tasks === 0 && problem !== undefined) throw problem
  needFiles(files)
  const config = given ?? inferConfig(survey)
  return {
    survey,
    config,
    suits: formats.map((format) => ({ format, reason: format.unsuited(config, parseOptions(format.options, {}, format.id)) })),
    isWhole,
    badTasks,
    damages,
  }
}

/** Everything is selected that a raw format takes. */
function prepareAll(given: LabelConfig | undefined, formats: readonly AnyFormat[]): Preparation {
  const raw = formats.find(({ purpose }) => purpose === 'raw')!
  return {
    format: raw,
    selection: parseSelection(parseOptions(SELECTION, {}, 'inspect'), raw),
    options: parseOptions(raw.options, {}, raw.id),
    config: given ?? EMPTY_CONFIG,
    onBadTask: 'skip',
    isReported: false,
  }
}
