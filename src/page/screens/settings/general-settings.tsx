import { useState } from 'preact/hooks'
import { changeProject, type ProjectAnswer } from '../../api/projects.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useSaving } from './use-saving.ts'

interface Props {
  readonly project: ProjectAnswer
  onChanged(): void
}

export function GeneralSettings({ project, onChanged }: Props) {
  const [title, setTitle] = useState(project.title)
  const [description, setDescription] = useState(project.description ?? '')
  const { problem, isSaving, save } = useSaving(onChanged)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save(() => changeProject(project.id, { title, description }), 'Title and description saved')
      }}
    >
      <h2>General</h2>
      <label class="field">
        <span>Title</span>
        <input minLength={3} maxLength={50} value={title} onInput={({ currentTarget }) => setTitle(currentTarget.value)} />
      </label>
      <label class="field">
        <span>Description</span>
        <textarea rows={3} value={description} onInput={({ currentTarget }) => setDescription(currentTarget.value)} />
      </label>
      {problem && <ProblemNote problem={problem} />}
      <button
        type="submit"
        class="main"
        disabled={isSaving || (title === project.title && description === (project.description ?? ''))}
      >
        Save title and description
      </button>
    </form>
  )
}
