/** A document with commands in it and what they print: ```console blocks, and ```file NAME blocks with files for them. */
export interface Transcript {
  readonly parts: readonly Part[]
}

export type Part =
  | { readonly kind: 'text'; readonly lines: readonly string[] }
  | { readonly kind: 'file'; readonly name: string; readonly lines: readonly string[] }
  | { readonly kind: 'command'; readonly command: string; readonly expected: readonly string[] }

/** What a command did. */
export interface Outcome {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

/**
 * In a console block a line with `$ ` is a command. Behind it stand its standard output, then its standard error with `2> ` before each
 * line, then `=> n` when the exit code is not 0.
 */
export function parseTranscript(text: string): Transcript {
  const parts: Part[] = []
  const lines = text.split('\n')
  let plain: string[] = []
  const flush = () => {
    if (plain.length > 0) parts.push({ kind: 'text', lines: plain })
    plain = []
  }
  for (let k = 0; k < lines.length; ) {
    const file = /^```file (.+)$/.exec(lines[k]!)?.[1]
    plain.push(lines[k]!)
    if (file === undefined && lines[k] !== '```console') {
      k++
      continue
    }
    const end = lines.indexOf('```', k + 1)
    if (end < 0) throw new Error(`line ${k + 1}: the block has no end`)
    const block = lines.slice(k + 1, end)
    flush()
    if (file !== undefined) parts.push({ kind: 'file', name: file, lines: block })
    else parts.push(...parseConsole(block, k + 2))
    k = end
    plain.push(lines[k++]!)
  }
  flush()
  return { parts }
}

function parseConsole(block: readonly string[], firstLine: number): Part[] {
  const commands: { kind: 'command'; command: string; expected: string[] }[] = []
  for (const [k, line] of block.entries()) {
    if (line.startsWith('$ ')) commands.push({ kind: 'command', command: line.slice(2), expected: [] })
    else if (commands.length === 0) throw new Error(`line ${firstLine + k}: expected a command after \`$ \``)
    else commands.at(-1)!.expected.push(line)
  }
  return commands
}

/** The document with what the commands really printed, which is the document itself when all is well. */
export function printTranscript({ parts }: Transcript, outcomes: ReadonlyMap<Part, Outcome>): string {
  const lines = parts.flatMap((part) => {
    if (part.kind !== 'command') return part.lines
    const outcome = outcomes.get(part)
    return [`$ ${part.command}`, ...(outcome === undefined ? part.expected : printOutcome(outcome))]
  })
  return lines.join('\n')
}

function printOutcome({ stdout, stderr, exitCode }: Outcome): string[] {
  return [
    ...linesOf(stdout),
    ...linesOf(stderr).map((line) => `2> ${line}`.trimEnd()),
    ...(exitCode === 0 ? [] : [`=> ${exitCode}`]),
  ]
}

function linesOf(text: string): string[] {
  if (text === '') return []
  return text.endsWith('\n') ? text.slice(0, -1).split(/\r?\n/) : [...text.split(/\r?\n/), '\\ no line break at the end']
}
