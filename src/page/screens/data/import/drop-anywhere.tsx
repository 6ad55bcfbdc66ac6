import { useEffect, useState } from 'preact/hooks'
import type { NamedFile } from '../../../api/imports.ts'
import { droppedFiles } from './chosen-files.ts'

/** Takes files that are dropped anywhere on the page, and says so while they are above it. */
export function DropAnywhere({
  title,
  onFiles,
}: {
  readonly title: string
  readonly onFiles: (files: readonly NamedFile[]) => void
}) {
  const [isAbove, setIsAbove] = useState(false)
  useEffect(() => {
    const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true
    const over = (event: DragEvent) => {
      if (!hasFiles(event) || document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      setIsAbove(true)
    }
    const leave = ({ relatedTarget }: DragEvent) => relatedTarget === null && setIsAbove(false)
    const drop = (event: DragEvent) => {
      setIsAbove(false)
      if (event.defaultPrevented || event.dataTransfer === null || !hasFiles(event)) return
      event.preventDefault()
      void droppedFiles(event.dataTransfer).then((files) => files.length > 0 && onFiles(files))
    }
    document.addEventListener('dragover', over)
    document.addEventListener('dragleave', leave)
    document.addEventListener('drop', drop)
    return () => {
      document.removeEventListener('dragover', over)
      document.removeEventListener('dragleave', leave)
      document.removeEventListener('drop', drop)
    }
  }, [])
  return isAbove ? <div class="drop-veil">Drop to import into {title}</div> : null
}
