import { Command } from 'commander'
import { parseReading } from '../export/open-foreign.ts'
import { READING } from '../readers/options.ts'
import { addConversionOptions, type ConversionFlags, type NamedFormat, runConversion } from './conversion.ts'
import {
  addReadingOptions,
  FROM_HELP,
  INPUTS,
  type LiveFlags,
  liveOptions,
  PROJECT_HELP,
  type ReadingFlags,
  TOKEN_HELP,
} from './inputs.ts'
import { givenOptions, needPaths } from './options.ts'

/** `goldpan convert`: files in, a format out. */
export function convertCommand(format: NamedFormat | undefined, done: (exitCode: number) => void): Command {
  const command = new Command('convert')
    .description('Converts tasks into a format to train on, and says what the format could not hold.')
    .argument('[inputs...]', INPUTS)
    .option('--token <token>', TOKEN_HELP)
    .option('--project <id>', PROJECT_HELP)
    .option('--from <format>', FROM_HELP)
    .option('--as <kind>', 'auto | annotations | predictions: what the annotations of another format become', 'auto')
  addConversionOptions(command, format)
  return addReadingOptions(command).action(async (paths: string[], flags: ConversionFlags & LiveFlags & ReadingFlags) => {
    const reading = parseReading({ ...flags, reading: givenOptions(command, READING) })
    done(await runConversion(needPaths(paths), flags, command, { ...liveOptions(paths, flags), ...reading }))
  })
}
