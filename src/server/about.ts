import { z } from '@hono/zod-openapi'
import { version } from '../export/version.ts'
import { needServerRole } from './access/access.ts'
import { type AnswerObject, jsonResponse, RawJson } from './http/json-answer.ts'
import { count } from './http/parameters.ts'
import { LABEL_STUDIO_RELEASE } from './http/problem.ts'
import { openApiDocument, referencePage } from './openapi.ts'
import { type AnyRoute, defineRoute } from './route.ts'

/** What Label Studio's clients look for in `/api/version`; `edition` tells them which way to export. */
const VERSION: AnswerObject = {
  release: LABEL_STUDIO_RELEASE,
  'label-studio-os-package': {
    version: LABEL_STUDIO_RELEASE,
    short_version: LABEL_STUDIO_RELEASE.replace(/\.\d+$/, ''),
    latest_version_from_pypi: null,
    latest_version_upload_time: null,
    current_version_is_outdated: false,
  },
  'label-studio-os-backend': { message: 'goldpan', commit: '', date: '', branch: '', version: LABEL_STUDIO_RELEASE },
  lsf: {},
  dm2: {},
  backend: {},
  edition: 'Community',
  goldpan: version,
}

export const aboutRoutes: readonly AnyRoute[] = [
  ...(['/api/version', '/version'] as const).map((path) =>
    defineRoute({
      method: 'get',
      path,
      tag: 'About',
      summary: 'The release of Label Studio whose API this is, and of Goldpan',
      role: 'everyone',
      answers: { 200: 'Versions.' },
      handle: () => jsonResponse(VERSION),
    }),
  ),
  defineRoute({
    method: 'get',
    path: '/health',
    tag: 'About',
    summary: 'Whether the server and its store answer',
    role: 'everyone',
    answers: { 200: 'They do.', 503: 'The store does not.' },
    handle: async ({ services }) => {
      await services.store.records.get('settings', 'health')
      return jsonResponse({ status: 'UP' })
    },
  }),
  defineRoute({
    method: 'get',
    path: '/metrics',
    tag: 'About',
    summary: 'Counters for Prometheus',
    role: 'admin',
    answers: { 200: { description: 'Metrics.', contentType: 'text/plain' } },
    handle: (request) => {
      needServerRole(request, 'admin')
      const { metrics, jobs } = request.services
      const { rss, heapUsed } = process.memoryUsage()
      const text = metrics.print({
        goldpan_export_jobs_running: { help: 'Export jobs that run.', value: jobs.running },
        goldpan_export_jobs_waiting: { help: 'Export jobs that wait.', value: jobs.waiting },
        process_resident_memory_bytes: { help: 'Resident memory.', value: rss },
        goldpan_heap_used_bytes: { help: 'Used heap.', value: heapUsed },
      })
      return new Response(text, { headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } })
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/audit',
    tag: 'About',
    summary: 'Who exported, imported, deleted, or changed rights; the newest first',
    role: 'admin',
    query: z.object({ limit: count(100) }),
    answers: { 200: 'Entries.' },
    handle: async (request) => {
      needServerRole(request, 'admin')
      const entries = await request.services.audit.list(Math.min(request.query.limit, 10_000))
      return jsonResponse(entries.map((entry) => new RawJson(entry)))
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/openapi.json',
    tag: 'About',
    summary: 'This API as an OpenAPI 3.1 document',
    role: 'everyone',
    answers: { 200: 'The document.' },
    handle: () => new Response(openApiDocument(), { headers: { 'content-type': 'application/json' } }),
  }),
  defineRoute({
    method: 'get',
    path: '/api',
    tag: 'About',
    summary: 'This API as a page to read',
    role: 'everyone',
    answers: { 200: { description: 'The reference.', contentType: 'text/html' } },
    handle: () => new Response(referencePage(), { headers: { 'content-type': 'text/html; charset=utf-8' } }),
  }),
]
