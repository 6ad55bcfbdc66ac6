import type { Where } from '../../model/error.ts'
import type { Report } from '../../model/issue.ts'

/** Text between tags; what XML 1.0 cannot hold becomes U+FFFD and is reported. */
export function xmlText(text: string, where: Where, report: Report): string {
  if (!UNUSUAL.test(text)) return text
  const possible = text.toWellFormed().replace(IMPOSSIBLE, '\ufffd')
  if (possible !== text) report.add('character-replaced', where, { text: possible })
  return possible.replace(/[&<>\r]/g, (character) => ESCAPES[character]!)
}

/** ` name="value"`; what XML 1.0 cannot hold becomes U+FFFD and is reported. */
export function xmlAttribute(name: string, value: string | number, where: Where, report: Report): string {
  if (typeof value === 'number') return ` ${name}="${value}"`
  const text = xmlText(value, where, report).replace(/["\n\t]/g, (character) => IN_QUOTES[character]!)
  return ` ${name}="${text}"`
}

const IN_QUOTES: Readonly<Record<string, string>> = { '"': '&quot;', '\n': '&#10;', '\t': '&#9;' }

/** Most texts have none of these. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNUSUAL = /[&<>\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const IMPOSSIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' }
