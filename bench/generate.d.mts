export type Kind = 'image' | 'single' | 'text' | 'audio' | 'brush'
export type Arrangement = 'list' | 'files' | 'zip' | 'coco'
export interface Facts {
  readonly tasks: number
  readonly unannotated: number
  readonly annotations: number
  readonly results: number
  readonly bytes: number
}
export declare function generate(
  kind: Kind,
  count: number,
): Generator<{ id: number; json: string; unannotated: number; annotations: number; results: number }>
export declare function generateInto(
  kind: Kind,
  count: number,
  folder: string,
  options?: { readonly as?: Arrangement; readonly clips?: boolean },
): Facts
