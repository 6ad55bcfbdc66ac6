import { useState } from 'preact/hooks'
import type { ApiProblem } from '../../api/client.ts'
import { createProject } from '../../api/projects.ts'
import { toProblem } from '../../api/resource.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useConfigProblem } from '../../parts/use-config-problem.ts'
import { navigate } from '../../router.ts'

export function NewProjectDialog({ onClose }: { readonly onClose: () => void }) {
  const [title, setTitle] = useState('')
  const [config, setConfig] = useState('')
  const [problem, setProblem] = useState<ApiProblem>()
  const configProblem = useConfigProblem(config)
  const submit = async (event: Event) => {
    event.preventDefault()
    try {
      const { id } = await createProject({ title, label_config: config })
      navigate(`/projects/${id}`)
    } catch (error) {
      setProblem(toProblem(error))
    }
  }
  return (
    <Dialog title="New project" onClose={onClose}>
      <form onSubmit={submit}>
        <label class="field">
          <span>Title</span>
          <input required maxLength={50} value={title} onInput={({ currentTarget }) => setTitle(currentTarget.value)} />
        </label>
        <label class="field">
          <span>Labeling config (can come later)</span>
          <textarea
            rows={10}
            class="code"
            spellcheck={false}
            placeholder="<View>…</View>"
            value={config}
            aria-invalid={configProblem !== undefined}
            onInput={({ currentTarget }) => setConfig(currentTarget.value)}
          />
        </label>
        {configProblem && <ProblemNote problem={configProblem} />}
        {problem && <ProblemNote problem={problem} />}
        <button type="submit" class="main" disabled={configProblem !== undefined}>
          Create
        </button>
      </form>
    </Dialog>
  )
}
