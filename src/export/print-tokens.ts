import type { TokenRun, TokenStyle } from '../formats/conll2003/token-run.ts'
import type { RowMemory } from '../json/scan-wasm.ts'
import { numberAt } from '../json/token.ts'
import { encodeUtf8 } from '../json/utf8.ts'
import type { WasmModule } from '../json/wasm.ts'
import type { Where } from '../model/error.ts'
import { INT, isPlainName, putNames, tellBatch, tellLetters, tellPlain } from './plain-memory.ts'
import type { PlainTasks } from './plain-printer.ts'
import type { AnnotationCounts } from './select-task.ts'

/** Bytes of what assembly/conll.ts writes of each task: the token of its id, how many annotations it has. */
const TASK = 8
const LONGEST_ABBREVIATION = 8
const LONGEST_HEADER = 32
const LONGEST_OUTSIDE = 16

/** Prints the tokens of a batch, from its rows. */
export class TokenPrinting {
  readonly #memory: RowMemory
  readonly #tasks: PlainTasks
  /** Where things go; undefined when nothing can be printed. */
  readonly #layout: ReturnType<typeof layOut>

  constructor(memory: RowMemory, tasks: PlainTasks, style: TokenStyle, counts: AnnotationCounts) {
    this.#memory = memory
    this.#tasks = tasks
    this.#layout = tell(memory.module, style, counts) ? layOut(memory) : undefined
  }

  /** Prints as many tasks as can be printed from the k-th on; undefined when that one cannot. */
  print(k: number): TokenRun | undefined {
    if (this.#layout === undefined) return undefined
    const { module, limit } = this.#memory
    const { tasks, bytes } = this.#layout
    const next = module.printTokens(k, tasks, bytes, limit)
    return next === k ? undefined : new PrintedRun(module, this.#layout, this.#tasks, k, next)
  }
}

function layOut(memory: RowMemory) {
  const tasks = tellBatch(memory)
  return tasks === undefined ? undefined : { tasks, bytes: tasks + memory.count * TASK }
}

/** Says what is looked for, and how it is printed; false when that is not known there. */
function tell(module: WasmModule, style: TokenStyle, counts: AnnotationCounts): boolean {
  const { textKey, objectName, letters, header, filler } = style
  const outside = `${filler}O\n`
  if (!isPlainName(textKey) || header.length > LONGEST_HEADER || outside.length > LONGEST_OUTSIDE) return false
  putNames(module, textKey + header + outside)
  module.tokenStyle(textKey.length, header.length, outside.length)
  tellLetters(module, letters)
  return tellAbbreviations(module, style) && tellPlain(module, { objectName }, counts)
}

function tellAbbreviations(module: WasmModule, { titles, counted }: TokenStyle): boolean {
  if (module.knowAbbreviations(titles.size, counted.size) === 0) return false
  const words = [...titles, ...counted]
  const bytes = new Uint8Array(module.memory.buffer, module.abbreviations(), words.length * LONGEST_ABBREVIATION).fill(0)
  for (const [k, word] of words.entries()) bytes.set(encodeUtf8(word), k * LONGEST_ABBREVIATION)
  return words.every((word) => /^[a-z0-9.]{1,8}$/.test(word))
}

/** A view of what was printed. */
class PrintedRun implements TokenRun {
  readonly tasks: number
  readonly documents: number
  readonly sentences: number
  readonly tokens: number
  readonly regions: number
  readonly bytes: Uint8Array
  readonly #first: number
  readonly #tasks: PlainTasks
  readonly #ofTask: Uint32Array

  constructor(
    { memory: { buffer }, tokenOutcome }: WasmModule,
    layout: NonNullable<ReturnType<typeof layOut>>,
    all: PlainTasks,
    first: number,
    behind: number,
  ) {
    const [documents, sentences, tokens, regions, end] = new Uint32Array(buffer, tokenOutcome(), 5)
    this.tasks = behind - first
    this.documents = documents!
    this.sentences = sentences!
    this.tokens = tokens!
    this.regions = regions!
    this.bytes = new Uint8Array(buffer, layout.bytes, end! - layout.bytes)
    this.#first = first
    this.#tasks = all
    this.#ofTask = new Uint32Array(buffer, layout.tasks, (this.tasks * TASK) / INT)
  }

  annotationsOf(task: number): number {
    return this.#ofTask[(task * TASK) / INT + 1]!
  }

  placeOf(task: number): Where {
    const { tape } = this.#tasks.rowOf(this.#first + task).rows
    const { file, line, column } = this.#tasks.raws.get(this.#first + task)
    return { task: numberAt(tape, this.#ofTask[(task * TASK) / INT]!), file, line, column }
  }
}
