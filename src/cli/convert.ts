import { Command } from 'commander'
import { addConversionOptions, type ConversionFlags, type NamedFormat, runConversion } from './conversion.ts'
import { INPUTS, type LiveFlags, liveOptions, PROJECT_HELP, TOKEN_HELP } from './inputs.ts'
import { needPaths } from './options.ts'

/** `goldpan convert`: files in, a format out. */
export function convertCommand(format: NamedFormat | undefined, done: (exitCode: number) => void): Command {
  const command = new Command('convert')
    .description('Converts tasks into a format to train on, and says what the format could not hold.')
    .argument('[inputs...]', INPUTS)
    .option('--token <token>', TOKEN_HELP)
    .option('--project <id>', PROJECT_HELP)
  return addConversionOptions(command, format).action(async (paths: string[], flags: ConversionFlags & LiveFlags) =>
    done(await runConversion(needPaths(paths), flags, command, liveOptions(paths, flags))),
  )
}
