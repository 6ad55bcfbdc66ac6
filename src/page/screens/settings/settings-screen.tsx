import type { ProjectAnswer } from '../../api/projects.ts'
import type { ScreenProps } from '../../app.tsx'
import { ProjectPage } from '../../parts/project-page.tsx'
import { ConfigSettings } from './config-settings.tsx'
import { DeleteSettings } from './delete-settings.tsx'
import { GeneralSettings } from './general-settings.tsx'
import { MemberSettings } from './member-settings.tsx'
import { StorageSettings } from './storage-settings.tsx'

export function SettingsScreen({ parameters }: ScreenProps) {
  const { project: id = '' } = parameters
  return <ProjectPage id={id}>{(project, reload) => <Settings key={id} project={project} onChanged={reload} />}</ProjectPage>
}

function Settings({ project, onChanged }: { readonly project: ProjectAnswer; readonly onChanged: () => void }) {
  return (
    <div class="settings">
      <GeneralSettings project={project} onChanged={onChanged} />
      <ConfigSettings project={project} onChanged={onChanged} />
      <MemberSettings project={project.id} />
      <StorageSettings project={project.id} />
      <DeleteSettings project={project} />
    </div>
  )
}
