/** Checks a value that came from outside and gives it its type. @throws ShapeError */
export type Shape<T> = (value: unknown, path: string) => T

export type Shaped<S> = S extends Shape<infer T> ? T : never

/** An answer that is not what the page expects: the page and the server are of different versions. */
export class ShapeError extends Error {
  constructor(path: string, expected: string) {
    super(`the server's answer has no ${expected} at ${path}`)
    this.name = 'ShapeError'
  }
}

export const text: Shape<string> = (value, path) => {
  if (typeof value === 'string') return value
  throw new ShapeError(path, 'text')
}

export const number: Shape<number> = (value, path) => {
  if (typeof value === 'number') return value
  throw new ShapeError(path, 'number')
}

export const boolean: Shape<boolean> = (value, path) => {
  if (typeof value === 'boolean') return value
  throw new ShapeError(path, 'boolean')
}

/** Whatever it is. */
export const anything: Shape<unknown> = (value) => value

/** null and a missing member are undefined. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, path) => (value === null || value === undefined ? undefined : shape(value, path))
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, path) => {
    if (Array.isArray(value)) return value.map((element, k) => shape(element, `${path}[${k}]`))
    throw new ShapeError(path, 'list')
  }
}

/** Of any keys. */
export function record<T>(shape: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value, path) => {
    const entries = Object.entries(needObject(value, path))
    return Object.fromEntries(entries.map(([key, member]) => [key, shape(member, `${path}.${key}`)]))
  }
}

/** Of these keys; others are left out. */
export function object<S extends Readonly<Record<string, Shape<unknown>>>>(
  members: S,
): Shape<{ readonly [K in keyof S]: Shaped<S[K]> }> {
  return (value, path) => {
    const found = new Map<string, unknown>(Object.entries(needObject(value, path)))
    const shaped = Object.entries(members).map(([key, shape]) => [key, shape(found.get(key), `${path}.${key}`)])
    return Object.fromEntries(shaped) // each member was made by the shape of its key
  }
}

export function oneOf<T extends string>(...values: readonly T[]): Shape<T> {
  return (value, path) => {
    const found = values.find((one) => one === value)
    if (found !== undefined) return found
    throw new ShapeError(path, values.join(' or '))
  }
}

function needObject(value: unknown, path: string): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new ShapeError(path, 'object')
}
