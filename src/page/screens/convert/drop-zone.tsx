import { useState } from 'preact/hooks'
import { filesOfDrop, filesOfInput } from './chosen-files.ts'
import type { ChosenFile } from './protocol.ts'

interface Props {
  readonly onChoose: (files: readonly ChosenFile[]) => void
}

/** Takes files and folders, dropped or chosen. */
export function DropZone({ onChoose }: Props) {
  const [isOver, setIsOver] = useState(false)
  const drop = async (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    if (event.dataTransfer !== null) onChoose(await filesOfDrop(event.dataTransfer))
  }
  return (
    <section
      class="drop-zone"
      aria-label="Files to convert"
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => void drop(event)}
    >
      <p>
        <strong>Drop files here:</strong> an export of Label Studio or Annotation Lab (JSON, JSON lines, gzip, zip, a folder), or
        a data set in COCO, YOLO, Pascal VOC, CoNLL, CSV and other formats. A config.xml beside the tasks is the labeling config.
      </p>
      <div class="buttons">
        <label class="button main">
          Choose files
          <input class="hidden" type="file" multiple onChange={({ currentTarget }) => onChoose(filesOfInput(currentTarget))} />
        </label>
        <label class="button">
          Choose a folder
          <input
            class="hidden"
            type="file"
            ref={(input) => input?.setAttribute('webkitdirectory', '')}
            onChange={({ currentTarget }) => onChoose(filesOfInput(currentTarget))}
          />
        </label>
      </div>
    </section>
  )
}
