/** What no token may hold: white space of Unicode, of JavaScript (U+FEFF) and of Python's `split` (U+001C–U+001F). All of it one UTF-16 unit. */
const WHITE = '\\s\\p{White_Space}\\x1c-\\x1f'

export function isWhite(text: string, index: number): boolean {
  return ONE_WHITE.test(text[index] ?? '')
}

/** Each white space replaced, unit by unit, so that offsets stay. */
export function blankWhite(text: string): string {
  return text.replaceAll(EACH_WHITE, ' ')
}

/** Each run of white space replaced. */
export function joinWhite(text: string, joiner: string): string {
  return text.trim().replaceAll(WHITE_RUN, joiner)
}

/** Finds each run of what is not white space. Sticky state: make a new one for each text. */
export function blackRuns(): RegExp {
  return new RegExp(`[^${WHITE}]+`, 'gu')
}

const ONE_WHITE = new RegExp(`^[${WHITE}]$`, 'u')
const EACH_WHITE = new RegExp(`[${WHITE}]`, 'gu')
const WHITE_RUN = new RegExp(`[${WHITE}]+`, 'gu')
