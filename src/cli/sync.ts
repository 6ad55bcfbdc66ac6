import { Command } from 'commander'
import { needProject } from '../projects/find-project.ts'
import { openStore } from '../stores/index.ts'
import { interruptible } from './interrupt.ts'
import { addStoreOption, type StoreFlags, withStore } from './store.ts'

interface Flags extends StoreFlags {
  readonly delete?: boolean
  readonly json?: boolean
}

const EXAMPLES = `
A folder or bucket gets a file <task_id>.json for each task, as Label Studio and Annotation Lab keep them. Files of the same content are left alone.

Examples:
  goldpan sync lungs backup/                 writes backup/lungs/completions/1.json …
  goldpan sync lungs s3://bucket/labels --delete
  goldpan sync lungs postgres://localhost/goldpan`

/** `goldpan sync`: a project into another store, where only what changed is written. */
export function syncCommand(done: (exitCode: number) => void): Command {
  const command = new Command('sync')
    .description('Writes the tasks of a project into a folder, a bucket or another store, and only what changed.')
    .argument('<project>', 'title or number of the project')
    .argument('<target>', 'a folder, s3://bucket/prefix, or any other store')
    .option('--delete', 'delete tasks from the target that the project has not any more')
    .option('--json', 'print the counts as JSON')
    .addHelpText('after', EXAMPLES)
  return addStoreOption(command).action(async (name: string, target: string, flags: Flags) => {
    await withStore(flags, async (from) => {
      const project = await needProject(from, name)
      const { syncProject } = await import('../projects/sync-project.ts')
      const to = await openStore(target)
      try {
        const counts = await interruptible((signal) => syncProject(from, project, to, flags.delete === true, new Date(), signal))
        if (flags.json === true) process.stdout.write(`${JSON.stringify(counts, null, 2)}\n`)
        else process.stderr.write(`${to.name}: ${WORDS.map((word) => `${counts[word]} ${word}`).join(', ')}\n`)
      } finally {
        await to.close()
      }
    })
    done(0)
  })
}

const WORDS = ['created', 'updated', 'unchanged', 'deleted'] as const
