/** A media file that can be put into an output, or why it cannot. */
export type FoundMedia =
  | {
      /** Its bytes, once. */
      readonly open: () => AsyncIterable<Uint8Array>
      /** Where it lies on this machine and will stay. */
      readonly path?: string | undefined
      /** It is not needed any more. */
      readonly release?: (() => Promise<void>) | undefined
    }
  | {
      /** Options in it are marked as model/wording.ts says. */
      readonly problem: string
    }

/** A place where media files are looked for; undefined: it is for others to say. */
export type MediaSource = (reference: string, signal?: AbortSignal) => Promise<FoundMedia | undefined>
