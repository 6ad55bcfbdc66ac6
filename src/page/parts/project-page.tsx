import type { ComponentChildren } from 'preact'
import { getProject, type ProjectAnswer } from '../api/projects.ts'
import { useResource } from '../api/resource.ts'
import { place } from '../router.ts'
import { WhenLoaded } from './when-loaded.tsx'

const TABS = [
  ['', 'Data'],
  ['/export', 'Export'],
  ['/dashboard', 'Dashboard'],
  ['/settings', 'Settings'],
] as const

interface Props {
  /** Of the path. */
  readonly id: string
  readonly children: (project: ProjectAnswer, reload: () => void) => ComponentChildren
}

/** What every screen of a project begins with: its title and the way to the other screens. */
export function ProjectPage({ id, children }: Props) {
  const loaded = useResource(`project ${id}`, (signal) => getProject(Number(id), signal))
  const { path } = place.value
  return (
    <WhenLoaded of={loaded}>
      {(project) => (
        <>
          <div class="heading">
            <h1>{project.title === '' ? `Project ${project.id}` : project.title}</h1>
            <nav class="tabs" aria-label="Project">
              {TABS.map(([end, name]) => (
                <a
                  key={end}
                  href={`/projects/${id}${end}`}
                  aria-current={isUnder(path, `/projects/${id}${end}`) ? 'page' : undefined}
                >
                  {name}
                </a>
              ))}
            </nav>
          </div>
          {children(project, loaded.reload)}
        </>
      )}
    </WhenLoaded>
  )
}

/** A task is among the data. */
function isUnder(path: string, tab: string): boolean {
  return path === tab || path.startsWith(`${tab}/tasks/`)
}
