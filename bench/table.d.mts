import type { MeasuredRow } from './results.mjs'

export declare function detailLines(row: MeasuredRow): string[][]
export declare function summaryLines(row: MeasuredRow): string[][]
export declare function describeGoals(row: MeasuredRow): string[]
export declare function problemsOf(row: MeasuredRow): { readonly role: string; readonly text: string }[]
