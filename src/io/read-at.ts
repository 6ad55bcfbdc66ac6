/** Reads at most `length` bytes from `position` on, fewer at the end of the file. */
export type ReadAt = (position: number, length: number) => Promise<Uint8Array>
