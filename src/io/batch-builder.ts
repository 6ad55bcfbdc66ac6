import { type BatchMemory, WORD } from './batch-memory.ts'
import type { Place, TaskTaker } from './cut-tasks.ts'
import { RawTaskList, type RawTasks } from './raw-tasks.ts'

/** Some tasks, with what stands between them; `firstIndex` is the first task's place in the whole input. */
export interface RawBatch {
  readonly bytes: Uint8Array
  readonly tasks: RawTasks
  readonly firstIndex: number
}

export interface BatchLimits {
  /** A batch is given out when it has at least this many bytes of tasks, or twice as many with what stands between them … */
  readonly bytes: number
  /** … or this many tasks. */
  readonly tasks: number
}

const NONE = new Uint8Array(0)
const LINE_FEED = 0x0a
/** Batches are about as large as the one before: so much room more keeps most from having to grow. */
const SPARE = 1 << 16

/** Copies tasks out of chunks, in runs as long as they can be. */
export class BatchBuilder implements TaskTaker {
  readonly #limits: BatchLimits
  readonly #memory: BatchMemory
  readonly #ready: RawBatch[] = []
  #bytes: Uint8Array = NONE
  #size = 0 // bytes of them that are written
  #usualSize = 0
  #taskBytes = 0
  readonly #tasks = new RawTaskList()
  #firstIndex = 0
  #file = ''
  #chunk: Uint8Array = NONE
  #from = -1 // where the run starts: what is still to be copied; -1 for none
  #gap = 0 // line breaks before the run that are not written yet
  #isOpen = false
  #start = 0 // of the open task in the batch
  #place: Place = { byte: 0, line: 1, column: 1 } // its

  constructor(limits: BatchLimits, memory: BatchMemory) {
    this.#limits = limits
    this.#memory = memory
  }

  get held(): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#size)
  }

  /** The file that tasks come from now. */
  startFile(file: string): void {
    this.#file = file
  }

  enter(chunk: Uint8Array): void {
    this.#chunk = chunk
  }

  open(at: number, place: Place): void {
    if (this.#from < 0) this.#startRun(at)
    this.#isOpen = true
    this.#start = this.#size + at - this.#from
    this.#place = place
  }

  close(at: number): void {
    const end = this.#size + at - this.#from
    this.#tasks.add(this.#start, end, this.#place, this.#file)
    this.#isOpen = false
    this.#taskBytes += end - this.#start
    const { tasks } = this.#limits
    const bytes = this.#limits.bytes * this.#memory.share
    if (this.#taskBytes >= bytes || end >= 2 * bytes || this.#tasks.length >= tasks) this.#finish()
  }

  drop(): void {
    this.#isOpen = false
    this.#endRun()
  }

  leave(): void {
    if (this.#isOpen) {
      this.#copy(this.#chunk.length)
      this.#from = 0
    } else this.#endRun()
  }

  /** The batches that are full. */
  full(): readonly RawBatch[] {
    return this.#ready.splice(0)
  }

  /** The last batch, too. */
  rest(): readonly RawBatch[] {
    if (this.#tasks.length > 0) this.#finish()
    return this.full()
  }

  #finish(): void {
    this.#endRun()
    const tasks = this.#tasks.take()
    this.#ready.push({ bytes: this.#takeBytes(), tasks, firstIndex: this.#firstIndex })
    this.#firstIndex += tasks.length
    this.#taskBytes = 0
    this.#usualSize = this.#size
    this.#size = 0
  }

  #takeBytes(): Uint8Array {
    const bytes = this.#bytes.subarray(0, this.#size)
    this.#bytes = NONE
    return bytes
  }

  /** Behind a line break: what stands before a value must be no quote. In shared memory several of them make it stand in its words as it does in the chunk's. */
  #startRun(at: number): void {
    this.#from = at
    this.#gap = this.#memory.isShared
      ? 1 + ((this.#chunk.byteOffset + at - this.#size - 1) & (WORD - 1))
      : Math.min(1, this.#size)
    this.#size += this.#gap
  }

  /** So that the batch ends with its last task. */
  #endRun(): void {
    const { end } = this.#tasks
    if (this.#from >= 0 && end > this.#size) this.#copy(this.#from + end - this.#size)
    this.#size = end
    this.#gap = 0
    this.#from = -1
  }

  #copy(to: number): void {
    const size = this.#size + to - this.#from
    if (size > this.#bytes.length) {
      const room = this.#memory.take(Math.max(size, this.#usualSize + SPARE, Math.ceil(this.#bytes.length * 1.5)))
      room.set(this.#bytes.subarray(0, this.#size))
      if (this.#bytes.length > 0) this.#memory.give(this.#bytes)
      this.#bytes = room
    }
    this.#bytes.fill(LINE_FEED, this.#size - this.#gap, this.#size)
    this.#gap = 0
    this.#bytes.set(this.#chunk.subarray(this.#from, to), this.#size)
    this.#size = size
  }
}
