import { useState } from 'preact/hooks'
import type { FormatAnswer } from '../api/formats.ts'
import { printCounted } from './numbers.ts'

interface Props {
  readonly formats: readonly FormatAnswer[]
  readonly onChoose: (id: string) => void
}

const GROUPS: Readonly<Record<string, string>> = {
  image: 'Images',
  text: 'Texts',
  audio: 'Audio',
  video: 'Video',
  series: 'Time series',
  any: 'Tables and JSON, for every project',
}
/** A format for so many kinds of project is for any. */
const ANY = 4

/** Cards of the formats by what they are for; those that do not suit stand below, with the reason. */
export function FormatPicker({ formats, onChoose }: Props) {
  const [words, setWords] = useState('')
  const found = formats.filter((format) => isFound(format, words))
  const suited = found.filter(({ reason }) => reason === undefined)
  const unsuited = found.filter(({ reason }) => reason !== undefined)
  return (
    <div class="picker">
      <label class="field">
        <span>Search {printCounted(formats.length, 'format')}</span>
        <input type="search" value={words} onInput={({ currentTarget }) => setWords(currentTarget.value)} />
      </label>
      {Object.entries(GROUPS).map(([group, title]) => (
        <Group key={group} title={title} formats={suited.filter((format) => groupOf(format) === group)} onChoose={onChoose} />
      ))}
      {found.length === 0 && <p class="empty">No format is called so or does that.</p>}
      {unsuited.length > 0 && (
        <details class="unsuited" open={words !== '' && suited.length === 0}>
          <summary>{printCounted(unsuited.length, 'format has', 'formats have')} nothing to write here</summary>
          <dl>
            {unsuited.map(({ id, title, reason }) => (
              <div key={id}>
                <dt>{title}</dt>
                <dd>{reason}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  )
}

function Group({ title, formats, onChoose }: Props & { readonly title: string }) {
  if (formats.length === 0) return null
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul class="formats">
        {formats.map(({ id, title: name, description, file }) => (
          <li key={id}>
            <button type="button" class="format" onClick={() => onChoose(id)}>
              <strong>{name}</strong>
              <span class="small">{description}</span>
              <span class="muted small">
                <code>{id}</code> · {file ?? 'several files, as a zip'}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function groupOf({ subjects }: FormatAnswer): string {
  return subjects.length >= ANY ? 'any' : (subjects[0] ?? 'any')
}

/** All words stand somewhere in what is said of the format. */
function isFound({ id, title, description, subjects }: FormatAnswer, words: string): boolean {
  const text = [id, title, description, ...subjects].join(' ').toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
