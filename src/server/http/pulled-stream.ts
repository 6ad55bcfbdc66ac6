/**
 * A body that is read as fast as it is taken; less of a stream than Node's own, since hundreds of them run at once.
 * @param next undefined at the end @param release called when nothing more is taken, for whatever reason
 */
export function pulledStream(
  next: () => Promise<Uint8Array | undefined>,
  release: () => Promise<void> | undefined,
): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const chunk = await next()
          if (chunk !== undefined) return controller.enqueue(chunk)
          controller.close()
        } catch (error) {
          await release()
          throw error
        }
        await release()
      },
      cancel: release,
    },
    { highWaterMark: 0 },
  )
}
