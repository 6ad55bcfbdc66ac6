export declare function readOptions(args: readonly string[]): {
  readonly rows: readonly { readonly name: string }[]
  readonly isPart: boolean
  readonly isFull: boolean
  readonly rounds: Readonly<Record<'goldpan' | 'floor' | 'peer', number>>
  readonly hasPeers: boolean
  readonly sizes: Readonly<Record<string, number>>
  readonly results: string
}
