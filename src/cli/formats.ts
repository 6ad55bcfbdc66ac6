import { Command } from 'commander'
import { needFormat } from '../export/need-format.ts'
import { toFlag } from '../export/options.ts'
import type { AnyFormat, Aspect, Carries } from '../formats/format.ts'
import { formats } from '../formats/index.ts'
import { GoldpanError } from '../model/error.ts'
import { nearest } from '../model/nearest.ts'
import { describeOption, printGiven } from './options.ts'
import { printTable } from './print.ts'

/** `goldpan formats [NAME]`: the table, or one format's page. */
export function formatsCommand(done: (exitCode: number) => void): Command {
  return new Command('formats')
    .description('Lists the formats; with a name, what that format holds and its options.')
    .argument('[name]', 'a format or one of its aliases')
    .option('--keeps <aspect>', 'only formats that can hold this (brush, relations, rotation …)')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  goldpan formats\n  goldpan formats coco\n  goldpan formats --keeps relations')
    .action((name: string | undefined, flags: { keeps?: string; json?: boolean }) => {
      const chosen = name === undefined ? formats.filter((format) => keeps(format, flags.keeps)) : [needFormat(name)]
      const text =
        flags.json === true
          ? JSON.stringify(name === undefined ? chosen.map(describe) : describe(chosen[0]!), null, 2)
          : name === undefined
            ? printList(chosen)
            : printPage(chosen[0]!)
      process.stdout.write(`${text}\n`)
      done(0)
    })
}

function keeps({ carries }: AnyFormat, aspect: string | undefined): boolean {
  if (aspect === undefined) return true
  if (!isAspect(aspect, carries)) {
    const near = nearest(aspect, Object.keys(carries))
    throw new GoldpanError(
      'aspect-unknown',
      `there is no aspect \`${aspect}\``,
      near === undefined ? `there are ${Object.keys(carries).join(', ')}` : `did you mean ${near}?`,
    )
  }
  return carries[aspect] !== 'drop'
}

function isAspect(name: string, carries: Carries): name is Aspect {
  return Object.hasOwn(carries, name)
}

function printList(chosen: readonly AnyFormat[]): string {
  return printTable(chosen.map(({ id, aliases, summary }) => [id, aliases.join(' '), summary]))
}

function printPage(format: AnyFormat): string {
  const held = (fidelity: string) =>
    Object.entries(format.carries)
      .filter(([, value]) => value === fidelity)
      .map(([aspect]) => aspect)
      .join(', ') || '–'
  const options = Object.entries(format.options).map(([name, definition]) => [toFlag(name), describeOption(definition)])
  return [
    `${format.title} (${[format.id, ...format.aliases].join(', ')})`,
    format.summary,
    `Follows ${format.spec}`,
    ...Object.entries(format.aliasOptions ?? {}).map(([alias, options]) => `${alias} stands for ${printGiven(options)}`),
    `Writes ${format.singleFile ?? 'several files: it needs a folder or a zip'}`,
    '',
    `holds exactly     ${held('exact')}`,
    `approximates      ${held('approximate')}`,
    `cannot hold       ${held('drop')}`,
    '',
    options.length === 0 ? 'It has no options.' : `Options:\n${printTable(options, '  ')}`,
    '',
    `Example:\n  goldpan convert export.json --to ${format.id} ${format.singleFile === undefined ? `--out ${format.id}/` : `--out ${format.singleFile}`}`,
  ].join('\n')
}

function describe({ id, aliases, aliasOptions, title, summary, spec, singleFile, carries, options }: AnyFormat): unknown {
  return { id, aliases, aliasOptions, title, summary, spec, singleFile, carries, options }
}
