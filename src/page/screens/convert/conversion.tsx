import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { ApiProblem } from '../../api/client.ts'
import { toProblem } from '../../api/resource.ts'
import { LossReport } from '../../parts/loss-report.tsx'
import { printBytes, printCounted } from '../../parts/numbers.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import type { Engine } from './engine.ts'
import type { ConversionProgress, ConversionRequest, Converted } from './protocol.ts'

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: ConversionProgress | undefined }
  | { readonly kind: 'done'; readonly converted: Converted }
  | { readonly kind: 'failed'; readonly problem: ApiProblem }

interface Props {
  readonly engine: Engine
  readonly request: Omit<ConversionRequest, 'into'>
}

/** Starts a conversion, tells how far it is, and gives what came out. */
export function Conversion({ engine, request }: Props) {
  const [state, setState] = useState<State>({ kind: 'idle' })
  const wanted = JSON.stringify([request.config, request.from, request.reading, request.options, request.select, request.output])
  useEffect(() => setState({ kind: 'idle' }), [wanted]) // what is there was made otherwise
  const run = async (into: FileSystemFileHandle | undefined) => {
    setState({ kind: 'running', progress: undefined })
    try {
      const converted = await engine.convert({ ...request, into }, (progress) => setState({ kind: 'running', progress }))
      setState({ kind: 'done', converted })
    } catch (error) {
      const problem = toProblem(error)
      setState(problem.code === 'cancelled' ? { kind: 'idle' } : { kind: 'failed', problem })
    }
  }
  return (
    <div class="outcome">
      {state.kind === 'running' ? (
        <Running progress={state.progress} onCancel={() => engine.cancel()} />
      ) : (
        <Start format={request.format} onStart={(into) => void run(into)} />
      )}
      {state.kind === 'failed' && <ProblemNote problem={state.problem} />}
      {state.kind === 'done' && <Result converted={state.converted} />}
    </div>
  )
}

/** Chromium's way to write while it is made; the page's types do not have it. */
declare function showSaveFilePicker(options: { readonly suggestedName: string }): Promise<FileSystemFileHandle>

function Start({ format, onStart }: { readonly format: string; readonly onStart: (into?: FileSystemFileHandle) => void }) {
  const pick = async () => {
    const handle = await showSaveFilePicker({ suggestedName: format }).catch(() => undefined) // nobody chose one
    if (handle !== undefined) onStart(handle)
  }
  return (
    <div class="export-bar">
      <div class="buttons">
        <button type="button" class="main" onClick={() => onStart()}>
          Convert
        </button>
        {'showSaveFilePicker' in window && (
          <button type="button" onClick={() => void pick()}>
            Convert straight into a file …
          </button>
        )}
      </div>
    </div>
  )
}

function Running({ progress, onCancel }: { readonly progress: ConversionProgress | undefined; readonly onCancel: () => void }) {
  const { tasks = 0, bytes = 0, totalBytes } = progress ?? {}
  return (
    <div class="export-bar">
      <progress aria-label="Progress" {...(totalBytes !== undefined && { max: totalBytes, value: bytes })} />
      <p role="status">
        {printCounted(tasks, 'task')} · {printBytes(bytes)}
        {totalBytes !== undefined && ` of ${printBytes(totalBytes)}`}
      </p>
      <button type="button" onClick={onCancel}>
        Cancel
      </button>
    </div>
  )
}

function Result({ converted: { output, summary, report } }: { readonly converted: Converted }) {
  return (
    <section class="panel" aria-label="Result">
      <div class="buttons">
        {output !== undefined && (
          <SaveLink blob={output} name={output.name} isMain>
            Save {output.name} ({printBytes(output.size)})
          </SaveLink>
        )}
        <SaveLink blob={report} name="report.json">
          Save the full report
        </SaveLink>
      </div>
      {output === undefined && <p class="good">It is written.</p>}
      <LossReport report={summary} />
    </section>
  )
}

interface SaveProps {
  readonly blob: Blob
  readonly name: string
  readonly isMain?: boolean
  readonly children: ComponentChildren
}

/** Saves what the page holds. */
function SaveLink({ blob, name, isMain = false, children }: SaveProps) {
  const [address, setAddress] = useState('')
  useEffect(() => {
    const made = URL.createObjectURL(blob)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return (
    <a class={isMain ? 'button main' : 'button'} href={address} download={name}>
      {children}
    </a>
  )
}
