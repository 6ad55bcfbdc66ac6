/**
 * Random numbers that are the same in every run: the generator sfc32, its state filled by the seed.
 *
 * @param {number} seed a whole number below 2^32
 */
export function seededRandom(seed) {
  let [a, b, c, counter] = [0, seed | 0, 0x9e3779b9 | 0, 1]

  const word = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return sum >>> 0
  }
  for (let k = 0; k < 16; k++) word()

  /** At least 0, below 1, all 53 bits random. */
  const unit = () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53
  /** A whole number, at least 0, below `limit`. */
  const below = (/** @type {number} */ limit) => Math.floor(unit() * limit)
  return {
    unit,
    below,
    uniform: (/** @type {number} */ from, /** @type {number} */ to) => from + unit() * (to - from),
    /** A whole number, both ends included. */
    between: (/** @type {number} */ first, /** @type {number} */ last) => first + below(last - first + 1),
    /** @template T @param {readonly T[]} list @returns {T} */
    pick: (list) => list[below(list.length)],
    /** So many random hexadecimal digits. */
    hex: (/** @type {number} */ digits) => Array.from({ length: digits }, () => below(16).toString(16)).join(''),
  }
}

/** @typedef {ReturnType<typeof seededRandom>} Random */
