import type { LabelConfig } from '../../model/label-config.ts'

/**
 * What labels and answers are called in brat, whose names have no white space and no punctuation but `_` and `-`
 * (https://brat.nlplab.org/configuration.html). The same label always gets the same name; no two labels of the config share one.
 */
export class BratNames {
  readonly #names = new Map<string, string>()
  readonly #taken = new Set<string>()

  constructor(config: LabelConfig) {
    for (const label of config.controls.flatMap(({ labels }) => labels)) {
      if (this.#names.has(label.name)) continue
      const plain = plainName(label.name)
      let name = plain
      for (let k = 2; this.#taken.has(name); k++) name = `${plain}_${k}`
      this.#taken.add(name)
      this.#names.set(label.name, name)
    }
  }

  of(label: string): string {
    const plain = plainName(label)
    return this.#names.get(label) ?? (this.#taken.has(plain) ? spelledName(label) : plain)
  }
}

function plainName(label: string): string {
  return label.replace(/[^\p{L}\p{M}\p{N}_-]+/gu, '_') || '_'
}

/** With the numbers of the characters that {@link plainName} replaces. */
function spelledName(label: string): string {
  return label.replace(/[^\p{L}\p{M}\p{N}-]/gu, (character) => `_${character.codePointAt(0)!.toString(16)}_`)
}
