import { useRef, useState } from 'preact/hooks'
import { parseLabelConfig } from '../../../dialects/label-config-xml.ts'
import { GoldpanError } from '../../../model/error.ts'
import type { LabelConfig } from '../../../model/label-config.ts'
import { changeProject, type ProjectAnswer } from '../../api/projects.ts'
import { useResource } from '../../api/resource.ts'
import { listFacets } from '../../api/search.ts'
import { printCounted } from '../../parts/numbers.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useConfigProblem } from '../../parts/use-config-problem.ts'
import { type Misfit, misfitsOf } from './misfits.ts'
import { useSaving } from './use-saving.ts'

interface Props {
  readonly project: ProjectAnswer
  onChanged(): void
}

/** The labeling config as it is typed: where it is wrong, and what of the annotations it would not fit. */
export function ConfigSettings({ project, onChanged }: Props) {
  const input = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(project.label_config)
  const { problem, isSaving, save } = useSaving(onChanged)
  const parsed = parse(text)
  const refusal = useConfigProblem(text, parsed instanceof GoldpanError)
  const { resource: used } = useResource(`used ${project.id}`, async (signal) => ({
    controls: await listFacets(project.id, 'from', '', signal),
    labels: await listFacets(project.id, 'label', '', signal),
  }))
  const misfits =
    parsed instanceof GoldpanError || used.state !== 'ready' ? [] : misfitsOf(parsed, used.value.controls, used.value.labels)
  const isWrong = parsed instanceof GoldpanError || refusal !== undefined
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save(() => changeProject(project.id, { label_config: text }), 'Labeling config saved')
      }}
    >
      <label class="field">
        <span>Labeling config</span>
        <textarea
          ref={input}
          class="code"
          rows={16}
          spellcheck={false}
          value={text}
          aria-invalid={isWrong}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      {parsed instanceof GoldpanError && <SyntaxNote error={parsed} onShow={() => select(input.current, parsed)} />}
      {refusal && <ProblemNote problem={refusal} />}
      {misfits.length > 0 && <Misfits misfits={misfits} />}
      {problem && <ProblemNote problem={problem} />}
      <button type="submit" class="main" disabled={isSaving || isWrong || text === project.label_config}>
        Save labeling config
      </button>
    </form>
  )
}

function SyntaxNote({ error: { message, hint, where }, onShow }: { readonly error: GoldpanError; readonly onShow: () => void }) {
  return (
    <div class="note note-bad" role="alert">
      <p>
        <strong>{message}</strong> <span class="muted">{hint}</span>
        {where.line !== undefined && ` Line ${where.line}, column ${where.column ?? 1}.`}
      </p>
      {where.line !== undefined && (
        <button type="button" onClick={onShow}>
          Go there
        </button>
      )}
    </div>
  )
}

function Misfits({ misfits }: { readonly misfits: readonly Misfit[] }) {
  return (
    <div class="note" role="status">
      <div>
        <p>
          <strong>Annotations use what is not in this config.</strong> They stay as they are, but cannot be edited there.
        </p>
        <ul class="misfits">
          {misfits.map(({ kind, name, tasks }) => (
            <li key={`${kind} ${name}`}>
              {kind === 'control' ? 'control tag' : 'label'} <code>{name}</code> in {printCounted(tasks, 'task')}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function parse(text: string): LabelConfig | GoldpanError {
  try {
    return parseLabelConfig(text.trim() === '' ? '<View></View>' : text)
  } catch (error) {
    if (error instanceof GoldpanError) return error
    throw error
  }
}

/** Puts the cursor where the error is. */
function select(input: HTMLTextAreaElement | null, { where: { line = 1, column = 1 } }: GoldpanError): void {
  if (input === null) return
  const before = input.value.split('\n').slice(0, line - 1)
  const at = before.reduce((length, text) => length + text.length + 1, 0) + column - 1
  input.focus()
  input.setSelectionRange(at, at + 1)
}
