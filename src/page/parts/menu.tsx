import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

interface Props {
  readonly label: ComponentChildren
  /** Drawn when the menu is opened for the first time, so that what it loads is asked for only then. */
  readonly children: (close: () => void) => ComponentChildren
}

/** A button that opens a small panel below it; Escape, a click elsewhere and choosing close it. */
export function Menu({ label, children }: Props) {
  const element = useRef<HTMLDetailsElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  const close = () => {
    setIsOpen(false)
    element.current?.querySelector('summary')?.focus()
  }
  useEffect(() => {
    if (!isOpen) return undefined
    const closeOutside = ({ target }: Event) => {
      if (!(target instanceof Node) || !element.current?.contains(target)) setIsOpen(false)
    }
    document.addEventListener('pointerdown', closeOutside)
    document.addEventListener('focusin', closeOutside)
    return () => {
      document.removeEventListener('pointerdown', closeOutside)
      document.removeEventListener('focusin', closeOutside)
    }
  }, [isOpen])
  return (
    <details
      ref={element}
      class="menu"
      open={isOpen}
      onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return
        event.stopPropagation()
        close()
      }}
    >
      <summary class="button">{label}</summary>
      {isOpen && <div class="menu-body">{children(close)}</div>}
    </details>
  )
}
