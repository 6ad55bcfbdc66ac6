/** A list, or a mapping by its keys, of scalars; a scalar is its text without quotes. */
export type YamlValue = string | readonly string[] | ReadonlyMap<string, string>

export function isList(value: YamlValue): value is readonly string[] {
  return Array.isArray(value)
}

/**
 * The top of a simple YAML file such as Ultralytics' `data.yaml`: scalars, and lists and mappings of scalars, in either of YAML's styles.
 * What is nested deeper is passed over.
 */
export function parseSimpleYaml(text: string): ReadonlyMap<string, YamlValue> {
  const top = new Map<string, YamlValue>()
  let key: string | undefined
  let nested: string[] = []
  const close = () => {
    if (key !== undefined && nested.length > 0) top.set(key, readBlock(nested))
    nested = []
  }
  for (const line of joinFlow(text.replace(/^\uFEFF/, '').split(/\r?\n/))) {
    if (line.trim() === '' || line.startsWith('---')) continue
    const isNested = /^\s/.test(line) || line.startsWith('- ')
    if (isNested) {
      nested.push(line)
      continue
    }
    close()
    const pair = splitPair(line)
    key = pair?.[0]
    if (pair !== undefined && pair[1] !== '') top.set(pair[0], readFlow(pair[1]))
  }
  close()
  return top
}

/** `[a,` and what follows up to `]` in one line. */
function joinFlow(lines: readonly string[]): string[] {
  const joined: string[] = []
  let open: string | undefined
  for (const line of lines) {
    const text: string = open === undefined ? withoutComment(line) : `${open} ${withoutComment(line).trim()}`
    const isOpen = /:\s*[[{][^\]}]*$/.test(text)
    open = isOpen ? text : undefined
    if (!isOpen) joined.push(text)
  }
  return open === undefined ? joined : [...joined, open]
}

/** `- a` lines, or `0: a` lines of the first depth. */
function readBlock(lines: readonly string[]): YamlValue {
  const depth = Math.min(...lines.map((line) => line.length - line.trimStart().length))
  const own = lines.filter((line) => line.length - line.trimStart().length === depth).map((line) => line.trim())
  if (own.every((line) => line.startsWith('-'))) return own.map((line) => readScalar(line.slice(1).trim()))
  return mapOf(own)
}

/** `[a, b]`, `{0: a, 1: b}` or a scalar. */
export function readFlow(text: string): YamlValue {
  const inner = /^\[(.*)\]$/s.exec(text)?.[1]
  if (inner !== undefined) return splitFlow(inner).map(readScalar)
  const members = /^\{(.*)\}$/s.exec(text)?.[1]
  return members === undefined ? readScalar(text) : mapOf(splitFlow(members))
}

function mapOf(members: readonly string[]): ReadonlyMap<string, string> {
  const pairs = members.map(splitPair).filter((pair) => pair !== undefined)
  return new Map(pairs.map(([key, value]) => [key, readScalar(value)]))
}

/** At commas outside of quotes. */
function splitFlow(text: string): string[] {
  const parts = text.match(/(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,"'])+/g) ?? []
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

/** Key and value, both trimmed; the key without quotes. */
function splitPair(text: string): [string, string] | undefined {
  const match = /^\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^:]+?)\s*:(?:\s+(.*))?$/s.exec(text)
  return match?.[1] === undefined ? undefined : [readScalar(match[1]), (match[2] ?? '').trim()]
}

function readScalar(text: string): string {
  if (/^'.*'$/s.test(text)) return text.slice(1, -1).replaceAll("''", "'")
  if (!/^".*"$/s.test(text)) return text
  try {
    return String(JSON.parse(text))
  } catch {
    return text.slice(1, -1) // YAML has more escapes than JSON
  }
}

/** A `#` at the start or behind a blank, outside of quotes, starts a comment. */
function withoutComment(line: string): string {
  let quote = ''
  for (let k = 0; k < line.length; k++) {
    const character = line[k]!
    if (quote !== '') {
      if (quote === '"' && character === '\\') k++
      else if (character === quote) quote = ''
    } else if ((character === '"' || character === "'") && /(^|[\s:,[{-])$/.test(line.slice(0, k))) quote = character
    else if (character === '#' && (k === 0 || /\s/.test(line[k - 1]!))) return line.slice(0, k).trimEnd()
  }
  return line.trimEnd()
}
