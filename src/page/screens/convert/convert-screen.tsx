import { useEffect, useState } from 'preact/hooks'
import { useResource } from '../../api/resource.ts'
import { WhenLoaded } from '../../parts/when-loaded.tsx'
import { DropZone } from './drop-zone.tsx'
import { Engine } from './engine.ts'
import type { ChosenFile, Reading } from './protocol.ts'
import { ReadingFields } from './reading-fields.tsx'
import { Recognised } from './recognised.tsx'

/** Files into another format, all in the browser. */
export function ConvertScreen() {
  const [files, setFiles] = useState<readonly ChosenFile[]>([])
  const [turn, setTurn] = useState(0)
  const choose = (chosen: readonly ChosenFile[]) => {
    setFiles(chosen)
    setTurn(turn + 1)
  }
  return (
    <>
      <div class="heading">
        <h1>Convert files</h1>
        <p class="muted">Nothing is uploaded: your browser does it all, also without a network.</p>
      </div>
      {files.length === 0 ? <DropZone onChoose={choose} /> : <Chosen key={turn} files={files} onOther={() => choose([])} />}
    </>
  )
}

interface ChosenProps {
  readonly files: readonly ChosenFile[]
  readonly onOther: () => void
}

function Chosen({ files, onOther }: ChosenProps) {
  const [engine] = useState(() => new Engine())
  const [reading, setReading] = useState<Reading>({ config: undefined, from: undefined, reading: {} })
  useEffect(() => () => engine.end(), [])
  const inspected = useResource(`inspected ${JSON.stringify(reading)}`, () => engine.inspect(files, reading))
  return (
    <>
      <p>
        <button type="button" onClick={onOther}>
          Choose other files
        </button>
      </p>
      <ReadingFields onChange={setReading} />
      <WhenLoaded of={inspected}>
        {(found) => <Recognised engine={engine} files={files} reading={reading} inspected={found} />}
      </WhenLoaded>
    </>
  )
}
