import { availableParallelism } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import type { BatchLimits } from '../io/read-batches.ts'
import { GoldpanError } from '../model/error.ts'
import { MIB, parseSize } from './size.ts'

/** What a run may use. */
export interface Resources {
  /** Threads that encode beside the main one. */
  readonly workers: number
  /** The fields below are set under a memory limit only. */
  readonly limits?: BatchLimits
  /** Bytes that each spool keeps in memory before it writes to disk. */
  readonly spoolBytes?: number
  /** How heaps are kept small: see {@link shrinkHeaps}. */
  readonly heaps?: 'small' | 'smallest'
}

/** What a run with one thread needs under a limit, and what each further thread adds; measured, with a margin for other allocators. */
export const PROCESS_BYTES = 144 * MIB
export const WORKER_BYTES = 40 * MIB

/**
 * How many threads a run has, and with a memory limit how large its batches and spools are.
 * @param workers a number, or `auto`: one per core where there are several, as many as the limit has room for
 * @param memoryLimit bytes, or a text such as `512MB`; the resident size of the process stays below it
 * @throws GoldpanError `option-invalid` for what is no number or size, and for a limit that is too small
 */
export function planResources(
  workers: number | string = 'auto',
  memoryLimit?: number | string,
  cores = availableParallelism(),
): Resources {
  const asked = parseWorkers(workers)
  const wanted = asked ?? (cores > 1 ? cores : 0)
  if (memoryLimit === undefined) return { workers: wanted }
  const limit = parseSize(memoryLimit, '[--memory-limit]')
  const room = Math.floor((limit - PROCESS_BYTES) / WORKER_BYTES)
  if (room < (asked ?? 0)) throw tooSmall(memoryLimit, asked ?? 0)
  const threads = Math.min(wanted, room)
  const heaps = limit < 2 * needOf(threads) ? 'smallest' : 'small'
  return { workers: threads, limits: { bytes: MIB / 8, tasks: 1024 }, spoolBytes: MIB / 2, heaps }
}

/**
 * Of the whole process and of the threads it starts from then on. `small` keeps V8 from growing the space for new objects sixteenfold: a third
 * less memory, a fifth more time. `smallest` makes it collect garbage before it lets a heap grow, too: half the memory, half as much time again.
 */
export function shrinkHeaps(heaps: 'small' | 'smallest'): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  if (heaps === 'smallest') setFlagsFromString('--optimize-for-size')
}

/** Undefined for `auto`. */
function parseWorkers(workers: number | string): number | undefined {
  if (workers === 'auto') return undefined
  if (/^\d{1,3}$/.test(String(workers))) return Number(workers)
  throw new GoldpanError(
    'option-invalid',
    `\`${workers}\` is not possible for [--workers]`,
    'it takes auto or a number of threads; 0 is none',
  )
}

function needOf(workers: number): number {
  return PROCESS_BYTES + workers * WORKER_BYTES
}

function tooSmall(limit: number | string, workers: number): GoldpanError {
  const least = Math.ceil(needOf(workers) / MIB)
  return new GoldpanError(
    'option-invalid',
    `\`${limit}\` is too little for [--memory-limit]${workers === 0 ? '' : ` with ${workers} workers`}`,
    `it takes ${least}MiB or more: ${PROCESS_BYTES / MIB}MiB, and ${WORKER_BYTES / MIB}MiB per worker`,
  )
}
