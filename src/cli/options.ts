import type { Command } from 'commander'
import { toFlag } from '../export/options.ts'
import type { OptionDefinition, OptionTable, OptionValue } from '../formats/format.ts'
import { GoldpanError } from '../model/error.ts'

/** Adds an option table to a command: `--flag <value>`, or `--flag` and `--no-flag` for a boolean. */
export function addOptions(command: Command, table: OptionTable, heading: string): void {
  command.optionsGroup(heading)
  for (const [name, definition] of Object.entries(table)) {
    const flag = toFlag(name)
    const help = describeOption(definition)
    if (typeof definition.default !== 'boolean') command.option(`${flag} <value>`, help)
    else if (definition.default) command.option(flag.replace('--', '--no-'), `Turns off: ${definition.help}`)
    else command.option(flag, definition.help)
  }
}

export function describeOption({ default: standard, choices, help }: OptionDefinition): string {
  const values = choices === undefined ? '' : ` ${choices.join(' | ')}.`
  return `${help}${values}${standard === '' ? '' : ` (default: ${standard})`}`
}

/** What the user said of a table's options; the rest keeps its default. */
export function givenOptions(command: Command, table: OptionTable): Record<string, OptionValue> {
  const given: Record<string, OptionValue> = {}
  for (const name of Object.keys(table))
    if (command.getOptionValueSource(name) === 'cli') given[name] = command.getOptionValue(name)
  return given
}

/** Options as they would be typed. */
export function printGiven(options: Readonly<Record<string, OptionValue>>): string {
  return Object.entries(options)
    .map(([name, value]) => `${toFlag(name)} ${value}`)
    .join(' ')
}

/**
 * Lets booleans be spelled as everywhere: `--clip`, `--no-clip`, `--clip=false` and `--clip false` all work,
 * also for the spelling that changes nothing.
 * @throws GoldpanError `option-invalid` for any other word behind `=`
 */
export function foldBooleans(args: readonly string[], tables: readonly OptionTable[]): string[] {
  const booleans = new Map<string, boolean>()
  for (const table of tables)
    for (const [name, { default: standard }] of Object.entries(table))
      if (typeof standard === 'boolean') booleans.set(toFlag(name), standard)
  const folded: string[] = []
  for (let k = 0; k < args.length; k++) {
    const match = /^--(no-)?([a-z-]+)(?:=(.*))?$/.exec(args[k]!)
    const flag = `--${match?.[2]}`
    const standard = booleans.get(flag)
    if (match === null || standard === undefined) {
      folded.push(args[k]!)
      continue
    }
    if (match[3] !== undefined && match[3] !== 'true' && match[3] !== 'false')
      throw new GoldpanError('option-invalid', `\`${match[3]}\` is not possible for ${flag}`, 'it takes true or false')
    const following = args[k + 1]
    const word = match[3] ?? (following === 'true' || following === 'false' ? following : undefined)
    if (word !== undefined && match[3] === undefined) k++
    const value = (word ?? 'true') === 'true' ? match[1] === undefined : match[1] !== undefined
    if (value !== standard) folded.push(value ? flag : flag.replace('--', '--no-'))
  }
  return folded
}

/** The value of an option that has to be known before the command line can be read. */
export function peekOption(args: readonly string[], flag: string): string | undefined {
  const at = args.findIndex((arg) => arg === flag || arg.startsWith(`${flag}=`))
  return at < 0 ? undefined : args[at] === flag ? args[at + 1] : args[at]!.slice(flag.length + 1)
}

/** What the user named; standard input when nothing is named and something is piped in. @throws GoldpanError `option-missing` */
export function needPaths(paths: readonly string[]): readonly string[] {
  if (paths.length > 0) return paths
  if (process.stdin.isTTY)
    throw new GoldpanError('option-missing', 'no input', 'name files or folders of tasks, or pipe tasks into standard input')
  return ['-']
}
