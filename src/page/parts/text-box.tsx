interface Props {
  readonly label: string
  readonly text: string
  /** At most; a shorter text takes less room. */
  readonly rows?: number
}

/** A text to read, scroll and mark, with the keyboard too. */
export function TextBox({ label, text, rows = 16 }: Props) {
  const lines = text.split('\n', rows).length
  return <textarea class="code text-box" readOnly wrap="off" spellcheck={false} aria-label={label} rows={lines} value={text} />
}
