import type { PercentBox, Shape } from '../../../model/shape.ts'

export type FieldName = 'left' | 'top' | 'width' | 'height' | 'angle' | 'start' | 'end'

export interface ShapeField {
  readonly name: FieldName
  readonly unit: '%' | '°' | 's'
  readonly value: number
}

/** The numbers of a shape that people may type. */
export function fieldsOf(shape: Shape): readonly ShapeField[] {
  switch (shape.kind) {
    case 'rectangle':
      return [
        { name: 'left', unit: '%', value: shape.x },
        { name: 'top', unit: '%', value: shape.y },
        { name: 'width', unit: '%', value: shape.width },
        { name: 'height', unit: '%', value: shape.height },
        { name: 'angle', unit: '°', value: shape.rotation },
      ]
    case 'ellipse':
      return [
        { name: 'left', unit: '%', value: shape.x - shape.radiusX },
        { name: 'top', unit: '%', value: shape.y - shape.radiusY },
        { name: 'width', unit: '%', value: 2 * shape.radiusX },
        { name: 'height', unit: '%', value: 2 * shape.radiusY },
        { name: 'angle', unit: '°', value: shape.rotation },
      ]
    case 'keypoint':
      return [
        { name: 'left', unit: '%', value: shape.x },
        { name: 'top', unit: '%', value: shape.y },
      ]
    case 'segment':
      return [
        { name: 'start', unit: 's', value: shape.startSeconds },
        { name: 'end', unit: 's', value: shape.endSeconds },
      ]
    default:
      return []
  }
}

/** The shape with one of its numbers changed; undefined where that is not possible. */
export function withField(shape: Shape, name: FieldName, value: number): Shape | undefined {
  if (!Number.isFinite(value) || ((name === 'width' || name === 'height') && value <= 0)) return undefined
  switch (shape.kind) {
    case 'rectangle':
      return withBox(shape, name, value)
    case 'ellipse': {
      const { x, y, radiusX, radiusY, rotation } = shape
      const around = { x: x - radiusX, y: y - radiusY, width: 2 * radiusX, height: 2 * radiusY, rotation }
      const box = withBox(around, name, value)
      if (box === undefined) return undefined
      const radii = { radiusX: box.width / 2, radiusY: box.height / 2 }
      return { ...shape, ...radii, x: box.x + radii.radiusX, y: box.y + radii.radiusY, rotation: box.rotation }
    }
    case 'keypoint':
      return name === 'left' ? { ...shape, x: value } : name === 'top' ? { ...shape, y: value } : undefined
    case 'segment': {
      const changed = { ...shape, ...(name === 'start' && { startSeconds: value }), ...(name === 'end' && { endSeconds: value }) }
      return changed.startSeconds < 0 || changed.endSeconds < changed.startSeconds ? undefined : changed
    }
    default:
      return undefined
  }
}

function withBox<B extends PercentBox & { readonly rotation: number }>(box: B, name: FieldName, value: number): B | undefined {
  switch (name) {
    case 'left':
      return { ...box, x: value }
    case 'top':
      return { ...box, y: value }
    case 'width':
    case 'height':
      return { ...box, [name]: value }
    case 'angle':
      return { ...box, rotation: value }
    case 'start':
    case 'end':
      return undefined
  }
}
