import { signal } from '@preact/signals'

export interface Toast {
  readonly text: string
  readonly kind: 'good' | 'bad'
  /** A button beside the text, such as Undo. */
  readonly action?: { readonly label: string; readonly run: () => void }
}

interface ShownToast extends Toast {
  readonly id: number
}

/** So long a toast stays. */
export const TOAST_SECONDS = 8
const shown = signal<readonly ShownToast[]>([])
let last = 0

/** Tells something at the edge of the page for a while. Gives what takes it away earlier. */
export function toast(told: Toast): () => void {
  const id = ++last
  const remove = () => {
    shown.value = shown.value.filter((one) => one.id !== id)
  }
  shown.value = [...shown.value, { ...told, id }]
  setTimeout(remove, TOAST_SECONDS * 1000)
  return remove
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {shown.value.map(({ id, text, kind, action }) => (
        <div key={id} class={`toast toast-${kind}`}>
          {text}
          {action && (
            <button
              type="button"
              onClick={() => {
                shown.value = shown.value.filter((one) => one.id !== id)
                action.run()
              }}
            >
              {action.label}
            </button>
          )}
        </div>
      ))}
    </div>
  )
}
