import type { Options } from './format.ts'
import { withBitmasks } from './shared/bitmasks.ts'
import {
  BRUSH_OPTIONS,
  type BrushFiles,
  type BrushPart,
  CLASS_CARRIES,
  encodeBrushFiles,
  joinBrushFiles,
  REGION_CARRIES,
  unsuitedForMasks,
} from './shared/brush-files.ts'

import { encodeBilevelPng, encodeGreyPng, encodePalettePng, vocColour } from './shared/png.ts'

const OPTIONS = {
  ...BRUSH_OPTIONS,
  bits: {
    default: '8',
    choices: ['8', '1'],
    help: 'Bits per pixel of a region: 8 keeps the alpha values as stored, 1 says only painted or not. Class masks always have 8.',
  },
} as const

const COLOURS = Array.from({ length: 256 }, (_, index) => vocColour(index))

/** PNG masks: one per brush region as Label Studio's `BRUSH_TO_PNG`, or one per image with class indexes. */
export const brushPng = withBitmasks<typeof OPTIONS, BrushPart>({
  id: 'brush-png',
  aliases: ['BRUSH_TO_PNG'],
  title: 'Brush masks as PNG',
  summary: 'A grey PNG per brush region, or a PNG of class indexes per image, with an index of the files.',
  spec: 'https://labelstud.io/guide/export#Brush-labels-to-NumPy--PNG',
  singleFile: undefined,
  carries: REGION_CARRIES,
  carriesWith: ({ mode }) => (mode === 'classes' ? CLASS_CARRIES : {}),
  options: OPTIONS,
  defaults: { annotations: 'all', unannotated: false },
  purpose: 'training',
  survey: 'without-config',
  hasMedia: true,
  unsuited: unsuitedForMasks,

  encode(batch, context) {
    return encodeBrushFiles(batch, context, filesOf(context.options))
  },

  async join(parts, sink, context) {
    await joinBrushFiles(parts, sink, context, filesOf(context.options))
  },
})

function filesOf({ mode, unlabelledAs, bits }: Options<typeof OPTIONS>): BrushFiles {
  return {
    extension: '.png',
    mode,
    unlabelledAs,
    encodeRegion: bits === '1' ? encodeBilevelPng : encodeGreyPng,
    encodeClasses: (values, size) => encodePalettePng(values, size, COLOURS),
  }
}
