import { useEffect, useState } from 'preact/hooks'
import type { ApiProblem } from '../../../api/client.ts'
import { CONFLICTS, type Conflict, type NamedFile } from '../../../api/imports.ts'
import { Dialog } from '../../../parts/dialog.tsx'
import { printCounted } from '../../../parts/numbers.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { chosenFiles, droppedFiles } from './chosen-files.ts'
import { ImportStatus } from './import-status.tsx'
import { useImport } from './use-import.ts'

const CONFLICT_TITLES: Readonly<Record<Conflict, string>> = {
  overwrite: 'replace the task that is there',
  skip: 'leave the task that is there',
  'new-ids': 'add it under another id',
}

interface Props {
  readonly project: number
  /** What was dropped on the page. */
  readonly files: readonly NamedFile[] | undefined
  onImported(): void
  onClose(): void
}

/** Brings files into a project: chosen or dropped, sent, read, stored, and counted. */
export function ImportDialog({ project, files, onImported, onClose }: Props) {
  const { step, send, choose, cancel } = useImport(project, onImported)
  const [conflict, setConflict] = useState<Conflict>('overwrite')
  useEffect(() => {
    if (files !== undefined) send(files, conflict)
  }, [])
  return (
    <Dialog title="Import" onClose={onClose}>
      {step.kind === 'choosing' && (
        <Choosing
          problem={step.problem}
          conflict={conflict}
          onConflict={setConflict}
          onFiles={(chosen) => chosen.length > 0 && send(chosen, conflict)}
        />
      )}
      {step.kind === 'sending' && (
        <div class="import-step">
          <p role="status">
            Sending {printCounted(step.files, 'file')}: {Math.floor(step.fraction * 100)} %
          </p>
          <progress max={1} value={step.fraction} aria-label="Sent" />
          <button type="button" onClick={cancel}>
            Cancel
          </button>
        </div>
      )}
      {step.kind === 'sent' && <ImportStatus status={step.status} onFormat={choose} onCancel={cancel} onClose={onClose} />}
    </Dialog>
  )
}

interface ChoosingProps {
  readonly problem: ApiProblem | undefined
  readonly conflict: Conflict
  onConflict(conflict: Conflict): void
  onFiles(files: readonly NamedFile[]): void
}

function Choosing({ problem, conflict, onConflict, onFiles }: ChoosingProps) {
  return (
    <>
      {problem && <ProblemNote problem={problem} />}
      <section
        class="drop-zone"
        aria-label="Files"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          if (event.dataTransfer !== null) void droppedFiles(event.dataTransfer).then(onFiles)
        }}
      >
        <p>Drop files or folders here</p>
        <div class="drop-buttons">
          <FileButton label="Choose files" isFolder={false} onFiles={onFiles} />
          <FileButton label="Choose a folder" isFolder={true} onFiles={onFiles} />
        </div>
      </section>
      <p class="muted small">
        Tasks of Label Studio or Annotation Lab (JSON, JSON lines, zip), projects exported here, and data sets: COCO, Pascal VOC,
        YOLO, CVAT, LabelMe, CoNLL, doccano, Prodigy, spaCy, brat, RTTM, TextGrid, subtitles, CSV, TSV, Parquet, text lines, or
        media files alone. What it is, the files say themselves.
      </p>
      <label class="field">
        <span>When a task’s id is there already</span>
        <select
          value={conflict}
          onChange={({ currentTarget }) => onConflict(CONFLICTS.find((one) => one === currentTarget.value) ?? 'overwrite')}
        >
          {CONFLICTS.map((one) => (
            <option key={one} value={one}>
              {CONFLICT_TITLES[one]}
            </option>
          ))}
        </select>
      </label>
    </>
  )
}

interface FileButtonProps {
  readonly label: string
  readonly isFolder: boolean
  onFiles(files: readonly NamedFile[]): void
}

function FileButton({ label, isFolder, onFiles }: FileButtonProps) {
  return (
    <label class="button file-button">
      {label}
      <input
        type="file"
        multiple
        ref={(input) => {
          if (input !== null) input.webkitdirectory = isFolder
        }}
        onChange={({ currentTarget }) => onFiles(chosenFiles(currentTarget.files ?? new DataTransfer().files))}
      />
    </label>
  )
}
