import type { MeasuredContender, MeasuredRow } from './results.mjs'

export interface Goal {
  readonly kind: 'time-share' | 'faster' | 'later' | 'memory' | 'memory-share'
  readonly program: string
  readonly against?: string
  readonly bound: number
}
export declare const FASTEST_PEER: string
export declare function timeShare(bound: number, against: string, program?: string): Goal
export declare function faster(bound: number, against: string, program?: string): Goal
export declare function later(seconds: number, against: string): Goal
export declare function memory(bytes: number, program: string): Goal
export declare function memoryShare(bound: number, against: string): Goal
export declare function judge(goal: Goal, row: MeasuredRow): { readonly value?: number; readonly isMet?: boolean }
export declare function fastestPeer(row: MeasuredRow): MeasuredContender | undefined
