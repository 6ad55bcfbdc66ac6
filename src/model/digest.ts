/**
 * Puts the 128 bits that stand for a text into four words: four lanes of multiply and xor over the UTF-16 units, mixed into each other at the end.
 * @param salt the same text with another has another digest
 */
export function digest(text: string, into: Uint32Array, salt = 0): void {
  let [a, b, c, d] = [0x243f6a88 ^ salt, 0x85a308d3, 0x13198a2e, 0x03707344] // digits of pi
  for (let k = 0; k < text.length; k++) {
    const unit = text.charCodeAt(k)
    a = b ^ Math.imul(a ^ unit, 0x9e3779b1)
    b = c ^ Math.imul(b ^ unit, 0x85ebca77)
    c = d ^ Math.imul(c ^ unit, 0xc2b2ae3d)
    d = a ^ Math.imul(d ^ unit, 0x27d4eb2f)
  }
  a = mixed(a ^ text.length ^ b)
  b = mixed(b ^ a ^ c)
  c = mixed(c ^ b ^ d)
  d = mixed(d ^ c ^ a)
  into[0] = a ^ d
  into[1] = b ^ a
  into[2] = c ^ b
  into[3] = d
}

function mixed(word: number): number {
  let mix = Math.imul(word ^ (word >>> 16), 0x21f0aaad)
  mix = Math.imul(mix ^ (mix >>> 15), 0x735a2d97)
  return mix ^ (mix >>> 15)
}
