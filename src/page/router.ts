import { signal } from '@preact/signals'

/** Where the page is: what stands in the address bar. Replaced as a whole by `navigate` and by the browser's own buttons. */
export const place = signal(currentPlace())

export interface Place {
  readonly path: string
  readonly search: URLSearchParams
}

/** Follows the browser's buttons and every link to a screen of this page; links with `download`, `target` or to the API stay the browser's. */
export function startRouter(): void {
  addEventListener('popstate', () => {
    place.value = currentPlace()
  })
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (link === null || !isScreen(link) || event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    navigate(link.pathname + link.search)
  })
}

let guard: (() => boolean) | undefined

/** What is asked before another screen is shown: false stays. Undefined asks nothing any more. */
export function setGuard(mayLeave: (() => boolean) | undefined): void {
  guard = mayLeave
}

/** @param to path with search; `replace` leaves no entry to go back to */
export function navigate(to: string, { replace = false } = {}): void {
  if (to === location.pathname + location.search || guard?.() === false) return
  history[replace ? 'replaceState' : 'pushState'](null, '', to)
  const before = place.value.path
  place.value = currentPlace()
  if (before !== place.value.path) scrollTo(0, 0)
}

/** Changes parts of the search and leaves the rest; undefined takes a part away. */
export function setSearch(changes: Readonly<Record<string, string | undefined>>): void {
  const search = new URLSearchParams(location.search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') search.delete(name)
    else search.set(name, value)
  }
  const text = search.toString()
  navigate(location.pathname + (text === '' ? '' : `?${text}`), { replace: true })
}

/** The parameters of a path that looks like the pattern (`/projects/:project/data`), else undefined. */
export function match(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = pattern.split('/')
  const found = path.replace(/\/$/, '').split('/')
  if (wanted.length !== found.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [k, part] of wanted.entries()) {
    const text = found[k]!
    if (part.startsWith(':')) parameters[part.slice(1)] = decodeURIComponent(text)
    else if (part !== text) return undefined
  }
  return parameters
}

function currentPlace(): Place {
  return { path: location.pathname, search: new URLSearchParams(location.search) }
}

function isScreen(link: HTMLAnchorElement): boolean {
  if (link.origin !== location.origin || link.hasAttribute('download') || link.target !== '') return false
  return !/^\/(?:api|data|assets)(?:\/|$)/.test(link.pathname)
}
