import { expect } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { parseOptions } from '../../src/export/options.ts'
import type { SkippedFile } from '../../src/io/input-files.ts'
import { type Issue, printMessage } from '../../src/model/issue.ts'
import { EMPTY_CONFIG, type LabelConfig } from '../../src/model/label-config.ts'
import { DataSet } from '../../src/readers/data-set.ts'
import { detectReader } from '../../src/readers/detect.ts'
import { readers } from '../../src/readers/index.ts'
import { READING, type ReadingOptions } from '../../src/readers/options.ts'
import { readDataSet } from '../../src/readers/read-data-set.ts'

/** Path → content. */
export type Files = Readonly<Record<string, string | Uint8Array>>

export interface ReadTask {
  readonly id: number
  readonly data: Readonly<Record<string, unknown>>
  readonly annotations: readonly { readonly result: readonly ReadResult[]; readonly completed_by?: unknown }[]
  readonly predictions?: readonly { readonly result: readonly ReadResult[]; readonly model_version?: string }[]
}

export interface ReadResult {
  readonly id?: string
  readonly type: string
  readonly from_name: string
  readonly to_name: string
  readonly value: Readonly<Record<string, unknown>>
  readonly [key: string]: unknown
}

/** A data set read into tasks, with everything beside them. */
export interface Read {
  readonly reader: string
  readonly tasks: readonly ReadTask[]
  readonly config: LabelConfig
  readonly xml: string
  readonly issues: readonly Issue[]
  /** `code: message` of each issue. */
  readonly told: readonly string[]
  /** Name and text of each file of tasks. */
  readonly files: ReadonlyMap<string, string>
  /** The results of all annotations. */
  readonly results: readonly ReadResult[]
}

export function dataSetOf(files: Files): DataSet {
  const skipped = Object.entries(files).map(([path, content]): SkippedFile => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
    return {
      name: `set/${path}`,
      problem: '',
      size: bytes.length,
      async *open() {
        for (let at = 0; at < bytes.length; at += 1000) yield bytes.slice(at, at + 1000)
      },
    }
  })
  return new DataSet({ files: [], skipped })
}

interface ReadingTest {
  readonly from?: string
  readonly as?: 'auto' | 'annotations' | 'predictions'
  readonly options?: Partial<ReadingOptions>
}

/** @param from a reader's id; by default the one that the files speak for */
export async function readFiles(files: Files, { from, as = 'auto', options = {} }: ReadingTest = {}): Promise<Read> {
  const dataSet = dataSetOf(files)
  const reader =
    from === undefined
      ? await detectReader(dataSet, readers)
      : readers.find(({ id, aliases }) => id === from || aliases.includes(from))
  if (reader === undefined) throw new Error(`nothing reads ${Object.keys(files).join(', ')}`)
  const input = await readDataSet(dataSet, reader, { as, options: parseOptions(READING, options, 'test') })
  const read = new Map<string, string>()
  for (const { name, open } of input.files) {
    const chunks: Uint8Array[] = []
    for await (const chunk of open()) chunks.push(chunk)
    read.set(name, Buffer.concat(chunks).toString())
  }
  const xml = (await input.config?.read()) ?? ''
  await input.close()
  const tasks = [...read.values()].flatMap((text) => text.split('\n').filter((line) => line !== '' && line !== '[]'))
  const parsed = tasks.map((line): ReadTask => JSON.parse(line))
  const issues = input.issues ?? []
  return {
    reader: reader.id,
    tasks: parsed,
    config: xml === '' ? EMPTY_CONFIG : parseLabelConfig(xml),
    xml,
    issues,
    told: issues.map((issue) => `${issue.code}: ${printMessage(issue)}`),
    files: read,
    results: parsed.flatMap(({ annotations }) => annotations.flatMap(({ result }) => result)),
  }
}

/** Which reader the files speak for. */
export async function detected(files: Files): Promise<string | undefined> {
  return (await detectReader(dataSetOf(files), readers))?.id
}

/** The only element. */
export function only<T>(list: readonly T[]): T {
  expect(list).toHaveLength(1)
  return list[0]!
}

/** Names of the labels of a control. */
export function labelsOf({ config }: Read, control: string): readonly string[] | undefined {
  return config.controls.find(({ name }) => name === control)?.labels.map(({ name }) => name)
}
