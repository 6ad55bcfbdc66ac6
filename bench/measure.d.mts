export declare function measure(
  command: readonly [program: string, ...args: string[]],
  options?: { readonly python?: string; readonly signal?: AbortSignal },
): Promise<{ readonly wall: number; readonly cpu?: number; readonly peak?: number }>
