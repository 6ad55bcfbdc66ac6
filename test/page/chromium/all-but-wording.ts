import { unzip } from '../../unzip.ts'

/** The files of a zip, or the one file; of report.json all but the words, which call options differently on a page and on the command line. */
export async function allButWording(output: Buffer): Promise<ReadonlyMap<string, unknown>> {
  if (output.readUInt16BE(0) !== 0x504b) return new Map([['', output]])
  const files = new Map<string, unknown>(await unzip(output))
  const report = files.get('report.json')
  files.set(
    'report.json',
    JSON.parse(String(report), (key, value: unknown) => (isWording(key) ? typeof value : value)),
  )
  return files
}

function isWording(key: string): boolean {
  return key === 'message' || key === 'hint'
}
