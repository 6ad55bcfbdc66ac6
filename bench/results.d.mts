import type { Goal } from './goals.mjs'

export interface MeasuredContender {
  readonly name: string
  readonly role: 'goldpan' | 'floor' | 'peer'
  readonly runs: readonly { readonly wall: number; readonly cpu?: number; readonly peak?: number }[]
  readonly count?: number
  readonly expected?: number
  readonly failure?: string
}
export interface MeasuredRow {
  readonly name: string
  readonly work: string
  readonly input: { readonly tasks: number; readonly bytes: number }
  readonly counted?: string
  readonly goals: readonly Goal[]
  readonly contenders: readonly MeasuredContender[]
}
