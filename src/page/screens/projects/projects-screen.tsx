import { useState } from 'preact/hooks'
import { listChanges, listProjects, makeExamples, type ProjectAnswer } from '../../api/projects.ts'
import { toProblem, useResource } from '../../api/resource.ts'
import { toast } from '../../parts/toasts.tsx'
import { WhenLoaded } from '../../parts/when-loaded.tsx'
import { NewProjectDialog } from './new-project-dialog.tsx'
import { ProjectCard, titleOf } from './project-card.tsx'

/** With fewer projects everything is in view anyway. */
const MANY = 6

export function ProjectsScreen() {
  const loaded = useResource('projects', listProjects)
  const [isCreating, setIsCreating] = useState(false)
  return (
    <>
      <div class="heading">
        <h1>Projects</h1>
        <button type="button" class="main" onClick={() => setIsCreating(true)}>
          New project
        </button>
      </div>
      <WhenLoaded of={loaded}>
        {(projects) =>
          projects.length === 0 ? (
            <NoProjects onMade={loaded.reload} />
          ) : (
            <ProjectCards projects={projects} onChanged={loaded.reload} />
          )
        }
      </WhenLoaded>
      {isCreating && <NewProjectDialog onClose={() => setIsCreating(false)} />}
    </>
  )
}

interface CardsProps {
  readonly projects: readonly ProjectAnswer[]
  onChanged(): void
}

function ProjectCards({ projects, onChanged }: CardsProps) {
  const [wanted, setWanted] = useState('')
  const { resource: changes } = useResource(`changes of ${projects.length}`, listChanges)
  const changedAt = changes.state === 'ready' ? changes.value : undefined
  const found = projects.filter((project) => titleOf(project).toLowerCase().includes(wanted.trim().toLowerCase()))
  return (
    <>
      {projects.length > MANY && (
        <search class="project-search">
          <input
            type="search"
            aria-label="Find a project"
            placeholder="Find a project"
            value={wanted}
            onInput={({ currentTarget }) => setWanted(currentTarget.value)}
          />
        </search>
      )}
      {found.length === 0 && <p class="empty">No project has this in its title.</p>}
      <ul class="cards">
        {found.map((project) => (
          <ProjectCard key={project.id} project={project} changedAt={changedAt?.get(project.id)} onChanged={onChanged} />
        ))}
      </ul>
    </>
  )
}

function NoProjects({ onMade }: { readonly onMade: () => void }) {
  const [isMaking, setIsMaking] = useState(false)
  const make = () => {
    setIsMaking(true)
    makeExamples().then(onMade, (error: unknown) => {
      setIsMaking(false)
      toast({ kind: 'bad', text: toProblem(error).message })
    })
  }
  return (
    <div class="empty">
      <p>No projects yet. Make one, then bring tasks into it.</p>
      <button type="button" disabled={isMaking} onClick={make}>
        Make example projects
      </button>
    </div>
  )
}
