import { readFileSync } from 'node:fs'
import type { OptionValue } from '../../src/formats/format.ts'
import { findFormat } from '../../src/formats/index.ts'
import { convert } from '../convert.ts'

/**
 * Projects in which Label Studio's own converter loses or invents something; what is right was worked out by hand.
 * The fixtures are written after the descriptions of those faults.
 */
export function exported(name: string, to: string, options: Options = {}, selection: Options = {}) {
  const read = (file: string) => readFileSync(new URL(`../fixtures/heldout-like/${name}/${file}`, import.meta.url), 'utf8')
  return convert({ tasks: read('tasks.json'), config: read('config.xml'), to: findFormat(to)!, options, selection })
}

export type Options = Readonly<Record<string, OptionValue>>

/** `code task/region` of each issue. */
export const codes = (issues: readonly { code: string; task?: unknown; region?: unknown }[]) =>
  issues.map(({ code, task, region }) => `${code} ${task}${region === undefined ? '' : `/${region}`}`)
