import type { LabelConfig } from '../../../model/label-config.ts'

/** Told apart by people with all kinds of sight, on light and on dark (Okabe and Ito 2008, without black and yellow; https://jfly.uni-koeln.de/color/). */
const PALETTE = ['#e69f00', '#56b4e9', '#009e73', '#d55e00', '#0072b2', '#cc79a7', '#8b6bd9', '#7f8c1f'] as const
/** Of regions without a label. */
const PLAIN = '#8a8f98'

/** The colour of a label: the config's `background`, else the next one of the palette; of labels that are not in the config, one by their letters. */
export function labelColours(config: LabelConfig): (label: string | undefined) => string {
  const colours = new Map<string, string>()
  for (const { name, background } of config.controls.flatMap(({ labels }) => labels))
    if (!colours.has(name)) colours.set(name, colourOf(background) ?? PALETTE[colours.size % PALETTE.length]!)
  return (label) => (label === undefined ? PLAIN : (colours.get(label) ?? PALETTE[sumOf(label) % PALETTE.length]!))
}

/** A colour that can go into a style as it is; undefined for anything else that a config may hold. */
export function colourOf(text: string | undefined): string | undefined {
  const colour = text?.trim().toLowerCase()
  if (colour === undefined || colour === 'transparent') return undefined
  return /^(?:#[\da-f]{3,8}|[a-z]{3,25}|(?:rgb|hsl)a?\([\d\s.,%/]{5,40}\))$/.test(colour) ? colour : undefined
}

function sumOf(text: string): number {
  let sum = 0
  for (const sign of text) sum += sign.codePointAt(0) ?? 0
  return sum
}
