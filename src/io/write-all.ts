import type { FileHandle } from 'node:fs/promises'

/** Writes all of the bytes where the file stands. `appendFile` does it in pieces of half a mebibyte, each of them a trip to the thread pool. */
export async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten
}
