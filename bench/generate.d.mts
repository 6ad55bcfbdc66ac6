export type Kind = 'image' | 'single' | 'text' | 'audio' | 'brush'
export interface Facts {
  readonly tasks: number
  readonly annotations: number
  readonly results: number
  readonly bytes: number
}
export declare function generate(kind: Kind, count: number): Generator<{ id: number; json: string; annotations: number; results: number }>
export declare function generateInto(
  kind: Kind,
  count: number,
  folder: string,
  options?: { readonly oneTaskFiles?: boolean; readonly clips?: boolean },
): Facts
