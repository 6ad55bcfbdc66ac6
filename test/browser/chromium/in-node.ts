import { readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { readLabelConfig } from '../../../src/dialects/label-config-file.ts'
import { type ConvertResult, convertFiles } from '../../../src/export/convert-files.ts'
import { openForeign, parseReading } from '../../../src/export/open-foreign.ts'
import { parseOptions } from '../../../src/export/options.ts'
import { SELECTION } from '../../../src/export/selection.ts'
import type { OptionTable, Sink } from '../../../src/formats/format.ts'
import { type ByteTarget, memorySink, singleFileSink } from '../../../src/io/content.ts'
import { openInput } from '../../../src/io/input-files.ts'
import { zipSink } from '../../../src/io/zip-writer.ts'
import { formatOf } from '../../readers/python.ts'
import type { PageRequest } from './in-page.ts'

export interface NodeResult {
  /** base64, of the file or a zip of several. */
  readonly output: string
  /** Of formats of one file; of others it is in the zip. */
  readonly report: string | undefined
  readonly result: ConvertResult
}

const { version }: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'))

/** What the command line does with paths of one folder, run in that folder. */
export async function convertInNode(paths: readonly string[], request: PageRequest): Promise<NodeResult> {
  const { singleFile } = formatOf(request.to)
  const output: Uint8Array[] = []
  const target = targetOf(output)
  if (singleFile === undefined) {
    const result = await run(paths, request, zipSink(target), undefined)
    return { output: Buffer.concat(output).toString('base64'), report: undefined, result }
  }
  const report = new Map<string, Uint8Array>()
  const result = await run(paths, request, singleFileSink(target, singleFile), memorySink(report))
  return {
    output: Buffer.concat(output).toString('base64'),
    report: new TextDecoder().decode(report.get('report.json')),
    result,
  }
}

/** Path → base64. */
export async function filesInNode(paths: readonly string[], request: PageRequest): Promise<Record<string, string>> {
  const files = new Map<string, Uint8Array>()
  await run(paths, request, memorySink(files), undefined)
  return Object.fromEntries([...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')]))
}

async function run(
  paths: readonly string[],
  { to, options: given = {}, select = {}, from, reading }: PageRequest,
  sink: Sink,
  reportSink: Sink | undefined,
): Promise<ConvertResult> {
  const format = formatOf(to)
  const options = parseOptions<OptionTable>(format.options, given, format.id)
  const inputs = paths.map((path) => basename(path))
  const before = process.cwd()
  process.chdir(dirname(paths[0]!))
  const input = await openForeign(await openInput(inputs, noInput()), parseReading({ from, reading }))
  try {
    const config = input.config && readLabelConfig(await input.config.read(), input.config.name)
    const configFile = config && input.config?.name
    return await convertFiles({
      files: input.files,
      skipped: input.skipped,
      foreignIssues: input.issues,
      config,
      format,
      options,
      selection: parseOptions(SELECTION, select, 'convert'),
      sink,
      reportSink,
      reportHead: { goldpan: version, format: format.id, inputs, configFile, options, selection: select },
    })
  } finally {
    await input.close()
    process.chdir(before)
  }
}

function targetOf(chunks: Uint8Array[]): ByteTarget {
  return {
    write: async (bytes) => void chunks.push(Uint8Array.from(bytes)),
    close: async () => undefined,
    abort: async () => undefined,
  }
}

async function* noInput(): AsyncGenerator<Uint8Array> {}
