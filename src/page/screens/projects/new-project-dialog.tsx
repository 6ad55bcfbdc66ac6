import { useEffect, useState } from 'preact/hooks'
import { ApiProblem } from '../../api/client.ts'
import { createProject, validateConfig } from '../../api/projects.ts'
import { toProblem } from '../../api/resource.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { navigate } from '../../router.ts'

const PAUSE = 300

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

/** What is wrong with a labeling config, while it is typed. */
function useConfigProblem(config: string): ApiProblem | undefined {
  const [problem, setProblem] = useState<ApiProblem>()
  useEffect(() => {
    setProblem(undefined)
    if (config.trim() === '') return undefined
    const controller = new AbortController()
    const timer = setTimeout(() => {
      validateConfig(config, controller.signal).catch((error: unknown) => error instanceof ApiProblem && setProblem(error))
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [config])
  return problem
}
