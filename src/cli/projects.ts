import { Command } from 'commander'
import { ALL } from '../query/query.ts'
import type { Project, ProjectCounts, Store } from '../stores/store.ts'
import { printTable } from './print.ts'
import { addStoreOption, type StoreFlags, withStore } from './store.ts'

interface Flags extends StoreFlags {
  readonly json?: boolean
}

interface CountedProject {
  readonly project: Project
  readonly counts: ProjectCounts
}

/** `goldpan projects`: what a store has. */
export function projectsCommand(done: (exitCode: number) => void): Command {
  const command = new Command('projects')
    .description('Lists the projects of the store with their tasks and annotations.')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  goldpan projects\n  goldpan projects --store postgres://localhost/goldpan --json')
  return addStoreOption(command).action(async (flags: Flags) => {
    await withStore(flags, async (store) => {
      const projects = await countedProjects(store)
      process.stdout.write(flags.json === true ? toJson(projects) : `${printProjects(projects)}\n`)
    })
    done(0)
  })
}

async function countedProjects(store: Store): Promise<CountedProject[]> {
  const counted: CountedProject[] = []
  for (const project of await store.projects()) counted.push({ project, counts: await store.count(project.id, ALL) })
  return counted
}

function printProjects(projects: readonly CountedProject[]): string {
  if (projects.length === 0) return 'no projects yet: `goldpan import NAME FILES` makes one'
  const head = ['id', 'title', 'tasks', 'annotated', 'annotations', 'predictions', 'changed']
  const rows = projects.map(({ project, counts }) => [
    ...[String(project.id), project.title],
    ...[counts.tasks, counts.annotatedTasks, counts.annotations, counts.predictions].map(String),
    project.updatedAt.toISOString().slice(0, 16).replace('T', ' '),
  ])
  return printTable([head, ...rows])
}

function toJson(projects: readonly CountedProject[]): string {
  const listed = projects.map(({ project: { id, title, description, createdAt, updatedAt }, counts }) => ({
    ...{ id, title, description, createdAt, updatedAt },
    ...counts,
  }))
  return `${JSON.stringify(listed, null, 2)}\n`
}
