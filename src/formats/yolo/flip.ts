const SIDES = /left|right/gi
const LETTERS = /(?<![a-z])[lr](?![a-z])/gi
const OTHER: Readonly<Record<string, string>> = { left: 'right', right: 'left', l: 'r', r: 'l' }

/**
 * Where each key point is found when the image is mirrored: `left eye` and `right eye` (`l_eye`, `eye-R` …) change places.
 * Undefined when no name has a side, or one lacks its counterpart: then nobody but the user knows.
 */
export function flipIndexes(names: readonly string[]): readonly number[] | undefined {
  const mirrored = names.map((name) => names.indexOf(mirror(name)))
  const hasSides = mirrored.some((index, k) => index !== k)
  return hasSides && !mirrored.includes(-1) ? mirrored : undefined
}

function mirror(name: string): string {
  const pattern = /left|right/i.test(name) ? SIDES : LETTERS
  return name.replace(pattern, (side) => inCaseOf(side, OTHER[side.toLowerCase()]!))
}

/** `Left` is mirrored to `Right`, `LEFT` to `RIGHT`. */
function inCaseOf(model: string, word: string): string {
  if (model === model.toUpperCase()) return word.toUpperCase()
  return model[0] === model[0]?.toUpperCase() ? word[0]!.toUpperCase() + word.slice(1) : word
}
