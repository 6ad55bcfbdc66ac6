import type { TargetedEvent } from 'preact'
import { useId, useState } from 'preact/hooks'
import type { ControlTag, LabelConfig } from '../../../model/label-config.ts'
import type { Region } from '../../../model/task.ts'
import { isMultiple, textsOf, toggleChoice } from './choices.ts'
import { newRegionId } from './region-id.ts'
import { answer } from './result-edits.ts'
import { hotkeysOf } from './tools.ts'
import type { Edits } from './use-edits.ts'

interface Props {
  readonly control: ControlTag
  /** Whom it is about; undefined for the whole task. */
  readonly region: Region | undefined
  readonly edits: Edits
  readonly config: LabelConfig
}

/** The field of a control that people answer with. */
export function AnswerField(props: Props) {
  const { control, region, edits } = props
  const texts = textsOf(edits.annotation, control, region)
  const give = (type: string, key: string, value: unknown) =>
    edits.apply(answer(edits.annotation, { control, region, type, key, value, id: newRegionId() }))
  switch (control.tag) {
    case 'Choices':
      return <ChoiceField {...props} chosen={texts} />
    case 'Rating':
      return <RatingField control={control} given={Number(texts[0] ?? 0)} onGive={(stars) => give('rating', 'rating', stars)} />
    case 'Number':
      return (
        <OneLine
          control={control}
          type="number"
          text={texts[0] ?? ''}
          onGive={(text) => give('number', 'number', text && Number(text))}
        />
      )
    case 'DateTime':
      return (
        <OneLine
          control={control}
          type={control.attributes.get('only') === 'date' ? 'date' : 'text'}
          text={texts[0] ?? ''}
          onGive={(text) => give('datetime', 'datetime', text)}
        />
      )
    case 'Pairwise':
      return <PairField control={control} chosen={texts[0]} onGive={(side) => give('pairwise', 'selected', side)} />
    default:
      return <TextsField control={control} texts={texts} onGive={(given) => give('textarea', 'text', given)} />
  }
}

function ChoiceField({ control, region, edits, config, chosen }: Props & { readonly chosen: readonly string[] }) {
  const hotkeys = region === undefined ? hotkeysOf(config).filter((hotkey) => hotkey.control === control) : []
  const group = `${control.name} ${region?.id ?? ''}`
  return (
    <fieldset class="answer">
      <legend>{control.name}</legend>
      {control.labels.map(({ name, value }) => {
        const hotkey = hotkeys.find(({ label }) => label.name === name)?.key
        return (
          <label key={name}>
            <input
              type={isMultiple(control) ? 'checkbox' : 'radio'}
              name={group}
              checked={chosen.includes(name)}
              onChange={() => edits.apply(toggleChoice(edits.annotation, control, region, name))}
            />{' '}
            <span data-hotkey={hotkey}>{value}</span>
          </label>
        )
      })}
    </fieldset>
  )
}

interface RatingProps {
  readonly control: ControlTag
  readonly given: number
  /** Undefined takes it back. */
  readonly onGive: (stars: number | undefined) => void
}

function RatingField({ control, given, onGive }: RatingProps) {
  const most = Math.min(20, Number(control.attributes.get('maxRating') ?? 5) || 5)
  return (
    <fieldset class="answer rating">
      <legend>{control.name}</legend>
      {Array.from({ length: most }, (_, k) => k + 1).map((stars) => (
        <button
          key={stars}
          type="button"
          aria-pressed={stars === given}
          aria-label={`${stars} of ${most}`}
          onClick={() => onGive(stars === given ? undefined : stars)}
        >
          {stars <= given ? '★' : '☆'}
        </button>
      ))}
    </fieldset>
  )
}

interface LineProps {
  readonly control: ControlTag
  readonly type: 'number' | 'date' | 'text'
  readonly text: string
  readonly onGive: (text: string | undefined) => void
}

function OneLine({ control, type, text, onGive }: LineProps) {
  const id = useId()
  const shared = {
    id,
    value: text,
    onChange: ({ currentTarget: { value } }: TargetedEvent<HTMLInputElement>) => onGive(value === '' ? undefined : value),
  }
  return (
    <div class="field">
      <label for={id}>{control.name}</label>
      {type === 'number' && <input type="number" step="any" {...shared} />}
      {type === 'date' && <input type="date" {...shared} />}
      {type === 'text' && <input type="text" {...shared} />}
    </div>
  )
}

interface PairProps {
  readonly control: ControlTag
  readonly chosen: string | undefined
  readonly onGive: (side: string) => void
}

function PairField({ control, chosen, onGive }: PairProps) {
  return (
    <fieldset class="answer">
      <legend>{control.name}: which one?</legend>
      {['left', 'right'].map((side, k) => (
        <label key={side}>
          <input type="radio" name={control.name} checked={chosen === side} onChange={() => onGive(side)} />{' '}
          {control.toNames[k] ?? side}
        </label>
      ))}
    </fieldset>
  )
}

interface TextsProps {
  readonly control: ControlTag
  readonly texts: readonly string[]
  readonly onGive: (texts: readonly string[] | undefined) => void
}

/** A field for each text, at least one. */
function TextsField({ control, texts, onGive }: TextsProps) {
  const [fields, setFields] = useState(1)
  const rows = Math.min(20, Number(control.attributes.get('rows') ?? 2) || 2)
  const most = Number(control.attributes.get('maxSubmissions') ?? Number.POSITIVE_INFINITY)
  const shown = Array.from({ length: Math.max(fields, texts.length) }, (_, place) => texts[place] ?? '')
  const change = (place: number, text: string) => {
    const changed = shown.map((one, k) => (k === place ? text : one)).filter((one) => one.trim() !== '')
    onGive(changed.length === 0 ? undefined : changed)
  }
  return (
    <div class="answer">
      {shown.map((text, place) => (
        <label key={place} class="field">
          <span>{place === 0 ? control.name : `${control.name}, text ${place + 1}`}</span>
          <textarea
            rows={rows}
            value={text}
            placeholder={control.attributes.get('placeholder') ?? ''}
            onChange={({ currentTarget }) => change(place, currentTarget.value)}
          />
        </label>
      ))}
      {shown.length < most && (
        <button type="button" class="quiet" onClick={() => setFields(shown.length + 1)}>
          Add a text to {control.name}
        </button>
      )}
    </div>
  )
}
