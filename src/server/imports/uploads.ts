import { z } from '@hono/zod-openapi'
import { needProject, needRole } from '../access/access.ts'
import { fileResponse } from '../http/file-response.ts'
import { jsonResponse, noContent } from '../http/json-answer.ts'
import { flag, idList } from '../http/parameters.ts'
import { notFound } from '../http/problem.ts'
import { shownType } from '../http/shown-types.ts'
import { type AnyRoute, defineRoute, idOf, type RouteRequest } from '../route.ts'
import { deleteUpload, type Upload, uploadById, uploadPath, uploadsOf } from './upload-store.ts'

const LIST_QUERY = z.object({ all: flag(false), ids: idList.optional() })
const DELETE_BODY = z.object({ file_upload_ids: z.array(z.int()).optional() })

export const uploadRoutes: readonly AnyRoute[] = [
  defineRoute({
    method: 'get',
    path: '/api/projects/{id}/file-uploads',
    tag: 'Import',
    summary: 'List uploaded files: one’s own that are not used yet, all, or some by id',
    role: 'viewer',
    query: LIST_QUERY,
    ignoredQuery: ['ordering'],
    answers: { 200: 'Files with their sizes.' },
    handle: listUploads,
  }),
  defineRoute({
    method: 'delete',
    path: '/api/projects/{id}/file-uploads',
    tag: 'Import',
    summary: 'Delete uploaded files; without a list those that are not used',
    role: 'manager',
    body: DELETE_BODY,
    answers: { 200: 'How many there were.' },
    handle: deleteUploads,
  }),
  defineRoute({
    method: 'get',
    path: '/api/import/file-upload/{id}',
    tag: 'Import',
    summary: 'Get an uploaded file’s name and size',
    role: 'viewer',
    answers: { 200: 'Name and size.', 404: 'There is none.' },
    handle: async (request) => jsonResponse(uploadAnswer(await needUpload(request))),
  }),
  defineRoute({
    method: 'patch',
    path: '/api/import/file-upload/{id}',
    tag: 'Import',
    summary: 'Changes nothing; Label Studio’s client has the call',
    role: 'manager',
    body: z.unknown(),
    answers: { 200: 'Name and size.', 404: 'There is none.' },
    handle: async (request) => jsonResponse(uploadAnswer(await needUpload(request))),
  }),
  defineRoute({
    method: 'delete',
    path: '/api/import/file-upload/{id}',
    tag: 'Import',
    summary: 'Delete an uploaded file',
    role: 'manager',
    answers: { 204: 'It is gone.', 404: 'There is none.' },
    handle: async (request) => {
      await deleteUpload(request.services, await needUpload(request))
      return noContent()
    },
  }),
  defineRoute({
    method: 'get',
    path: '/data/upload/{project}/{name}',
    words: ['name'],
    tag: 'Import',
    summary: 'Download an uploaded file; ranges are possible',
    role: 'viewer',
    answers: {
      200: { description: 'The file.', contentType: 'application/octet-stream' },
      206: 'A part of it.',
      404: 'There is none.',
    },
    handle: (request) => downloadUpload(request, idOf(request, 'project'), request.params.name ?? ''),
  }),
  defineRoute({
    method: 'get',
    path: '/data/upload/{file}',
    words: ['file'],
    tag: 'Import',
    summary: 'The same for clients that write the slash between project and name as %2F',
    role: 'viewer',
    answers: { 200: { description: 'The file.', contentType: 'application/octet-stream' }, 404: 'There is none.' },
    handle: (request) => {
      const [, project, name = ''] = /^(\d+)\/(.*)$/.exec(decodeURIComponent(request.params.file ?? '')) ?? []
      if (project === undefined) throw notFound('FileUpload')
      return downloadUpload(request, Number(project), name)
    },
  }),
]

async function listUploads(request: RouteRequest<z.output<typeof LIST_QUERY>>): Promise<Response> {
  const { services, user, query } = request
  const project = await needProject(request, idOf(request))
  const uploads = await uploadsOf(services, project.id)
  const isShown = (upload: Upload) =>
    query.ids === undefined ? query.all || (!upload.isUsed && upload.user === user.id) : query.ids.includes(upload.id)
  return jsonResponse(uploads.filter(isShown).map(uploadAnswer))
}

async function deleteUploads(request: RouteRequest<unknown, z.output<typeof DELETE_BODY>>): Promise<Response> {
  const { services, body } = request
  const project = await needProject(request, idOf(request))
  const ids = body.file_upload_ids
  const uploads = (await uploadsOf(services, project.id)).filter(({ id, isUsed }) =>
    ids === undefined ? !isUsed : ids.includes(id),
  )
  for (const upload of uploads) await deleteUpload(services, upload)
  return jsonResponse({ deleted: uploads.length })
}

async function downloadUpload(request: RouteRequest, projectId: number, fileName: string): Promise<Response> {
  const { services, raw } = request
  const project = await needProject(request, projectId)
  const upload = (await uploadsOf(services, project.id)).find(({ name }) => name === fileName)
  if (upload === undefined) throw notFound('FileUpload')
  const type = shownType(upload.name)
  return fileResponse(raw, uploadPath(services, upload), {
    contentType: type ?? 'application/octet-stream',
    fileName: upload.name,
    isAttachment: type === undefined,
  })
}

async function needUpload(request: RouteRequest<unknown, unknown>): Promise<Upload> {
  const upload = await uploadById(request.services, idOf(request))
  if (upload === undefined) throw notFound('FileUpload')
  await needRole(request.services, request.user, request.role, upload.project)
  return upload
}

function uploadAnswer({ id, project, name, size }: Upload) {
  return { id, file: `upload/${project}/${name}`, size }
}
