/** Work that was not sent yet, kept by this browser: a page that is closed or breaks loses nothing. */
export interface KeptDraft {
  read(): string | undefined
  /** Undefined forgets it. */
  keep(result: string | undefined): void
}

export function keptDraft(project: number, task: string, source: string): KeptDraft {
  const key = `goldpan-draft/${project}/${task}/${source}`
  return {
    read: () => localStorage.getItem(key) ?? undefined,
    keep(result) {
      try {
        if (result === undefined) localStorage.removeItem(key)
        else localStorage.setItem(key, result)
      } catch {
        // full: the page still warns before it is left
      }
    },
  }
}
