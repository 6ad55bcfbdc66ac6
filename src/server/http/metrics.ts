type Labels = Readonly<Record<string, string | number>>

/** Counters in Prometheus's text format (https://prometheus.io/docs/instrumenting/exposition_formats/). */
export class Metrics {
  readonly #counters = new Map<string, { readonly help: string; readonly values: Map<string, number> }>()

  /** Adds to a counter. */
  count(name: string, help: string, labels: Labels = {}, amount = 1): void {
    const counter = this.#counters.get(name) ?? { help, values: new Map<string, number>() }
    this.#counters.set(name, counter)
    const key = printLabels(labels)
    counter.values.set(key, (counter.values.get(key) ?? 0) + amount)
  }

  /** @param gauges what is measured now, by name, with a help text */
  print(gauges: Readonly<Record<string, { readonly help: string; readonly value: number }>>): string {
    let text = ''
    for (const [name, { help, values }] of [...this.#counters].sort(([a], [b]) => (a < b ? -1 : 1))) {
      text += `# HELP ${name} ${help}\n# TYPE ${name} counter\n`
      for (const [labels, value] of [...values].sort(([a], [b]) => (a < b ? -1 : 1))) text += `${name}${labels} ${value}\n`
    }
    for (const [name, { help, value }] of Object.entries(gauges))
      text += `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`
    return text
  }
}

function printLabels(labels: Labels): string {
  const parts = Object.entries(labels).map(
    ([key, value]) => `${key}="${String(value).replace(/[\\"\n]/g, (sign) => (sign === '\n' ? '\\n' : `\\${sign}`))}"`,
  )
  return parts.length === 0 ? '' : `{${parts.join(',')}}`
}
