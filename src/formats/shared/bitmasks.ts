import { PngError, type Raster, readPng } from '../../io/read-png.ts'
import { decodeBase64 } from '../../model/base64.ts'
import type { LabelConfig } from '../../model/label-config.ts'
import { encodeRle } from '../../model/rle.ts'
import type { Bitmask, Brush, Size } from '../../model/shape.ts'
import { type Annotation, placeOf, type Region, reshaped, type Task } from '../../model/task.ts'
import type { EncodeContext, Format, OptionTable } from '../format.ts'

/** Tags that draw bitmasks, and those that draw the same as brushes. */
const BRUSH_TAGS: Readonly<Record<string, string>> = { BitmaskLabels: 'BrushLabels', Bitmask: 'Brush' }

/**
 * The same format for the pictures of Bitmask tags, which are brush masks to it: what is not wholly transparent is inside, as Label Studio shows them.
 * https://labelstud.io/tags/bitmask
 */
export function withBitmasks<O extends OptionTable, Part>(format: Format<O, Part>): Format<O, Part> {
  return {
    ...format,
    carries: { ...format.carries, bitmask: format.carries.brush },
    carriesWith(options) {
      const other = format.carriesWith?.(options) ?? {}
      return other.brush === undefined ? other : { ...other, bitmask: other.brush }
    },
    unsuited: (config, options) => format.unsuited(brushConfig(config), options),
    encode(batch, context) {
      const masks = new Masks(context)
      return format.encode(masks.watch(batch), {
        ...context,
        config: brushConfig(context.config),
        regions: (annotation) => masks.regions(annotation),
      })
    },
    join: (parts, sink, context) => format.join(parts, sink, { ...context, config: brushConfig(context.config) }),
  }
}

function brushConfig(config: LabelConfig): LabelConfig {
  if (!config.controls.some(({ tag }) => tag in BRUSH_TAGS)) return config
  return { ...config, controls: config.controls.map((control) => ({ ...control, tag: BRUSH_TAGS[control.tag] ?? control.tag })) }
}

/** The regions of the task at hand, bitmasks as brushes; each picture is read once. */
class Masks {
  readonly #context: Pick<EncodeContext, 'regions' | 'report'>
  readonly #known = new WeakMap<Annotation, readonly Region[]>()
  #task: Task | undefined

  constructor(context: Pick<EncodeContext, 'regions' | 'report'>) {
    this.#context = context
  }

  *watch(batch: Iterable<Task>): Generator<Task> {
    for (const task of batch) {
      this.#task = task
      yield task
    }
  }

  regions(annotation: Annotation): Iterable<Region> {
    const regions = this.#context.regions(annotation)
    if (!annotation.regions.some(isBitmask)) return regions
    const known = this.#known.get(annotation) ?? [...regions].flatMap((region) => this.#painted(region, annotation))
    this.#known.set(annotation, known)
    return known
  }

  #painted(region: Region, annotation: Annotation): Region[] {
    if (region.shape.kind !== 'bitmask') return [region]
    try {
      const { shape, size } = brushOf(region.shape)
      return [reshaped(region, shape, size)]
    } catch (error) {
      if (!(error instanceof PngError)) throw error
      const where = this.#task && placeOf(this.#task, annotation, region)
      this.#context.report.add('region-invalid', where ?? {}, { problem: `its picture cannot be read: ${error.message}` })
      return []
    }
  }
}

function isBitmask({ shape }: Region): boolean {
  return shape.kind === 'bitmask'
}

/** @throws PngError */
function brushOf({ dataUrl }: Bitmask): { readonly shape: Brush; readonly size: Size } {
  const raster = readPng(bytesOf(dataUrl))
  return {
    shape: { kind: 'brush', rle: encodeRle(alphaOf(raster), raster) },
    size: { width: raster.width, height: raster.height },
  }
}

/** @throws PngError */
function bytesOf(dataUrl: string): Uint8Array {
  const base64 = /^data:image\/png;base64,(.*)$/s.exec(dataUrl)?.[1]
  if (base64 === undefined) throw new PngError('it is no PNG in a data URL')
  const bytes = decodeBase64(base64)
  if (bytes === undefined) throw new PngError('its base64 is damaged')
  return bytes
}

/** 255 where a pixel is not wholly transparent; pictures without transparency are so everywhere. */
function alphaOf({ width, height, channels, samples, paletteAlpha }: Raster): Uint8Array {
  const alpha = new Uint8Array(width * height).fill(255)
  const isOpaque = (pixel: number) => {
    if (channels === 2 || channels === 4) return samples[(pixel + 1) * channels - 1] !== 0
    return (paletteAlpha?.[samples[pixel]!] ?? 255) !== 0
  }
  const isTransparent = channels === 2 || channels === 4 || paletteAlpha !== undefined
  if (isTransparent) for (let pixel = 0; pixel < alpha.length; pixel++) if (!isOpaque(pixel)) alpha[pixel] = 0
  return alpha
}
