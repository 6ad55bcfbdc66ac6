import type { Wanted } from '../../api/exports.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { TextBox } from '../../parts/text-box.tsx'
import { toast } from '../../parts/toasts.tsx'
import { recipesOf } from './recipes.ts'

interface Props {
  readonly project: number
  readonly wanted: Wanted
  /** The name of the file that is written; without one it is a zip. */
  readonly file: string | undefined
  readonly onClose: () => void
}

/** The same export as a command and as programs. */
export function RecipesDialog({ project, wanted, file = 'zip', onClose }: Props) {
  return (
    <Dialog title="The same export as a script" onClose={onClose}>
      {recipesOf(location.origin, project, wanted, file.slice(file.lastIndexOf('.') + 1)).map(({ title, remark, text }) => (
        <section key={title} class="recipe" aria-label={title}>
          <header>
            <h3>{title}</h3>
            <button type="button" onClick={() => void copy(text)}>
              Copy
            </button>
          </header>
          <p class="muted small">{remark}</p>
          <TextBox label={`${title}, the text`} text={text} rows={8} />
        </section>
      ))}
    </Dialog>
  )
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toast({ text: 'Copied', kind: 'good' })
  } catch {
    toast({ text: 'The browser does not let the page copy; mark the text and copy it.', kind: 'bad' })
  }
}
