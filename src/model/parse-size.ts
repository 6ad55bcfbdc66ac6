import { GoldpanError } from './error.ts'
import type { Size } from './shape.ts'

/** `1920x1080` in pixels; undefined when nothing is said. @param option that says it, marked as in wording.ts @throws GoldpanError `option-invalid` */
export function parseSize(text: string, option: string): Size | undefined {
  if (text === '') return undefined
  const [, width = 0, height = 0] = (/^(\d{1,6})[x×](\d{1,6})$/.exec(text) ?? []).map(Number)
  if (width > 0 && height > 0) return { width, height }
  const hint = 'it takes width and height in pixels, such as 1920x1080'
  throw new GoldpanError('option-invalid', `\`${text}\` is not possible for ${option}`, hint)
}
