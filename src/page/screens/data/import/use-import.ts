import { useEffect, useState } from 'preact/hooks'
import type { ApiProblem } from '../../../api/client.ts'
import {
  type Conflict,
  cancelImport,
  type DataImport,
  getImport,
  type NamedFile,
  sayFormat,
  sendFiles,
} from '../../../api/imports.ts'
import { toProblem } from '../../../api/resource.ts'

export type ImportStep =
  | { readonly kind: 'choosing'; readonly problem: ApiProblem | undefined }
  | { readonly kind: 'sending'; readonly files: number; readonly fraction: number; readonly controller: AbortController }
  | { readonly kind: 'sent'; readonly status: DataImport }

export interface ImportRun {
  readonly step: ImportStep
  send(files: readonly NamedFile[], onConflict: Conflict): void
  choose(format: string): void
  cancel(): void
}

const PAUSE = 300

/** An import from its files to its counts. @param onEnd called when tasks may have come in */
export function useImport(project: number, onEnd: () => void): ImportRun {
  const [step, setStep] = useState<ImportStep>({ kind: 'choosing', problem: undefined })
  const fail = (error: unknown) => setStep({ kind: 'choosing', problem: toProblem(error) })
  const status = step.kind === 'sent' ? step.status : undefined
  useEffect(() => {
    if (status === undefined || status.state === 'asking') return undefined
    if (status.state !== 'reading' && status.state !== 'storing') {
      onEnd()
      return undefined
    }
    const controller = new AbortController()
    const timer = setTimeout(() => {
      getImport(project, status.id, controller.signal).then(
        (next) => setStep({ kind: 'sent', status: next }),
        (error: unknown) => controller.signal.aborted || fail(error),
      )
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [status])
  return {
    step,
    send(files, onConflict) {
      const controller = new AbortController()
      const { signal } = controller
      const onProgress = (fraction: number) => setStep({ kind: 'sending', files: files.length, fraction, controller })
      onProgress(0)
      sendFiles({ project, files, onConflict, signal, onProgress }).then(
        (begun) => setStep({ kind: 'sent', status: begun }),
        (error: unknown) => (signal.aborted ? setStep({ kind: 'choosing', problem: undefined }) : fail(error)),
      )
    },
    choose(format) {
      if (status !== undefined)
        sayFormat(project, status.id, format).then((next) => setStep({ kind: 'sent', status: next }), fail)
    },
    cancel() {
      if (step.kind === 'sending') step.controller.abort()
      if (status !== undefined) cancelImport(project, status.id).catch(fail)
    },
  }
}
