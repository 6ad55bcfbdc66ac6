import { Command } from 'commander'
import { needFormat } from '../export/need-format.ts'
import { toFlag } from '../export/options.ts'
import type { AnyFormat, Aspect, Carries } from '../formats/format.ts'
import { optionsOfName, outputOfName } from '../formats/names.ts'
import { GoldpanError } from '../model/error.ts'
import { nearest } from '../model/nearest.ts'
import type { Reader } from '../readers/reader.ts'
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
    .action(async (name: string | undefined, flags: { keeps?: string; json?: boolean }) => {
      const { readers } = await import('../readers/index.ts') // of all commands only this one has to know them all
      const chosen = name === undefined ? await formatsThatKeep(flags.keeps) : [await needFormat(name)]
      const text =
        flags.json === true
          ? JSON.stringify(
              name === undefined ? chosen.map((format) => describe(format, readers)) : describe(chosen[0]!, readers),
              null,
              2,
            )
          : name === undefined
            ? `${printList(chosen)}${flags.keeps === undefined ? printReaders(readers) : ''}`
            : printPage(chosen[0]!, readers)
      process.stdout.write(`${text}\n`)
      done(0)
    })
}

async function formatsThatKeep(aspect: string | undefined): Promise<AnyFormat[]> {
  const { formats } = await import('../formats/index.ts')
  return formats.filter((format) => keeps(format, aspect))
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

/** Those that can only be read are told here only. */
function printReaders(readers: readonly Reader[]): string {
  return `\n\nIs also read (convert --from NAME, or found out by the content):\n  ${readers.map(({ id }) => id).join(', ')}`
}

function printPage(format: AnyFormat, readers: readonly Reader[]): string {
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
    ...format.aliases.flatMap((alias) => {
      const meaning = printGiven({ ...optionsOfName(format, alias), ...outputOfName(format, alias) })
      return meaning === '' ? [] : `${alias} stands for ${meaning}`
    }),
    `Writes ${format.singleFile ?? 'several files: it needs a folder or a zip'}`,
    ...printReader(readerOf(format, readers)),
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

function readerOf({ id }: AnyFormat, readers: readonly Reader[]): Reader | undefined {
  return readers.find((reader) => reader.id === id || reader.aliases.includes(id))
}

function printReader(reader: Reader | undefined): string[] {
  if (reader === undefined) return ['Reads  no: it is only written']
  const options = reader.options.map((name) => `${toFlag(name)} <value>`)
  return [`Reads  ${reader.summary}`, ...(options.length === 0 ? [] : [`       with ${options.join(' ')} where it does not say`])]
}

function describe(format: AnyFormat, readers: readonly Reader[]): unknown {
  const { id, aliases, aliasOptions, aliasOutput, title, summary, spec, singleFile, carries, options } = format
  const reader = readerOf(format, readers)
  const read = { isRead: reader !== undefined, readingOptions: reader?.options }
  return { id, aliases, aliasOptions, aliasOutput, title, summary, spec, singleFile, ...read, carries, options }
}
