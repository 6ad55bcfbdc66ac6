import { Command } from 'commander'
import { needProject } from '../projects/find-project.ts'
import { storeInput } from '../projects/store-input.ts'
import { parseQuery } from '../query/parse.ts'
import { addConversionOptions, type ConversionFlags, type NamedFormat, runConversion } from './conversion.ts'
import { printMissingNames } from './print-missing-names.ts'
import { addStoreOption, type StoreFlags, withStore } from './store.ts'

const EXAMPLES = `
Examples:
  goldpan export lungs --to coco --out coco/
  goldpan export lungs --to csv --query 'label:Nodule annotator:7' > nodules.csv`

/** `goldpan export`: a project of the store out as a format. */
export function exportCommand(format: NamedFormat | undefined, done: (exitCode: number) => void): Command {
  const command = new Command('export')
    .description('Writes a project of the store in a format to train on, as it is at that moment.')
    .argument('<project>', 'title or number of the project')
  addConversionOptions(addStoreOption(command), format).addHelpText('after', EXAMPLES)
  return command.action(async (name: string, flags: ConversionFlags & StoreFlags) =>
    done(
      await withStore(flags, async (store) => {
        const project = await needProject(store, name)
        const query = parseQuery(String(command.getOptionValue('query') ?? ''))
        const input = await storeInput(store, project, query)
        const exitCode = await runConversion(input, flags, command)
        const isEmpty = input.files.every(({ taskCount }) => taskCount === 0)
        if (isEmpty && flags.quiet !== true && flags.json !== true) await printMissingNames(store, project.id, query)
        return exitCode
      }),
    ),
  )
}
