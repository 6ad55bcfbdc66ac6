import { z } from '@hono/zod-openapi'
import { nearest } from '../../model/nearest.ts'
import { type FieldProblems, HttpProblem, invalid } from './problem.ts'

const TRUE = ['true', 't', '1', 'yes', 'y', 'on']
const FALSE = ['false', 'f', '0', 'no', 'n', 'off']

/** A yes or no in a query: `true`, `1`, `yes`, `on` and their opposites in any case. */
export function flag(standard: boolean): z.ZodType<boolean> {
  return z
    .string()
    .default(String(standard))
    .transform((text, context) => {
      const word = text.toLowerCase()
      if (TRUE.includes(word)) return true
      if (!FALSE.includes(word)) context.addIssue({ code: 'custom', message: 'Must be a valid boolean.' })
      return false
    })
    .openapi({ type: 'boolean', default: standard })
}

/** A whole number in a query, at least `least`. */
export function count(standard: number, least = 1) {
  return wholeNumber(least)
    .optional()
    .transform((value) => value ?? standard)
    .openapi({ type: 'integer', default: standard })
}

/** The same where nothing stands for a number that is not given. */
export function optionalCount(least = 1) {
  return wholeNumber(least).optional().openapi({ type: 'integer' })
}

function wholeNumber(least: number) {
  const digits = z.string().regex(/^-?\d{1,15}$/, 'A valid integer is required.')
  return digits.transform(Number).refine((value) => value >= least, `Ensure this value is greater than or equal to ${least}.`)
}

/** Whole numbers: separated by commas, as a JSON list, or the parameter several times. */
export const idList = z
  .union([z.string(), z.array(z.string())])
  .transform((given, context) => {
    const words = [given]
      .flat()
      .flatMap((text) => text.replace(/^\[|\]$/g, '').split(','))
      .map((word) => word.trim())
      .filter((word) => word !== '')
    if (words.some((word) => !/^\d{1,15}$/.test(word)))
      context.addIssue({ code: 'custom', message: 'A valid integer is required.' })
    return words.map(Number)
  })
  .openapi({ type: 'array', items: { type: 'integer' } })

/** Words separated by commas, or the parameter several times. */
export const wordList = z
  .union([z.string(), z.array(z.string())])
  .transform((given) =>
    [given]
      .flat()
      .flatMap((text) => text.split(','))
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  )
  .openapi({ type: 'array', items: { type: 'string' } })

/**
 * The parameters of a request, checked.
 * @param ignored further names that mean nothing here but are no mistake
 * @throws HttpProblem 400: a name that is not known, with the nearest one; a value that is not possible
 */
export function parseQueryParameters(url: URL, schema: z.ZodObject, ignored: readonly string[]): Record<string, unknown> {
  const known = Object.keys(schema.shape)
  const isOpen = schema.def.catchall !== undefined // the handler knows which others there are
  const given: Record<string, string | string[]> = {}
  for (const name of new Set(url.searchParams.keys())) {
    if (!known.includes(name) && !isOpen) {
      if (ignored.includes(name)) continue
      throw unknownParameter(name, known)
    }
    const values = url.searchParams.getAll(name)
    given[name] = values.length === 1 ? values[0]! : values
  }
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  throw invalid(fieldProblems(parsed.error))
}

function unknownParameter(name: string, known: readonly string[]): HttpProblem {
  const near = nearest(name, known)
  const list = known.length === 0 ? 'there are none here' : `there are ${known.join(', ')}`
  const hint = near === undefined ? list : `did you mean ${near}?`
  return new HttpProblem(400, 'parameter-unknown', `there is no parameter \`${name}\``, {
    hint,
    fields: { [name]: [`Unknown parameter; ${hint}`] },
  })
}

/** What Zod found, in Django REST framework's words. */
export function fieldProblems(error: z.ZodError): FieldProblems {
  const problems: Record<string, unknown> = {}
  for (const issue of error.issues) {
    const path = issue.path.length === 0 ? ['non_field_errors'] : issue.path.map(String)
    put(problems, path, describe(issue))
  }
  return problems as FieldProblems // made of nothing else above
}

function put(problems: Record<string, unknown>, [key = '', ...rest]: readonly string[], text: string): void {
  const inner = problems[key]
  if (rest.length === 0) problems[key] = [...(Array.isArray(inner) ? inner : []), text]
  else if (typeof inner === 'object' && inner !== null && !Array.isArray(inner))
    put(inner as Record<string, unknown>, rest, text) // an object that is no list is one of ours
  else {
    const fresh: Record<string, unknown> = {}
    problems[key] = fresh
    put(fresh, rest, text)
  }
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom' || issue.code === 'invalid_format') return issue.message
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined && issue.message.includes('received undefined')) return 'This field is required.'
    return issue.message.startsWith('Invalid input') ? (TYPE_PROBLEMS.get(issue.expected) ?? issue.message) : issue.message
  }
  if (issue.code === 'too_small') return `Ensure this field has at least ${issue.minimum} characters.`
  if (issue.code === 'too_big') return `Ensure this field has no more than ${issue.maximum} characters.`
  if (issue.code === 'invalid_value') return `"${String(issue.input)}" is not a valid choice.`
  if (issue.code === 'unrecognized_keys') return `Unknown: ${issue.keys.join(', ')}.`
  return issue.message
}

const TYPE_PROBLEMS: ReadonlyMap<string, string> = new Map([
  ['int', 'A valid integer is required.'],
  ['number', 'A valid number is required.'],
  ['string', 'Not a valid string.'],
  ['boolean', 'Must be a valid boolean.'],
  ['array', 'Expected a list of items.'],
  ['object', 'Expected an object.'],
  ['record', 'Expected an object.'],
])
