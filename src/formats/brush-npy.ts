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

import { encodeNpy } from './shared/npy.ts'

/** NumPy arrays: one per brush region as Label Studio's `BRUSH_TO_NUMPY`, or one per image with class indexes. */
export const brushNpy = withBitmasks<typeof BRUSH_OPTIONS, BrushPart>({
  id: 'brush-npy',
  aliases: ['BRUSH_TO_NUMPY'],
  title: 'Brush masks as NumPy arrays',
  summary: 'A two-dimensional uint8 array per brush region, or one of class indexes per image, with an index of the files.',
  spec: 'https://labelstud.io/guide/export#Brush-labels-to-NumPy--PNG',
  singleFile: undefined,
  carries: REGION_CARRIES,
  carriesWith: ({ mode }) => (mode === 'classes' ? CLASS_CARRIES : {}),
  options: BRUSH_OPTIONS,
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

function filesOf({ mode, unlabelledAs }: Options<typeof BRUSH_OPTIONS>): BrushFiles {
  return { extension: '.npy', mode, unlabelledAs, encodeRegion: encodeNpy, encodeClasses: encodeNpy }
}
