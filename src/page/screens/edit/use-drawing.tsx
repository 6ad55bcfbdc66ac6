import { useRef } from 'preact/hooks'
import { readDocuments } from '../../../formats/text/documents.ts'
import type { Shape } from '../../../model/shape.ts'
import type { AudioEditing } from '../../parts/drawing/audio-drawing.tsx'
import type { Stage } from '../../parts/drawing/image-drawing.tsx'
import type { Range } from '../../parts/drawing/lanes.ts'
import type { Editing } from '../../parts/drawing/object-drawing.tsx'
import { type Mark, marksOn, type Scene } from '../../parts/drawing/scene.ts'
import { ImageEditor, isImageKind } from './image-editor.tsx'
import { newRegionId } from './region-id.ts'
import { addRegion, changeShape } from './result-edits.ts'
import { drawnBetween } from './shape-edits.ts'
import { moveSelection } from './text-keys.ts'
import { selectedRange } from './text-selection.ts'
import { dialogueSpanOf, spanOf, trimmedRange } from './text-spans.ts'
import type { Stroke } from './tools.ts'
import type { Edits } from './use-edits.ts'

interface Given {
  readonly scene: Scene
  readonly edits: Edits
  readonly stroke: Stroke | undefined
}

export interface Drawing {
  readonly editing: Editing
  /** Somebody lifted the pointer: what is selected of a text becomes a region. */
  onTextSelected(): void
  /** Selects words with keys; Enter makes a region of them. */
  onTextKey(event: KeyboardEvent): void
  /** Makes a region without a pointer; undefined where the tool needs one. */
  readonly addInTheMiddle: (() => void) | undefined
}

/** What somebody draws becomes regions. */
export function useDrawing(given: Given): Drawing {
  const { scene, edits, stroke } = given
  const stages = useRef(new Map<string, Stage>())
  const seconds = useRef(new Map<string, number>())
  const create: Create = (shape, stage) => {
    if (stroke === undefined) return
    const { tool, label } = stroke
    const id = newRegionId()
    const mediaSize = stage?.isSizeKnown === true ? stage.size : undefined
    const mediaSeconds = shape.kind === 'segment' ? seconds.current.get(tool.toName) : undefined
    edits.apply(addRegion(edits.annotation, { ...tool, id, shape, label, mediaSize, mediaSeconds, page: stage?.page }))
    scene.selected.value = `0/${id}`
  }
  const change = (mark: Mark, shape: Shape) => edits.apply(changeShape(edits.annotation, mark.region, shape))
  return {
    editing: {
      onImage: (objectName, stage) => {
        stages.current.set(objectName, stage)
        return <ObjectEditor given={given} objectName={objectName} stage={stage} onDrawn={create} onChanged={change} />
      },
      onAudio: (objectName) => audioEditing(objectName, given, create, change, seconds.current),
    },
    ...textDrawing(given, create),
    addInTheMiddle: stroke && middleOf(stroke, create, stages.current, seconds.current),
  }
}

interface ObjectEditorProps {
  readonly given: Given
  readonly objectName: string
  readonly stage: Stage
  readonly onDrawn: Create
  readonly onChanged: (mark: Mark, shape: Shape) => void
}

function ObjectEditor({ given: { scene, stroke }, objectName, stage, onDrawn, onChanged }: ObjectEditorProps) {
  const own = stroke?.tool.toName === objectName ? stroke.tool.kind : undefined
  const kind = own !== undefined && isImageKind(own) ? own : undefined
  return (
    <ImageEditor
      stage={stage}
      kind={kind}
      marks={marksOn(scene, { objectName, page: stage.page })}
      selected={scene.selected}
      onDrawn={(shape) => onDrawn(shape, stage)}
      onChanged={onChanged}
    />
  )
}

function textDrawing({ scene, stroke }: Given, create: Create): Pick<Drawing, 'onTextSelected' | 'onTextKey'> {
  const onTextSelected = () => {
    const range = stroke === undefined ? undefined : rangeOn(stroke.tool.toName)
    if (range !== undefined) createSpan(scene, stroke, range, create)
  }
  const onTextKey = (event: KeyboardEvent) => {
    const body = event.target instanceof Element ? event.target.closest('[data-text]') : null
    if (body === null || stroke === undefined) return
    if (event.key === 'Enter') onTextSelected()
    else if (!moveSelection(body, event)) return
    event.preventDefault()
  }
  return { onTextSelected, onTextKey }
}

type Create = (shape: Shape, stage?: Stage) => void

function audioEditing(
  objectName: string,
  { scene, stroke }: Pick<Given, 'scene' | 'stroke'>,
  create: Create,
  onMoved: (mark: Mark, shape: Shape) => void,
  seconds: Map<string, number>,
): AudioEditing {
  const isOwn = stroke?.tool.kind === 'segment' && stroke.tool.toName === objectName
  const like = isOwn ? scene.marks.find(({ region }) => region.labels[0] === stroke.label) : undefined
  return {
    colour: isOwn ? (like?.colour ?? '#b47a17') : undefined,
    isEditable: () => true,
    onMoved,
    onDrawn: (startSeconds, endSeconds) => create({ kind: 'segment', startSeconds, endSeconds, channel: 0 }),
    onReady: (length) => seconds.set(objectName, length),
  }
}

/** What is selected of the text of an object. The selection is gone then. */
function rangeOn(objectName: string): Range | undefined {
  const body = [...document.querySelectorAll('[data-text]')].find((one) => one.getAttribute('data-text') === objectName)
  const selection = getSelection()
  const range = body === undefined || selection === null ? undefined : selectedRange(body, selection)
  if (range !== undefined) selection?.removeAllRanges()
  return range
}

function createSpan({ task, config }: Scene, stroke: Stroke | undefined, selected: Range, create: Create): void {
  const text = readDocuments(task, config).documents.find(({ objectName }) => objectName === stroke?.tool.toName)
  const range = text && trimmedRange(text, selected)
  if (text === undefined || range === undefined) return
  if (stroke?.tool.kind === 'span') create(spanOf(text, range))
  if (stroke?.tool.kind === 'dialogue-span') create(dialogueSpanOf(text, range))
}

/** A region in the middle of what it is drawn on; its fields then say where exactly it is. */
function middleOf(
  { tool: { kind, toName } }: Stroke,
  create: Create,
  stages: ReadonlyMap<string, Stage>,
  seconds: ReadonlyMap<string, number>,
): (() => void) | undefined {
  if (kind === 'segment') {
    const length = seconds.get(toName) ?? 1
    return () => create({ kind, startSeconds: round(length * 0.4), endSeconds: round(length * 0.6), channel: 0 })
  }
  if (!isImageKind(kind)) return undefined
  return () => {
    const stage = stages.get(toName)
    if (stage === undefined) return
    const { width, height } = stage.size
    if (kind === 'keypoint') create({ kind, x: 50, y: 50, hidden: false }, stage)
    else if (kind === 'polygon')
      create(
        {
          kind,
          points: [
            { x: 40, y: 40 },
            { x: 60, y: 40 },
            { x: 60, y: 60 },
            { x: 40, y: 60 },
          ],
        },
        stage,
      )
    else create(drawnBetween(kind, { x: width * 0.4, y: height * 0.4 }, { x: width * 0.6, y: height * 0.6 }, stage.size), stage)
  }
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}
