import { useState } from 'preact/hooks'
import type { FormatAnswer, Values } from '../../api/formats.ts'
import { FormatHeading } from '../../parts/format-heading.tsx'
import { FormatPicker } from '../../parts/format-picker.tsx'
import { printBytes, printCount, printCounted } from '../../parts/numbers.ts'
import { OptionFields } from '../../parts/option-fields.tsx'
import { Conversion } from './conversion.tsx'
import type { Engine } from './engine.ts'
import type { ChosenFile, Inspected, Reading } from './protocol.ts'

interface Props {
  readonly engine: Engine
  readonly files: readonly ChosenFile[]
  readonly reading: Reading
  readonly inspected: Inspected
}

/** What the files hold, and what can be made of it. */
export function Recognised({ engine, files, reading, inspected }: Props) {
  const [format, setFormat] = useState<FormatAnswer>()
  return (
    <>
      <Found files={files} inspected={inspected} />
      {format === undefined ? (
        <FormatPicker formats={inspected.formats} onChoose={(id) => setFormat(inspected.formats.find((one) => one.id === id))} />
      ) : (
        <Chosen
          key={format.id}
          engine={engine}
          files={files}
          reading={reading}
          inspected={inspected}
          format={format}
          onOther={() => setFormat(undefined)}
        />
      )}
    </>
  )
}

const DIALECTS: Readonly<Record<string, string>> = { 'label-studio': 'Label Studio', 'annotation-lab': 'Annotation Lab' }

function Found({ files, inspected }: Pick<Props, 'files' | 'inspected'>) {
  const { tasks, isWhole, isForeign, dialects, config, isConfigInferred } = inspected
  const kind = isForeign ? 'from a data set' : `of ${dialects.map((name) => DIALECTS[name] ?? name).join(' and ')}`
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0)
  return (
    <section class="panel found" aria-label="What was found">
      <p>
        <strong>
          {isWhole ? printCounted(tasks, 'task') : `More than ${printCount(tasks)} tasks`} {kind}
        </strong>{' '}
        in {files.length === 1 ? files[0]?.file.name : printCounted(files.length, 'file')}, {printBytes(bytes)}
      </p>
      <p class="muted small">
        {isConfigInferred ? 'No labeling config; from the results: ' : 'Labeling config: '}
        {config}
      </p>
    </section>
  )
}

interface ChosenProps extends Props {
  readonly format: FormatAnswer
  readonly onOther: () => void
}

function Chosen({ engine, files, reading, inspected, format, onOther }: ChosenProps) {
  const [options, setOptions] = useState<Values>({})
  const [select, setSelect] = useState<Values>({})
  const [output, setOutput] = useState<Values>({})
  return (
    <section class="workbench" aria-labelledby="format-title">
      <FormatHeading format={format} onOther={onOther} />
      <form class="export-settings" onSubmit={(event) => event.preventDefault()}>
        {Object.keys(format.options).length > 0 && (
          <details open>
            <summary>Options of {format.title}</summary>
            <OptionFields table={format.options} values={options} onChange={setOptions} />
          </details>
        )}
        <details>
          <summary>What is exported</summary>
          <OptionFields table={inspected.selection} values={select} onChange={setSelect} />
        </details>
        <details>
          <summary>Splits and names</summary>
          <OptionFields table={inspected.output} values={output} onChange={setOutput} />
        </details>
      </form>
      <Conversion engine={engine} request={{ ...reading, files, format: format.id, options, select, output }} />
    </section>
  )
}
