/** Turns an offset in UTF-16 units into one in code points, as Python counts. Not for offsets inside a surrogate pair. */
export type CodePointCounter = (unit: number) => number

export function codePointCounter(text: string): CodePointCounter {
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return (unit) => unit
  const numbers = new Uint32Array(text.length + 1)
  let number = 0
  for (let unit = 0; unit < text.length; unit++) {
    numbers[unit] = number
    const isFirstOfPair = text.charCodeAt(unit) >> 10 === 0x36 && text.charCodeAt(unit + 1) >> 10 === 0x37
    if (!isFirstOfPair) number++
  }
  numbers[text.length] = number
  return (unit) => numbers[unit]!
}
