import { toProblem } from '../api/resource.ts'
import { TOAST_SECONDS, toast } from './toasts.tsx'

interface Deed {
  /** What will have happened: `3 tasks deleted`. */
  readonly text: string
  /** Called when the time to undo is over. */
  run(): Promise<void>
  /** Called when it was undone, or did not work. */
  undo(): void
}

/**
 * Does something when nobody has undone it for some seconds. It is not done before, and not at all when the page is closed meanwhile: what is not
 * deleted can be deleted again.
 */
export function undoable({ text, run, undo }: Deed): void {
  const timer = setTimeout(() => {
    run().catch((error: unknown) => {
      toast({ kind: 'bad', text: toProblem(error).message })
      undo()
    })
  }, TOAST_SECONDS * 1000)
  toast({
    kind: 'good',
    text,
    action: {
      label: 'Undo',
      run: () => {
        clearTimeout(timer)
        undo()
      },
    },
  })
}
