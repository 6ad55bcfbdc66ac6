import { useState } from 'preact/hooks'
import type { NamedFile } from '../../../api/imports.ts'
import { DropAnywhere } from './drop-anywhere.tsx'
import { ImportDialog } from './import-dialog.tsx'

interface Props {
  readonly project: number
  readonly title: string
  onImported(): void
}

/** Opens the import, as does dropping files anywhere on the page. */
export function ImportButton({ project, title, onImported }: Props) {
  /** `files` is what was dropped; undefined when files are yet to be chosen. */
  const [importing, setImporting] = useState<{ readonly files: readonly NamedFile[] | undefined }>()
  return (
    <>
      <button type="button" class="main" onClick={() => setImporting({ files: undefined })}>
        Import
      </button>
      <DropAnywhere title={title} onFiles={(files) => setImporting({ files })} />
      {importing && (
        <ImportDialog project={project} files={importing.files} onImported={onImported} onClose={() => setImporting(undefined)} />
      )}
    </>
  )
}
