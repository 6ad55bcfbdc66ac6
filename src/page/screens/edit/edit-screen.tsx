import { useEffect, useState } from 'preact/hooks'
import type { ProjectAnswer } from '../../api/projects.ts'
import type { ScreenProps } from '../../app.tsx'
import { ProjectPage } from '../../parts/project-page.tsx'
import { WhenLoaded } from '../../parts/when-loaded.tsx'
import { place, setSearch } from '../../router.ts'
import { useTask } from '../task/use-task.ts'
import { Editor } from './editor.tsx'

/** `/projects/:project/tasks/:task/edit`: label a task, or correct what was labeled. */
export function EditScreen({ parameters: { project = '', task = '' } }: ScreenProps) {
  return <ProjectPage id={project}>{(found) => <LoadedEditor project={found} id={task} />}</ProjectPage>
}

function LoadedEditor({ project, id }: { readonly project: ProjectAnswer; readonly id: string }) {
  const loaded = useTask(project, id)
  const wanted = place.value.search.get('annotation')
  const [created, setCreated] = useState<string>()
  const { resource } = loaded
  useEffect(() => {
    if (created === undefined || resource.state !== 'ready' || !resource.value.versions.some(({ key }) => key === created)) return
    setCreated(undefined)
    setSearch({ annotation: created }) // the new annotation is there now
  }, [created, resource])
  const onCreated = (annotation: number) => {
    setCreated(String(annotation))
    loaded.reload()
  }
  return (
    <WhenLoaded of={loaded}>
      {({ id: loadedId, opened, versions }) => {
        const source = versions.find(({ key }) => key === wanted)
        return (
          <Editor
            key={`${loadedId} ${source?.key}`}
            project={project}
            id={loadedId}
            opened={opened}
            versions={versions}
            source={source}
            onCreated={onCreated}
          />
        )
      }}
    </WhenLoaded>
  )
}
