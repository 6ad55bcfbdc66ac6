/** Who reads a text: somebody at a command line, or somebody before a form or an API, where options are called by the words of their names. */
export type Audience = 'command-line' | 'form'

/** What happened and what to do about it, not yet worded for anybody. */
export interface MarkedTexts {
  readonly message: string
  readonly hint: string
}

/** What stands in backticks is somebody's own, and stays as it is. */
const MARK = /`[^`]*`|\[([^\][]*) \|\| ([^\][]*)\]|\[(pass )?--([^\s\]]+)(?: ([^\]]*))?\]/g

/**
 * A text as its audience knows what it names. Texts mark options as they are typed, and what is said otherwise elsewhere, as two texts:
 *
 *     [--split-by]                  --split-by               “Split by”
 *     [pass --cancelled keep]       pass --cancelled keep    choose “Cancelled: keep”
 *     [pass --clip false]           pass --clip false        turn off “Clip”
 *     [`goldpan formats` || a list] `goldpan formats`        a list
 */
export function wordFor(audience: Audience, text: string): string {
  if (!text.includes('[')) return text
  return text.replace(MARK, (mark, typed?: string, elsewhere?: string, verb?: string, flag?: string, value?: string) => {
    if (mark.startsWith('`')) return mark
    if (audience === 'command-line') return typed ?? mark.slice(1, -1)
    return flag === undefined ? (elsewhere ?? '') : nameOption(verb !== undefined, flag, value)
  })
}

/** `splitTokens` and `split-tokens` as `Split tokens`: how forms call an option. */
export function optionTitle(name: string): string {
  const words = name.replace(/-?([A-Z])|-/g, (_, letter?: string) => ` ${letter?.toLowerCase() ?? ''}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function nameOption(isAsked: boolean, flag: string, value: string | undefined): string {
  const title = optionTitle(flag)
  if (!isAsked) return value === undefined ? `“${title}”` : `“${title}: ${value}”`
  if (value === undefined || value === 'true') return `turn on “${title}”`
  return value === 'false' ? `turn off “${title}”` : `choose “${title}: ${value}”`
}
