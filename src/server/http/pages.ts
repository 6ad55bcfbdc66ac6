import { HttpProblem } from './problem.ts'

/** A page of a list with the addresses of its neighbours, as Django REST framework has it. @throws HttpProblem 404 behind the last page */
export function pageOf<T>(all: readonly T[], page: number, size: number, url: URL) {
  if (page > 1 && (page - 1) * size >= all.length) throw invalidPage()
  return openPageOf(all, page, size, url)
}

/** The same with empty pages behind the last one: clients that ask page by page end there. */
export function openPageOf<T>(all: readonly T[], page: number, size: number, url: URL) {
  const results = all.slice((page - 1) * size, page * size)
  const address = (number: number) => {
    const other = new URL(url)
    if (number === 1) other.searchParams.delete('page')
    else other.searchParams.set('page', String(number))
    return other.href
  }
  return {
    count: all.length,
    next: page * size < all.length ? address(page + 1) : null,
    previous: page > 1 ? address(page - 1) : null,
    results,
  }
}

export function invalidPage(): HttpProblem {
  return new HttpProblem(404, 'page-unknown', 'Invalid page.', { hint: 'there are no more pages' })
}
