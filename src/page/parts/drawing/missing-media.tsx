interface Props {
  /** What is missing: `picture`, `recording` … */
  readonly what: string
  readonly reference: string
  readonly reason: string
}

/** Says that something could not be loaded, from where, and what to do. */
export function MissingMedia({ what, reference, reason }: Props) {
  return (
    <p class="missing-media" role="note">
      <strong>The {what} could not be loaded.</strong> {reason} <code>{reference.slice(0, 300)}</code>
    </p>
  )
}
