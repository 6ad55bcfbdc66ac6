import type { LabelConfig } from '../../../model/label-config.ts'
import { labelColours } from '../../parts/drawing/colours.ts'
import type { Scene } from '../../parts/drawing/scene.ts'
import { relabel } from './result-edits.ts'
import { hotkeysOf, type Stroke, type Tool, type ToolKind } from './tools.ts'
import type { Edits } from './use-edits.ts'

interface Props {
  readonly tools: readonly Tool[]
  readonly config: LabelConfig
  readonly stroke: Stroke | undefined
  readonly scene: Scene
  readonly edits: Edits
  readonly onStroke: (stroke: Stroke | undefined) => void
  /** Undefined where the tool needs a pointer. */
  readonly onAdd: (() => void) | undefined
}

const NAMES: Readonly<Record<ToolKind, string>> = {
  rectangle: 'Box',
  ellipse: 'Ellipse',
  polygon: 'Polygon',
  keypoint: 'Point',
  span: 'Text',
  'dialogue-span': 'Text',
  segment: 'Segment',
}
const HOW: Readonly<Record<ToolKind, string>> = {
  rectangle: 'Drag over the picture.',
  ellipse: 'Drag over the picture.',
  polygon: 'Click corner after corner; Enter or a click on the first one closes the outline.',
  keypoint: 'Click on the picture.',
  span: 'Select a piece of the text. With keys: Tab to the text, arrows choose a word, Shift+arrows more of them, Enter labels them.',
  'dialogue-span':
    'Select a piece of the dialogue. With keys: Tab to the text, arrows choose a word, Shift+arrows more of them, Enter labels them.',
  segment: 'Drag over the wave.',
}

/** What can be drawn, with which labels. A label chosen while a region is selected becomes the region's. */
export function ToolRows({ tools, config, stroke, scene, edits, onStroke, onAdd }: Props) {
  const selected = scene.marks.find(({ key }) => key === scene.selected.value)
  if (tools.length === 0) return null
  const choose = (tool: Tool, label: string | undefined) => {
    const isChosen = stroke?.tool.key === tool.key && stroke.label === label
    const renamed =
      selected === undefined || tool.labels === undefined || label === undefined
        ? undefined
        : relabel(edits.annotation, selected.region, tool.labels, [label])
    if (renamed !== undefined) edits.apply(renamed)
    else onStroke(isChosen ? undefined : { tool, label })
  }
  return (
    <div class="tools">
      {tools.map((tool) => (
        <ToolRow key={tool.key} tool={tool} config={config} stroke={stroke} onChoose={(label) => choose(tool, label)} />
      ))}
      <p class="muted small tool-help" role="status">
        {stroke === undefined ? 'Choose a label to draw with, or a region to change it.' : HOW[stroke.tool.kind]}
        {stroke !== undefined && onAdd !== undefined && (
          <button type="button" onClick={onAdd}>
            Add one in the middle
          </button>
        )}
      </p>
    </div>
  )
}

interface RowProps {
  readonly tool: Tool
  readonly config: LabelConfig
  readonly stroke: Stroke | undefined
  readonly onChoose: (label: string | undefined) => void
}

function ToolRow({ tool, config, stroke, onChoose }: RowProps) {
  const { labels, kind, draw } = tool
  const colourOf = labelColours(config)
  const hotkeys = hotkeysOf(config)
  const isChosen = (label: string | undefined) => stroke?.tool.key === tool.key && stroke.label === label
  return (
    <fieldset class="tool-row">
      <legend class="muted small">
        {NAMES[kind]} · {labels?.name ?? draw?.name}
      </legend>
      {labels === undefined ? (
        <button type="button" aria-pressed={isChosen(undefined)} onClick={() => onChoose(undefined)}>
          {NAMES[kind]}
        </button>
      ) : (
        labels.labels.map(({ name, value }) => {
          const hotkey = hotkeys.find(({ control, label }) => control === labels && label.name === name)?.key
          return (
            <button
              key={name}
              type="button"
              class="chip"
              style={{ '--mark': colourOf(name) }}
              aria-pressed={isChosen(name)}
              aria-keyshortcuts={hotkey}
              data-hotkey={hotkey}
              onClick={() => onChoose(name)}
            >
              {value}
            </button>
          )
        })
      )}
    </fieldset>
  )
}
