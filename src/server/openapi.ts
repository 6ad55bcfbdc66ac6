import { OpenAPIHono, z } from '@hono/zod-openapi'
import { version } from '../export/version.ts'
import type { AnswerKind, AnyRoute } from './route.ts'
import { routes } from './routes.ts'

const PROBLEM = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    hint: z.string().optional(),
    where: z.object({}).optional(),
    id: z.string(),
    status_code: z.int(),
    validation_errors: z.record(z.string(), z.unknown()).optional(),
  })
  .openapi('Problem')

let printed: string | undefined

/** All routes, as JSON; printed once. */
export function openApiDocument(): string {
  printed ??= JSON.stringify(describeRoutes())
  return printed
}

const INFO = {
  title: 'Goldpan',
  version,
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  description:
    'Keeps annotated tasks and exports them. Paths, parameters and answers of Label Studio 1.23 are served as its own clients expect them; errors are application/problem+json.',
}

function describeRoutes(): object {
  const app = new OpenAPIHono()
  const registry = app.openAPIRegistry
  registry.registerComponent('securitySchemes', 'token', {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: '`Token …`: a legacy token',
  })
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
  for (const route of routes) registry.registerPath(describeRoute(route))
  return app.getOpenAPI31Document({ openapi: '3.1.0', info: INFO })
}

function describeRoute(route: AnyRoute): Parameters<OpenAPIHono['openAPIRegistry']['registerPath']>[0] {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
  const params = Object.fromEntries(names.map((name) => [name, route.words?.includes(name) ? z.string() : z.int()]))
  const isOpen = route.role === 'everyone'
  const problems = isOpen
    ? []
    : ([
        [401, 'Nobody is signed in.'],
        [403, 'The role is too low.'],
      ] as const)
  return {
    method: route.method,
    path: route.path,
    operationId: `${route.method}_${route.path.replace(/[{}]/g, '').replace(/\W+/g, '_').replace(/^_/, '')}`,
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, `Role: ${route.role}.`].filter((text) => text !== undefined).join('\n\n'),
    security: isOpen ? [] : [{ token: [] }, { bearer: [] }],
    request: {
      ...(names.length > 0 && { params: z.object(params) }),
      ...(route.query !== undefined && { query: route.query }),
      ...bodyOf(route),
    },
    responses: Object.fromEntries([
      ...problems.map(([status, description]) => [status, problemAnswer(description)]),
      ...Object.entries(route.answers).map(([status, answer]) => [
        status,
        Number(status) >= 400 ? problemAnswer(textOf(answer)) : goodAnswer(answer),
      ]),
    ]),
  }
}

function bodyOf({ body, bodyKind }: AnyRoute) {
  if (bodyKind === 'import') {
    const form = z.object({ file: z.string().openapi({ format: 'binary' }) })
    return { body: { content: { 'application/json': { schema: z.unknown() }, 'multipart/form-data': { schema: form } } } }
  }
  return body === undefined ? {} : { body: { content: { 'application/json': { schema: body } } } }
}

function problemAnswer(description: string) {
  return { description, content: { 'application/problem+json': { schema: PROBLEM } } }
}

function goodAnswer(answer: string | AnswerKind) {
  const description = textOf(answer)
  if (typeof answer === 'string') return { description }
  const { schema = z.unknown(), contentType = 'application/json' } = answer
  return { description, content: { [contentType]: { schema } } }
}

function textOf(answer: string | AnswerKind): string {
  return typeof answer === 'string' ? answer : answer.description
}

/** The reference as one page without scripts. */
export function referencePage(): string {
  const tags = [...new Set(routes.map(({ tag }) => tag))]
  const sections = tags.map(
    (tag) =>
      `<section><h2>${escapeHtml(tag)}</h2>${routes
        .filter((route) => route.tag === tag)
        .map(printRoute)
        .join('')}</section>`,
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Goldpan API</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#1c1c1c;background:#fff}
code{font-family:ui-monospace,monospace}summary{cursor:pointer;padding:.25rem 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.25rem 0 1rem 1.2rem}dd{margin:0}
b{display:inline-block;min-width:4.5rem}
@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}a{color:#8cf}}
</style></head><body><main>
<h1>Goldpan API</h1>
<p>${escapeHtml(INFO.description)} The same as <a href="/api/openapi.json">OpenAPI 3.1</a>.</p>
<p>Sign in with <code>Authorization: Token …</code>, or <code>Bearer …</code> with an access token of <code>/api/token/refresh/</code>.</p>
${sections.join('\n')}
</main></body></html>
`
}

function printRoute(route: AnyRoute): string {
  const rows: [string, string][] = [
    ['Role', route.role],
    ...Object.keys(route.query?.shape ?? {}).map((name): [string, string] => ['Parameter', name]),
    ...(route.body instanceof z.ZodObject ? Object.keys(route.body.shape) : []).map((name): [string, string] => ['Body', name]),
    ...Object.entries(route.answers).map(([status, answer]): [string, string] => [status, textOf(answer)]),
  ]
  const list = rows.map(([term, text]) => `<dt>${escapeHtml(term)}</dt><dd>${escapeHtml(text)}</dd>`).join('')
  const description = route.description === undefined ? '' : `<p>${escapeHtml(route.description)}</p>`
  return `<details><summary><b>${route.method.toUpperCase()}</b> <code>${escapeHtml(route.path)}</code> ${escapeHtml(route.summary)}</summary>${description}<dl>${list}</dl></details>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
