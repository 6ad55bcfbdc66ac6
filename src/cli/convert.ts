import { Command } from 'commander'
import { addConversionOptions, type ConversionFlags, type NamedFormat, runConversion } from './conversion.ts'
import { needPaths } from './options.ts'

/** `goldpan convert`: files in, a format out. */
export function convertCommand(format: NamedFormat | undefined, done: (exitCode: number) => void): Command {
  const command = new Command('convert')
    .description('Converts tasks into a format to train on, and says what the format could not hold.')
    .argument('[inputs...]', 'files (.json, .jsonl, .ndjson, .gz, .zip) or folders of tasks; - is standard input')
  return addConversionOptions(command, format).action(async (paths: string[], flags: ConversionFlags) =>
    done(await runConversion(needPaths(paths), flags, command)),
  )
}
