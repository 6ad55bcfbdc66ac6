import { useEffect, useMemo, useReducer } from 'preact/hooks'
import type { ApiProblem } from '../../api/client.ts'
import { toProblem } from '../../api/resource.ts'
import { listRows, type Search, type TaskRow } from '../../api/search.ts'

const BLOCK = 100
/** Blocks that are kept: what was seen last comes back at once. */
const KEPT = 200
/** A list that is pulled through asks only where it comes to rest. */
const REST = 60

export interface Rows {
  rowAt(index: number): TaskRow | undefined
  readonly problem: ApiProblem | undefined
}

/** The rows from `first` up to and without `end` of a search, loaded as they are needed. @param version forgets all rows when it changes */
export function useRows(search: Search, version: number, first: number, end: number): Rows {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0)
  const { project, query, order } = search
  const blocks = useMemo(
    () => new RowBlocks({ project, query, order }, () => redraw(undefined)),
    [project, query, order, version],
  )
  useEffect(() => () => blocks.stop(), [blocks])
  const [from, to] = [Math.floor(first / BLOCK), Math.ceil(end / BLOCK)]
  useEffect(() => {
    const timer = setTimeout(() => blocks.need(from, to), blocks.isEmpty ? 0 : REST)
    return () => clearTimeout(timer)
  }, [blocks, from, to])
  return blocks
}

class RowBlocks implements Rows {
  problem: ApiProblem | undefined
  readonly #search: Search
  readonly #onLoaded: () => void
  readonly #loaded = new Map<number, readonly TaskRow[]>()
  readonly #loading = new Map<number, AbortController>()

  constructor(search: Search, onLoaded: () => void) {
    this.#search = search
    this.#onLoaded = onLoaded
  }

  get isEmpty(): boolean {
    return this.#loaded.size === 0
  }

  rowAt(index: number): TaskRow | undefined {
    return this.#loaded.get(Math.floor(index / BLOCK))?.[index % BLOCK]
  }

  /** Loads these blocks, and calls off all others. */
  need(from: number, to: number): void {
    for (const [block, controller] of this.#loading) if (block < from || block >= to) this.#callOff(block, controller)
    for (let block = from; block < to; block++) if (!this.#loaded.has(block) && !this.#loading.has(block)) void this.#load(block)
  }

  stop(): void {
    for (const [block, controller] of this.#loading) this.#callOff(block, controller)
  }

  #callOff(block: number, controller: AbortController): void {
    controller.abort()
    this.#loading.delete(block)
  }

  async #load(block: number): Promise<void> {
    const controller = new AbortController()
    this.#loading.set(block, controller)
    try {
      const rows = await listRows(this.#search, block * BLOCK, BLOCK, controller.signal)
      if (this.#loaded.size >= KEPT) this.#loaded.delete(this.#loaded.keys().next().value!)
      this.#loaded.set(block, rows)
      this.problem = undefined
    } catch (error) {
      if (controller.signal.aborted) return
      this.problem = toProblem(error)
    }
    this.#loading.delete(block)
    this.#onLoaded()
  }
}
