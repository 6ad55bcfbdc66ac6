import type { Signal } from '@preact/signals'
import type { LabelConfig } from '../../../model/label-config.ts'
import type { Media } from '../../../model/media.ts'
import type { Annotation, Region, Task } from '../../../model/task.ts'
import type { Comparison, Difference } from './differences.ts'

/** What the parts of a drawing share. */
export interface Scene {
  /** Of the project: its storages hold media. */
  readonly project: number
  readonly task: Task
  readonly config: LabelConfig
  /** All regions that are shown, on all objects. */
  readonly marks: readonly Mark[]
  /** Keys of marks: what the pointer or the focus is on. */
  readonly hovered: Signal<string | undefined>
  readonly selected: Signal<string | undefined>
  readonly showsNames: boolean
}

/** A region as it is drawn. */
export interface Mark {
  /** Of all regions that are shown; others have the same `region.id` where two annotations are compared. */
  readonly key: string
  readonly region: Region
  /** 0, or 1 for those of a second annotation that is laid over the first: drawn with broken lines. */
  readonly layer: 0 | 1
  readonly colour: string
  /** Its labels; never empty. */
  readonly name: string
  /** From the other annotation, where two are compared. What is the same in both is drawn faintly. */
  readonly difference?: Difference | undefined
}

/** The regions of an annotation, less those whose labels are all hidden. @param differences of all its regions, where it is compared */
export function marksOf(
  annotation: Annotation,
  layer: 0 | 1,
  colourOf: (label: string | undefined) => string,
  isHidden: (label: string) => boolean = () => false,
  differences?: Comparison['first'],
): Mark[] {
  const keys = new Set<string>()
  return annotation.regions.flatMap((region, place) => {
    const { labels, id } = region
    const key = keys.has(id) ? `${layer}/${id}/${place}` : `${layer}/${id}` // two may share an id
    keys.add(id)
    if (labels.length > 0 && labels.every(isHidden)) return []
    return [{ key, region, layer, colour: colourOf(labels[0]), name: nameOf(region), difference: differences?.[place] }]
  })
}

/** The regions on one page of an object. */
export function marksOn({ marks }: Scene, { objectName, page }: Pick<Media, 'objectName' | 'page'>): readonly Mark[] {
  return marks.filter(({ region }) => region.toName === objectName && (region.page ?? 0) === (page ?? 0))
}

/** How people call a region: its labels, else what it is. */
export function nameOf({ labels, shape }: Region): string {
  return labels.length === 0 ? `${shape.kind.replace('-', ' ')} without label` : labels.join(', ')
}

/** What a thing that stands for a region listens to: the pointer over it, and a click that chooses it. With keys the list of regions is used, which has a button for each. */
export function pointing({ hovered, selected }: Pick<Scene, 'hovered' | 'selected'>, key: string) {
  return {
    onPointerEnter() {
      hovered.value = key
    },
    onPointerLeave() {
      hovered.value = undefined
    },
    onClick() {
      selected.value = key
    },
  }
}
