import { useEffect, useRef } from 'preact/hooks'
import type { FormatAnswer } from '../api/formats.ts'

interface Props {
  readonly format: FormatAnswer
  readonly onOther: () => void
}

/** What the chosen format is, with the id `format-title`; has the focus at first, since the card that had it is gone. */
export function FormatHeading({ format, onOther }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <header>
      <h2 id="format-title" ref={heading} tabIndex={-1}>
        {format.title}
      </h2>
      <p>
        {format.description} <a href={format.link}>What it is</a>
      </p>
      <button type="button" onClick={onOther}>
        Choose another format
      </button>
    </header>
  )
}
