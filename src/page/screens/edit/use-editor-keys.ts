import { useEffect, useRef } from 'preact/hooks'
import type { LabelConfig } from '../../../model/label-config.ts'
import type { Point, Shape } from '../../../model/shape.ts'
import type { Scene } from '../../parts/drawing/scene.ts'
import { isTyping } from '../../parts/keys.ts'
import { toggleChoice } from './choices.ts'
import { changeShape, relabel, removeRegion } from './result-edits.ts'
import { moved } from './shape-edits.ts'
import { hotkeysOf, type Stroke, type Tool } from './tools.ts'
import type { Edits } from './use-edits.ts'

interface Given {
  readonly scene: Scene
  readonly config: LabelConfig
  readonly edits: Edits
  readonly tools: readonly Tool[]
  readonly stroke: Stroke | undefined
  readonly onStroke: (stroke: Stroke | undefined) => void
}

/** Ctrl+Z and Ctrl+Shift+Z (Ctrl+Y), hotkeys of labels and choices, Escape, Delete, and arrows that move the selected region. */
export function useEditorKeys(given: Given): void {
  const latest = useRef(given)
  latest.current = given
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event)) return
      if (isHandled(event, latest.current)) event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

function isHandled(event: KeyboardEvent, given: Given): boolean {
  const { edits, scene, onStroke } = given
  if (event.ctrlKey || event.metaKey) return isStep(event, edits)
  if (event.altKey) return false
  if (event.key === 'Escape') {
    onStroke(undefined)
    scene.selected.value = undefined
    return true
  }
  const mark = scene.marks.find(({ key }) => key === scene.selected.value)
  if (mark !== undefined && (event.key === 'Delete' || event.key === 'Backspace')) {
    edits.apply(removeRegion(edits.annotation, mark.region))
    scene.selected.value = undefined
    return true
  }
  const step = STEPS[event.key]
  if (mark !== undefined && step !== undefined && !(event.target instanceof HTMLInputElement)) {
    const shape = stepped(mark.region.shape, step, event.shiftKey ? 10 : 1, mark.region.mediaSize)
    if (shape !== undefined) edits.apply(changeShape(edits.annotation, mark.region, shape))
    return shape !== undefined
  }
  return isHotkey(event.key.toLowerCase(), given)
}

function isStep({ key, shiftKey }: KeyboardEvent, edits: Edits): boolean {
  const letter = key.toLowerCase()
  if (letter === 'y' || (letter === 'z' && shiftKey)) edits.redo()
  else if (letter === 'z') edits.undo()
  else return false
  return true
}

const STEPS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

/** By pixels of the picture; undefined for what cannot be moved so. */
function stepped(shape: Shape, { x, y }: Point, times: number, size = { width: 100, height: 100 }): Shape | undefined {
  const next = moved(shape, { x: x * times, y: y * times }, size)
  return next === shape ? undefined : next
}

function isHotkey(key: string, { config, tools, stroke, onStroke, edits, scene }: Given): boolean {
  const hotkey = hotkeysOf(config).find((one) => one.key === key)
  if (hotkey === undefined) return false
  const { control, label } = hotkey
  if (control.tag === 'Choices') {
    edits.apply(toggleChoice(edits.annotation, control, undefined, label.name))
    return true
  }
  const mark = scene.marks.find((one) => one.key === scene.selected.value)
  const renamed = mark && relabel(edits.annotation, mark.region, control, [label.name])
  if (renamed !== undefined) edits.apply(renamed)
  const tool = stroke?.tool.labels === control ? stroke.tool : tools.find(({ labels }) => labels === control)
  if (renamed === undefined && tool !== undefined) onStroke({ tool, label: label.name })
  return renamed !== undefined || tool !== undefined
}
