/** Runs the work for all, so many at a time. Ends with the first error, when what was begun is done. */
export async function inParallel<T>(most: number, all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  let next = 0
  const worker = async () => {
    try {
      while (next < all.length) await work(all[next++]!)
    } catch (error) {
      next = all.length
      throw error
    }
  }
  const results = await Promise.allSettled(Array.from({ length: Math.min(most, all.length) }, worker))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}
