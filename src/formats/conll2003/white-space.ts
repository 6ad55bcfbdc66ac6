/**
 * Whether a UTF-16 unit is what no token may hold: white space of Unicode, of JavaScript (U+FEFF) and of Python's `split` (U+001C–U+001F).
 */
export function isWhite(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  return unit < 0x100
    ? (unit <= 0x20 && (unit >= 0x1c || (unit >= 9 && unit <= 13))) || unit === 0x85 || unit === 0xa0
    : WIDE_WHITE.has(unit)
}

const WIDE_WHITE = new Set([...range(0x2000, 0x200a), 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff])

/** Each white space replaced, unit by unit, so that offsets stay. */
export function blankWhite(text: string): string {
  return text.replaceAll(EACH_WHITE, ' ')
}

const EACH_WHITE = new RegExp(`[\\t-\\r\\x1c-\\x1f\\x85\\xa0${String.fromCharCode(...WIDE_WHITE)}]`, 'g')

/** Each run of white space replaced. */
export function joinWhite(text: string, joiner: string): string {
  return blankWhite(text).trim().replaceAll(/ +/g, joiner)
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
