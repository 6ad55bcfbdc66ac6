import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { OUTPUT } from '../../src/export/output-options.ts'
import { SELECTION } from '../../src/export/selection.ts'
import type { OptionDefinition } from '../../src/formats/format.ts'
import { formats } from '../../src/formats/index.ts'
import { GoldpanError } from '../../src/model/error.ts'
import { ISSUES, type IssueCode, markedTexts, printHint, printMessage } from '../../src/model/issue.ts'
import { optionTitle, wordFor } from '../../src/model/wording.ts'
import { READING } from '../../src/readers/options.ts'

describe('a marked text', () => {
  it.each([
    ['[--split-by]', '--split-by', '“Split by”'],
    ['[--split train=0.8,val=0.2]', '--split train=0.8,val=0.2', '“Split: train=0.8,val=0.2”'],
    ['[--annotations all|latest]', '--annotations all|latest', '“Annotations: all|latest”'],
    ['no option [--min_score2]', 'no option --min_score2', 'no option “Min_score2”'],
    ['[pass --cancelled keep]', 'pass --cancelled keep', 'choose “Cancelled: keep”'],
    ['[pass --only-ground-truth]', 'pass --only-ground-truth', 'turn on “Only ground truth”'],
    ['[pass --split-tokens true]', 'pass --split-tokens true', 'turn on “Split tokens”'],
    ['[pass --clip false]', 'pass --clip false', 'turn off “Clip”'],
    ['[pass --config FILE || give the config] first', 'pass --config FILE first', 'give the config first'],
    ['what?[ `goldpan formats` lists all || ]', 'what? `goldpan formats` lists all', 'what?'],
    ['of [--a], [--b x] and [c || d]', 'of --a, --b x and c', 'of “A”, “B: x” and d'],
    ['`[--clip]` and `[a || b]` are labels', '`[--clip]` and `[a || b]` are labels', '`[--clip]` and `[a || b]` are labels'],
    ['points are [[x, y], [x, y]]', 'points are [[x, y], [x, y]]', 'points are [[x, y], [x, y]]'],
  ])('%s', (text, typed, onForm) => {
    expect([wordFor('command-line', text), wordFor('form', text)]).toEqual([typed, onForm])
  })

  it('calls options as forms do, however they are spelled', () => {
    expect(['minScore', 'min-score', 'clip'].map(optionTitle)).toEqual(['Min score', 'Min score', 'Clip'])
  })

  it('of an error is worded as it is typed, and can be worded anew', () => {
    const error = new GoldpanError('option-missing', '[--split-seed] divides nothing', 'say how: [--split a,b]')
    expect([error.message, error.hint]).toEqual(['--split-seed divides nothing', 'say how: --split a,b'])
    expect(error.wordedFor('form')).toEqual({ message: '“Split seed” divides nothing', hint: 'say how: “Split: a,b”' })
  })
})

/** What only a command line knows. */
const TYPED = /(?<![\w-])--[a-z]|`goldpan [a-z]/
const NOT_WORDED = /\[(pass )?--|\|\||\[[^\]]* \|\| /

describe('issues', () => {
  const codes = Object.keys(ISSUES) as IssueCode[] // the keys of the table are what the type names
  const options = optionsByFlag()

  it.each(codes)('%s speaks of no command line where there is none', (code) => {
    const issue = { code, effect: ISSUES[code].effect, where: {}, detail: { aspect: 'brush' } }
    const onForm = `${printMessage(issue, 'form')} ${printHint(issue, 'form')}`
    expect(onForm).not.toMatch(TYPED)
    expect(onForm).not.toMatch(NOT_WORDED)
    expect(`${printMessage(issue)} ${printHint(issue)}`).not.toMatch(NOT_WORDED)
  })

  it.each(codes)('%s names options that forms have, and values that they take', (code) => {
    const { message, hint } = markedTexts({ code, detail: {} })
    for (const [, flag = '', value] of `${message} ${hint}`.matchAll(/\[(?:pass )?--([a-z-]+)(?: ([^\]|]*))?(?:\|[^|\]]+)*\]/g)) {
      const definitions = options.get(flag) ?? []
      expect(definitions, `--${flag}`).not.toHaveLength(0)
      const [first] = (value ?? '').split(/[ ,]/)
      if (first !== '')
        expect(
          definitions.some((definition) => takes(definition, first ?? '')),
          `${flag} ${value}`,
        ).toBe(true)
    }
  })
})

function optionsByFlag(): Map<string, OptionDefinition[]> {
  const byFlag = new Map<string, OptionDefinition[]>()
  for (const table of [SELECTION, OUTPUT, READING, ...formats.map((format) => format.options)])
    for (const [name, definition] of Object.entries(table)) {
      const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      byFlag.set(flag, [...(byFlag.get(flag) ?? []), definition])
    }
  return byFlag
}

function takes({ default: standard, choices }: OptionDefinition, value: string): boolean {
  if (typeof standard === 'boolean') return value === 'true' || value === 'false'
  return choices === undefined || choices.includes(value)
}

/** Whose texts may reach somebody who has no command line. */
const SHARED = ['browser', 'dialects', 'export', 'formats', 'io', 'json', 'model', 'projects', 'query', 'readers', 'stores']
/** They are V8's. */
const ENGINE_FLAGS = ['--semi-space-growth-factor=1', '--optimize-for-size']

describe('texts in the code that command line, page and API share', () => {
  const files = SHARED.flatMap((folder) =>
    readdirSync(`src/${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `src/${folder}/${file}`),
  )

  it('mark what is said otherwise elsewhere', () => {
    const texts = files.flatMap((file) => textsIn(file).map((text) => ({ file, text })))
    expect(texts.some(({ text }) => text.includes('[--name-template]'))).toBe(true)
    const unmarked = texts.filter(({ text }) => TYPED.test(wordFor('form', text)) && !ENGINE_FLAGS.includes(text))
    expect(unmarked).toEqual([])
  })
})

/** The strings of a file, with those that stand within them. */
function textsIn(file: string): string[] {
  return textsBelow(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest))
}

function textsBelow(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node))
    return [node.head.text + node.templateSpans.map((span) => textsBelow(span.expression).join('') + span.literal.text).join('')]
  const texts: string[] = []
  ts.forEachChild(node, (child) => void texts.push(...textsBelow(child)))
  return texts
}
