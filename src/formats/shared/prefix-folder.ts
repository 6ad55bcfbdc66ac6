/** The folder of the output that a prefix of file names means, `images/`; `usual` where it means none: an address, a path from elsewhere. */
export function prefixFolder(prefix: string, usual: string): string {
  const isFolder = /^([^/\\:.][^/\\:]*\/)+$/.test(prefix)
  return isFolder ? prefix : usual
}
