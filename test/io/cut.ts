import { BatchBuilder } from '../../src/io/batch-builder.ts'
import { BatchMemory } from '../../src/io/batch-memory.ts'
import type { FrameNotes, TaskCutter } from '../../src/io/cut-tasks.ts'
import { GoldpanError, type Where } from '../../src/model/error.ts'
import { listOf } from './raw-tasks.ts'

export interface Cut {
  /** `text @byte line:column` of every task. */
  readonly tasks: readonly string[]
  /** `code line:column @byte message` */
  readonly damages: readonly string[]
  /** Bytes of commas that are one too many. */
  readonly commas: readonly (number | undefined)[]
}

export type Cutter = new (...parameters: ConstructorParameters<typeof TaskCutter>) => Pick<TaskCutter, 'push' | 'end'>

/**
 * Everything that a cutter tells about some bytes.
 * @param chunkBytes they come in pieces of this size, each in the same buffer, which is written over in between
 */
export function cutBytes(Cutter: Cutter, bytes: Uint8Array, name: string, chunkBytes: number): Cut {
  const batch = new BatchBuilder({ bytes: Number.POSITIVE_INFINITY, tasks: Number.POSITIVE_INFINITY }, new BatchMemory())
  const damages: GoldpanError[] = []
  const commas: Where[] = []
  const notes: FrameNotes = { damaged: (error) => damages.push(error), trailingComma: (where) => commas.push(where) }
  const cutter = new Cutter(name, batch, notes)
  const buffer = new Uint8Array(Math.min(chunkBytes, bytes.length))
  try {
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      const piece = bytes.subarray(at, at + chunkBytes)
      buffer.set(piece)
      cutter.push(buffer.subarray(0, piece.length))
      buffer.fill(0x58)
    }
    cutter.end()
  } catch (error) {
    if (!isGoldpanError(error)) throw error
    damages.push(error)
  }
  batch.drop()
  return {
    tasks: batch
      .rest()
      .flatMap(({ bytes, tasks }) =>
        listOf(tasks).map(
          ({ start, end, byte, line, column }) =>
            `${new TextDecoder().decode(bytes.subarray(start, end))} @${byte} ${line}:${column}`,
        ),
      ),
    damages: damages.map(
      ({ code, message, where }) => `${code} ${where.line ?? '?'}:${where.column ?? '?'} @${where.byte} ${message}`,
    ),
    commas: commas.map(({ byte }) => byte),
  }
}

/** Of whichever copy of its module. */
function isGoldpanError(error: unknown): error is GoldpanError {
  return error instanceof GoldpanError || (error instanceof Error && error.name === new GoldpanError('', '', '').name)
}
