import { type Signal, useComputed, useSignalEffect } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { answerTexts } from '../../../model/task.ts'
import { describeRegion } from './describe.ts'
import type { Difference } from './differences.ts'
import { type Mark, pointing, type Scene } from './scene.ts'

interface Props {
  readonly scene: Pick<Scene, 'hovered' | 'selected'>
  readonly marks: readonly Mark[]
}

/** The regions as buttons: whoever cannot point at the drawing chooses here. */
export function RegionList({ scene, marks }: Props) {
  const list = useRef<HTMLUListElement>(null)
  useSignalEffect(() => {
    const key = scene.selected.value
    const entry = [...(list.current?.children ?? [])].find((child) => child instanceof HTMLElement && child.dataset.key === key)
    if (entry instanceof HTMLElement && list.current !== null) scrollTo(list.current, entry)
  })
  if (marks.length === 0) return <p class="muted small">none</p>
  return (
    <ul class="regions" ref={list}>
      {marks.map((mark) => (
        <Entry key={mark.key} mark={mark} hovered={scene.hovered} selected={scene.selected} />
      ))}
    </ul>
  )
}

/** Only the list: the page stays where it is. */
function scrollTo(list: HTMLElement, { offsetTop, offsetHeight }: HTMLElement): void {
  const top = offsetTop - list.offsetTop
  if (top < list.scrollTop) list.scrollTop = top
  else if (top + offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = top + offsetHeight - list.clientHeight
}

interface EntryProps {
  readonly mark: Mark
  readonly hovered: Signal<string | undefined>
  readonly selected: Signal<string | undefined>
}

const DIFFERENCES: Readonly<Record<Difference, string>> = {
  same: 'same in both',
  moved: 'elsewhere in the other',
  relabelled: 'other label in the other',
  alone: 'only here',
}

function Entry({ mark, hovered, selected }: EntryProps) {
  const isSelected = useComputed(() => selected.value === mark.key)
  const isHovered = useComputed(() => hovered.value === mark.key)
  const { region, name, colour, layer, difference } = mark
  return (
    <li data-key={mark.key}>
      <button
        type="button"
        class={isHovered.value ? 'region hovered' : 'region'}
        aria-pressed={isSelected.value}
        {...pointing({ hovered, selected }, mark.key)}
        onClick={() => {
          selected.value = isSelected.value ? undefined : mark.key
        }}
      >
        <span class={layer === 1 ? 'swatch second' : 'swatch'} style={{ '--mark': colour }} />
        <span>
          <b>{name}</b> <span class="muted">{describeRegion(region)}</span>
          {region.score !== undefined && <span class="muted"> score {region.score}</span>}
          {difference !== undefined && difference !== 'same' && <em> {DIFFERENCES[difference]}</em>}
          {region.attributes.map((answer) => (
            <span key={answer.fromName} class="attribute">
              {answer.fromName}: {answerTexts(answer).join(' · ')}
            </span>
          ))}
        </span>
      </button>
    </li>
  )
}
