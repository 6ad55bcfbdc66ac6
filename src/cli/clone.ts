import { Command } from 'commander'
import { needProject } from '../projects/find-project.ts'
import { plural } from './print.ts'
import { addStoreOption, type StoreFlags, withStore } from './store.ts'

/** `goldpan clone`: a project once more. */
export function cloneCommand(done: (exitCode: number) => void): Command {
  const command = new Command('clone')
    .description('Makes a second project with the same settings and tasks.')
    .argument('<project>', 'title or number of the project')
    .argument('[title]', 'of the new one; by default that of the old one and `cloned`')
    .addHelpText('after', '\nExample:\n  goldpan clone lungs "lungs, second round"')
  return addStoreOption(command).action(async (name: string, title: string | undefined, flags: StoreFlags) => {
    await withStore(flags, async (store) => {
      const project = await needProject(store, name)
      const { cloneProject } = await import('../projects/clone-project.ts')
      const { clone, tasks } = await cloneProject(store, project, title ?? `${project.title} cloned`, new Date())
      process.stderr.write(`made project ${clone.id} ${clone.title}: ${plural(tasks, 'tasks')}\n`)
    })
    done(0)
  })
}
