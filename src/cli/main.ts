#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { version } from '../export/version.ts'
import { formatNames } from '../formats/load.ts'
import { findNamed } from '../formats/names.ts'
import { GoldpanError } from '../model/error.ts'
import { cloneCommand } from './clone.ts'
import { foldConversion, type NamedFormat, peekFormat } from './conversion.ts'
import { convertCommand } from './convert.ts'
import { exitCodeOf } from './exit-code.ts'
import { exportCommand } from './export.ts'
import { formatsCommand } from './formats.ts'
import { importCommand } from './import.ts'
import { inspectCommand } from './inspect.ts'
import { watchInterrupts } from './interrupt.ts'
import { peekOption } from './options.ts'
import { printError } from './print.ts'
import { projectsCommand } from './projects.ts'
import { searchCommand } from './search.ts'
import { serveCommand } from './serve.ts'
import { syncCommand } from './sync.ts'

const EXAMPLES = `
Examples:
  goldpan convert my_project/completions --config config.xml --to coco --out coco/
  goldpan convert export.json --to csv > labels.csv
  goldpan convert export.zip --to conll2003 --only-ground-truth --out train.conll
  goldpan convert export.json --to pascal-voc --dry-run
  goldpan convert https://host/projects/3 --to coco --out coco/
  goldpan convert label_studio.sqlite3 --project 3 --to csv > labels.csv
  goldpan inspect export.json
  goldpan formats coco
  goldpan import lungs my_project/
  goldpan search lungs 'label:Nodule is:ground-truth'
  goldpan export lungs --to coco --out coco/

Exit codes: 0 fine, 1 cannot go on or input damaged, 2 wrong command line, 3 losses under --strict, 130 after Ctrl-C.`

async function main(args: readonly string[]): Promise<number> {
  let exitCode = 0
  const done = (code: number) => {
    exitCode = code
  }
  const program = new Command('goldpan')
    .description('Pans the finished labels out of Label Studio and Annotation Lab tasks: nothing vanishes unreported.')
    .version(version)
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .configureOutput({ outputError: () => undefined }) // errors are printed below, all in one shape
  try {
    const format = await peekFormat(args)
    for (const command of commands(format, done)) program.addCommand(command.exitOverride().copyInheritedSettings(program))
    await program.parseAsync(foldConversion(args, format), { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return commandLineError(error, args)
    if (error instanceof GoldpanError) {
      printError(error)
      return exitCodeOf(error)
    }
    const message = error instanceof Error ? error.message : String(error)
    printError(
      new GoldpanError(
        'internal',
        message,
        'this is a fault of goldpan: please report it with the input, or a part of it; GOLDPAN_DEBUG=1 shows where',
      ),
    )
    if (process.env.GOLDPAN_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`)
    return 1
  }
}

/** In the order of the help page. */
function commands(format: NamedFormat | undefined, done: (exitCode: number) => void): Command[] {
  return [
    convertCommand(format, done),
    inspectCommand(done),
    formatsCommand(done),
    importCommand(done),
    projectsCommand(done),
    searchCommand(done),
    exportCommand(format, done),
    cloneCommand(done),
    syncCommand(done),
    serveCommand(done),
  ]
}

/** Commander's words for what has a code of ours. */
const COMMANDER_CODES: ReadonlyMap<string, string> = new Map([
  ['commander.unknownOption', 'option-unknown'],
  ['commander.unknownCommand', 'command-unknown'],
  ['commander.missingMandatoryOptionValue', 'option-missing'],
  ['commander.optionMissingArgument', 'option-missing'],
])

/** Help and version come as errors too, with exit code 0. */
function commandLineError({ code, message, exitCode }: CommanderError, args: readonly string[]): number {
  if (exitCode === 0) return 0
  if (code === 'commander.help') return 2 // no command: the help was printed
  const [problem = '', suggestion] = message.replace(/^error: /, '').split('\n')
  printError(new GoldpanError(COMMANDER_CODES.get(code) ?? 'command-line', problem, hintFor(code, suggestion, args)))
  return 2
}

function hintFor(code: string, suggestion: string | undefined, args: readonly string[]): string {
  if (code === 'commander.missingMandatoryOptionValue') return 'name a format, such as --to csv; `goldpan formats` lists all'
  return suggestion?.replace(/^\(Did you mean (.*)\?\)$/, 'did you mean $1?') ?? `\`${helpOf(args)}\` shows what is possible`
}

const COMMANDS = ['convert', 'inspect', 'formats', 'import', 'projects', 'search', 'export', 'clone', 'sync', 'serve']

/** The help page that has the answer: that of the command, with the options of the format. */
function helpOf(args: readonly string[]): string {
  const command = COMMANDS.find((name) => name === args[0])
  const format =
    command === 'convert' || command === 'export' ? findNamed(formatNames, peekOption(args, '--to') ?? '') : undefined
  return ['goldpan', command, format && `--to ${format.id}`, '--help'].filter((word) => word !== undefined).join(' ')
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0) // the reader has seen enough
  throw error
})
watchInterrupts()
// Not awaited: what is loaded on demand imports this file, see scripts/bundle.mjs, and would wait until it has run to its end.
void main(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode
})
