import { ApiProblem } from '../../api/client.ts'
import type {
  ChosenFile,
  ConversionProgress,
  ConversionRequest,
  Converted,
  Inspected,
  Reading,
  WorkerReply,
  WorkerRequest,
} from './protocol.ts'

/** Where the worker's script lies; put in when the page is bundled. */
declare const CONVERT_WORKER: string

/** The worker's script as the page holds it itself, where everything is in one file. */
const INLINED = 'convert-worker'

/** The engine in a worker of its own: what it does costs the page nothing, and nothing leaves the machine. */
export class Engine {
  readonly #worker = new Worker(scriptAddress())

  /** @throws ApiProblem */
  async inspect(files: readonly ChosenFile[], reading: Reading): Promise<Inspected> {
    const reply = await this.#ask({ kind: 'inspect', files, ...reading })
    if (reply.kind !== 'inspected') throw unexpected(reply)
    return reply.inspected
  }

  /** @throws ApiProblem, `cancelled` when it was called off */
  async convert(request: ConversionRequest, onProgress: (progress: ConversionProgress) => void): Promise<Converted> {
    const reply = await this.#ask({ kind: 'convert', ...request }, onProgress)
    if (reply.kind !== 'converted') throw unexpected(reply)
    return reply.converted
  }

  cancel(): void {
    this.#post({ kind: 'cancel' })
  }

  end(): void {
    this.#worker.terminate()
  }

  #ask(request: WorkerRequest, onProgress: (progress: ConversionProgress) => void = () => undefined): Promise<WorkerReply> {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => {
        if (data.kind === 'progress') onProgress(data.progress)
        else if (data.kind === 'failed') reject(new ApiProblem(0, data.problem.code, data.problem.message, data.problem.hint))
        else resolve(data)
      }
      this.#worker.onerror = ({ message }) =>
        reject(new ApiProblem(0, 'worker-lost', `The converter stopped: ${message}`, 'reload the page and try again'))
      this.#post(request)
    })
  }

  #post(request: WorkerRequest): void {
    this.#worker.postMessage(request)
  }
}

function scriptAddress(): string {
  const inlined = document.getElementById(INLINED)?.textContent
  if (inlined === undefined || inlined === null) return CONVERT_WORKER
  const script: unknown = JSON.parse(inlined)
  return URL.createObjectURL(new Blob([String(script)], { type: 'text/javascript' }))
}

function unexpected({ kind }: WorkerReply): ApiProblem {
  return new ApiProblem(0, 'unknown', `The converter answered ${kind}.`)
}
