import { useState } from 'preact/hooks'
import { READING } from '../../../readers/options.ts'
import type { Values } from '../../api/formats.ts'
import { OptionFields } from '../../parts/option-fields.tsx'
import type { Reading } from './protocol.ts'

/** What the files do not say themselves, for those who know. */
export function ReadingFields({ onChange }: { readonly onChange: (reading: Reading) => void }) {
  const [config, setConfig] = useState('')
  const [from, setFrom] = useState('')
  const [reading, setReading] = useState<Values>({})
  const use = (event: Event) => {
    event.preventDefault()
    onChange({ config: config.trim() || undefined, from: from.trim() || undefined, reading })
  }
  return (
    <details class="reading">
      <summary class="small">How the files are read</summary>
      <form onSubmit={use}>
        <label class="field">
          <span>Labeling config, where it is not among the files</span>
          <textarea
            class="code"
            rows={5}
            spellcheck={false}
            placeholder="<View>…</View>"
            value={config}
            onInput={({ currentTarget }) => setConfig(currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>Format, where it is not recognised: coco, yolo, pascal-voc …</span>
          <input value={from} onInput={({ currentTarget }) => setFrom(currentTarget.value)} />
        </label>
        <OptionFields table={READING} values={reading} onChange={setReading} />
        <button type="submit">Read them so</button>
      </form>
    </details>
  )
}
