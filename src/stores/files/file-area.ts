/**
 * Where a store of files keeps them: a folder, or a bucket's keys with a prefix. Paths are relative, with '/'; names that start with `.goldpan-` do not show.
 * Every method throws GoldpanError: `store-forbidden` when it may not be read or written, `store-unreachable` when it cannot.
 */
export interface FileArea {
  /** As a user would name it. */
  readonly name: string
  /** So old may a list of files be where only numbers that are free are looked for; milliseconds. */
  readonly listingAge: number

  /** Names of the folders directly below a folder, in order; none where it is not there. */
  folders(path: string): Promise<readonly string[]>
  /** The files directly below a folder, in no order; none where it is not there. */
  files(path: string): Promise<readonly FileEntry[]>
  /** Which of these names may be in a folder: where asking for one costs as much as a list of many, others are left out. */
  likely(path: string, names: readonly string[]): Promise<ReadonlySet<string>>
  read(path: string): Promise<FileContent | undefined>
  /** The same for many, in their order; a few are read ahead. */
  readAll(paths: Iterable<string>): AsyncIterable<FileContent | undefined>

  /** Each file appears whole or not at all, and stays when this is done, even when the power fails. */
  write(files: readonly NewFile[]): Promise<void>
  /** Reads, changes and writes with no other change in between; may be tried again, then on what is there by then. Undefined: the file is not there, or is to go. */
  change(path: string, change: (bytes: Uint8Array | undefined) => Uint8Array | undefined): Promise<void>
  /** Keeps files as they are now under other names too; what is not there, and names that are taken, are passed over. */
  keep(copies: readonly { readonly from: string; readonly to: string }[]): Promise<void>
  /** Files that are not there are passed over. */
  delete(paths: readonly string[]): Promise<void>
  /** With everything in it. */
  deleteFolder(path: string): Promise<void>

  /** Runs the work while no other process and nobody else in this one holds the lock of that name; it is free again when a process dies. */
  exclusively<T>(lock: string, work: (lock: HeldLock) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface FileEntry {
  readonly name: string
  /** Another one when the content is another. */
  readonly version: string
}

export interface FileContent {
  readonly bytes: Uint8Array
  readonly version: string
}

export interface NewFile {
  readonly path: string
  readonly bytes: Uint8Array
}

export interface HeldLock {
  /** @throws GoldpanError `store-unreachable` when the lock was lost on the way, for instance because the process slept */
  needHeld(): void
}
