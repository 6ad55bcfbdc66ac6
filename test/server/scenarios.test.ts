import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { jobById } from '../../src/server/exports/export-job.ts'
import { box, CONFIG, idIn, sampleProject, type TestApp, testApp, type Who } from './app.ts'

/** A request, and what its answer must and must not hold. `{p}` is the project, `{a}` `{b}` `{c}` its three tasks. */
interface Scenario {
  readonly name: string
  readonly ask: string
  readonly as?: Who
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly status: number
  readonly has?: readonly string[]
  readonly hasNot?: readonly string[]
}

let app: TestApp
let places: Readonly<Record<string, number>>

beforeAll(async () => {
  app = await testApp({ bodyBytes: 50_000, importBytes: 100_000 })
  const { id, tasks } = await sampleProject(app)
  places = { p: id, a: tasks[0]!, b: tasks[1]!, c: tasks[2]! }
})

function run(scenarios: readonly Scenario[]): void {
  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    async (_name, { ask, as, body, headers, status, has = [], hasNot = [] }) => {
      const fill = (text: string) => text.replace(/\{([pabc])\}/g, (_, key: string) => String(places[key]))
      const filled =
        body === undefined || body instanceof FormData
          ? body
          : JSON.parse(fill(JSON.stringify(body).replace(/"(\{[pabc]\})"/g, '$1')))
      const response = await app.ask(fill(ask), {
        ...(as && { as }),
        ...(headers && { headers }),
        body: typeof body === 'string' ? body : filled,
      })
      const text = await response.text()
      expect(`${response.status} ${text}`.slice(0, 400)).toMatch(new RegExp(`^${status} `))
      for (const part of has) expect(text).toContain(fill(part))
      for (const part of hasNot) expect(text).not.toContain(fill(part))
      if (status >= 400 && text.startsWith('{"type"'))
        expect(JSON.parse(text)).toMatchObject({ status, status_code: status, version: '1.23.2', exc_info: null })
      expect(text).not.toMatch(/\bat \S+ \(?(file|node|\/)/) // no stack
    },
  )
}

describe('who may come in', () => {
  run([
    {
      name: 'a wrong token',
      ask: 'GET /api/projects',
      as: 'nobody',
      headers: { authorization: 'Token wrong' },
      status: 401,
      has: ['"detail":"Invalid token."'],
    },
    {
      name: 'a token with blanks',
      ask: 'GET /api/projects',
      as: 'nobody',
      headers: { authorization: 'Token a b' },
      status: 401,
      has: ['Token string should not contain spaces'],
    },
    {
      name: 'no token behind the word',
      ask: 'GET /api/projects',
      as: 'nobody',
      headers: { authorization: 'Token' },
      status: 401,
      has: ['No credentials provided'],
    },
    {
      name: 'a forged access token',
      ask: 'GET /api/projects',
      as: 'nobody',
      headers: { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJ1c2VyX2lkIjoiMSJ9.' },
      status: 401,
      has: ['credentials were not provided'],
    },
    {
      name: 'everyone may ask for the version',
      ask: 'GET /api/version',
      as: 'nobody',
      status: 200,
      has: ['"release":"1.23.2"', '"edition":"Community"'],
    },
    { name: 'and for health', ask: 'GET /health', as: 'nobody', status: 200, has: ['UP'] },
    {
      name: 'junk is no personal token',
      ask: 'POST /api/token/refresh/',
      as: 'nobody',
      body: { refresh: 'x' },
      status: 401,
      has: ['Token is invalid'],
    },
    {
      name: 'the field is missing',
      ask: 'POST /api/token/refresh/',
      as: 'nobody',
      body: {},
      status: 400,
      has: ['"refresh":["This field is required."]'],
    },
    { name: 'a page that is not there', ask: 'GET /api/nosuch', status: 404, has: ['path-unknown'], hasNot: ['<html'] },
    {
      name: 'whoami',
      ask: 'GET /api/current-user/whoami',
      as: 'annotator',
      status: 200,
      has: ['"email":"annotator@example.com"', '"role":"annotator"', 'annotations.create'],
      hasNot: ['projects.create'],
    },
    {
      name: 'the last administrator stays',
      ask: 'PATCH /api/users/1',
      body: { role: 'viewer' },
      status: 400,
      has: ['last administrator'],
    },
  ])
})

describe('projects', () => {
  run([
    {
      name: 'an empty one has defaults',
      ask: 'POST /api/projects/',
      body: {},
      status: 201,
      has: ['"title":""', '"label_config":"<View></View>"', '"color":"#FFFFFF"', '"task_number":null'],
    },
    {
      name: 'a short title',
      ask: 'POST /api/projects/',
      body: { title: 'ab' },
      status: 400,
      has: ['"title":["Ensure this field has at least 3 characters."]'],
    },
    {
      name: 'a long title',
      ask: 'POST /api/projects/',
      body: { title: 'x'.repeat(51) },
      status: 400,
      has: ['no more than 50 characters'],
    },
    {
      name: 'a colour that is none',
      ask: 'POST /api/projects/',
      body: { title: 'abc', color: 'red' },
      status: 400,
      has: ['Color must be in'],
    },
    {
      name: 'no number',
      ask: 'PATCH /api/projects/{p}',
      body: { maximum_annotations: 'x' },
      status: 400,
      has: ['"maximum_annotations":["A valid integer is required."]'],
    },
    {
      name: 'no JSON',
      ask: 'POST /api/projects/',
      body: '{bad',
      headers: { 'content-type': 'application/json' },
      status: 400,
      has: ['JSON parse error', 'line 1 column 2'],
    },
    {
      name: 'a form',
      ask: 'POST /api/projects/',
      body: 'title=FormProj',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      status: 201,
      has: ['"title":"FormProj"'],
    },
    {
      name: 'another kind of body',
      ask: 'POST /api/projects/',
      body: 'abc',
      headers: { 'content-type': 'text/plain' },
      status: 415,
      has: ['Unsupported media type \\"text/plain\\" in request.'],
    },
    {
      name: 'a body that is too large',
      ask: 'POST /api/projects/',
      body: { title: 'abc', description: 'x'.repeat(60_000) },
      status: 413,
      has: ['body-too-large'],
    },
    {
      name: 'a config with a document type',
      ask: 'POST /api/projects/',
      body: { label_config: '<!DOCTYPE x><View/>' },
      status: 400,
      has: ['label_config', 'DOCTYPE'],
    },
    {
      name: 'a control that points nowhere',
      ask: 'POST /api/projects/validate/',
      as: 'nobody',
      body: { label_config: '<View><Labels name="l" toName="zzz"/></View>' },
      status: 400,
      has: ['toName=\\"zzz\\" not found in names'],
    },
    {
      name: 'two of a name',
      ask: 'POST /api/projects/validate/',
      as: 'nobody',
      body: { label_config: '<View><Text name="a" value="$a"/><Text name="a" value="$b"/></View>' },
      status: 400,
      has: ['non-unique names'],
    },
    { name: 'a good config', ask: 'POST /api/projects/validate/', as: 'nobody', body: { label_config: CONFIG }, status: 204 },
    {
      name: 'counters',
      ask: 'GET /api/projects/{p}',
      status: 200,
      has: [
        '"task_number":3',
        '"num_tasks_with_annotations":1',
        '"skipped_annotations_number":1',
        '"total_predictions_number":1',
        '"finished_task_number":2',
      ],
    },
    {
      name: 'the config, parsed',
      ask: 'GET /api/projects/{p}',
      status: 200,
      has: [
        '"parsed_label_config":{"label":{"type":"RectangleLabels","to_name":["image"],"inputs":[{"type":"Image","valueType":null,"value":"image"}],"labels":["Car","Person"]',
      ],
    },
    { name: 'behind the last page', ask: 'GET /api/projects/?page=99', status: 404, has: ['Invalid page.'] },
    {
      name: 'some counters',
      ask: 'GET /api/projects/?include=task_number&title=sample',
      status: 200,
      has: ['"results":[{"task_number":3}]'],
    },
    {
      name: 'next page',
      ask: 'GET /api/projects/?page_size=1',
      status: 200,
      has: ['"next":"http://goldpan.test/api/projects/?page_size=1&page=2"', '"previous":null'],
    },
    { name: 'an order that is none', ask: 'GET /api/projects/?ordering=colour', status: 400, has: ['ordering'] },
    { name: 'annotators create none', ask: 'POST /api/projects/', as: 'annotator', body: {}, status: 403 },
    { name: 'a stranger sees none', ask: 'GET /api/projects/', as: 'stranger', status: 200, has: ['"count":0'] },
    {
      name: 'a model version nobody has',
      ask: 'PATCH /api/projects/{p}',
      body: { model_version: 'v9' },
      status: 400,
      has: ['model_version'],
    },
    {
      name: 'a label may go',
      ask: 'PATCH /api/projects/{p}',
      body: { label_config: CONFIG.replace('<Label value="Person"/>', '') },
      status: 200,
    },
    { name: 'and come back', ask: 'PATCH /api/projects/{p}', body: { label_config: CONFIG }, status: 200, has: ['Person'] },
  ])
})

describe('import', () => {
  const errors = (...parts: string[]) => parts.map((part) => JSON.stringify(part).slice(1, -1))
  run([
    { name: 'nothing', ask: 'POST /api/projects/{p}/import', body: [], status: 400, has: ['load_tasks: No tasks added'] },
    {
      name: 'a text',
      ask: 'POST /api/projects/{p}/import',
      body: '"str"',
      headers: { 'content-type': 'application/json' },
      status: 400,
      has: ['No data found'],
    },
    {
      name: 'no JSON',
      ask: 'POST /api/projects/{p}/import',
      body: '[{"image":"x"},{bad}]',
      headers: { 'content-type': 'application/json' },
      status: 400,
      has: ['JSON parse error'],
    },
    {
      name: 'a text in the list',
      ask: 'POST /api/projects/{p}/import',
      body: ['str'],
      status: 400,
      has: errors('Error at item 0: Task root must be dict with "data", "meta", "annotations", "predictions" fields :: str'),
    },
    {
      name: 'a key that is missing',
      ask: 'POST /api/projects/{p}/import',
      body: [{ foo: 'bar' }],
      status: 400,
      has: errors(
        `Error at item 0: "image" key is expected in task data [assume: item as is = task root with values]  :: {'foo': 'bar'}`,
      ),
    },
    {
      name: 'another type',
      ask: 'POST /api/projects/{p}/import',
      body: [{ data: { image: 5 } }],
      status: 400,
      has: ["data['image']=5 is of type 'int'", ...errors('[assume: item["data"] = task root with values]')],
    },
    {
      name: 'annotations that are no list',
      ask: 'POST /api/projects/{p}/import',
      body: [{ data: { image: 'x' }, annotations: {} }],
      status: 400,
      has: ['Task[annotations] must be list'],
    },
    {
      name: 'an annotation without result',
      ask: 'POST /api/projects/{p}/import',
      body: [{ data: { image: 'x' }, annotations: [{ foo: 1 }] }],
      status: 400,
      has: errors('Annotation must have "result" fields'),
    },
    {
      name: 'a result that is no list',
      ask: 'POST /api/projects/{p}/import',
      body: [{ data: { image: 'x' }, annotations: [{ result: {} }] }],
      status: 400,
      has: errors('"result" field in annotation must be list'),
    },
    {
      name: 'an annotator nobody knows',
      ask: 'POST /api/projects/{p}/import',
      body: [{ data: { image: 'x' }, annotations: [{ result: [], completed_by: 77 }] }],
      status: 400,
      has: ["completed_by=77 which is not a valid annotator's email or ID"],
    },
    {
      name: 'an address nobody has',
      ask: 'POST /api/projects/{p}/import',
      body: [{ data: { image: 'x' }, annotations: [{ result: [], completed_by: { email: 'zz@z.z' } }] }],
      status: 400,
      has: ["Unknown annotator's email zz@z.z"],
    },
    { name: 'none of them was stored', ask: 'GET /api/projects/{p}', status: 200, has: ['"task_number":3'] },
    {
      name: 'counts only',
      ask: 'POST /api/projects/{p}/import?commit_to_project=false',
      body: [{ image: 'x' }],
      status: 201,
      has: ['"task_count":1', '"annotation_count":null'],
    },
    { name: 'too large', ask: 'POST /api/projects/{p}/import', body: [{ image: 'x'.repeat(110_000) }], status: 413 },
    {
      name: 'another kind of body',
      ask: 'POST /api/projects/{p}/import',
      body: 'abc',
      headers: { 'content-type': 'text/plain' },
      status: 415,
    },
    {
      name: 'an address within',
      ask: 'POST /api/projects/{p}/import',
      body: 'url=http%3A%2F%2F127.0.0.1%2Fx.csv',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      status: 400,
      has: ['reserved network address (block: 127.0.0.0/8)'],
    },
    {
      name: 'an address within, by its name',
      ask: 'POST /api/projects/{p}/import',
      body: 'url=http%3A%2F%2Flocalhost%2Fx.csv',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      status: 400,
      has: ['reserved network address'],
    },
    {
      name: 'no address',
      ask: 'POST /api/projects/{p}/import',
      body: '',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      status: 400,
      has: ['is not found in request data'],
    },
    {
      name: 'a kind of file that holds no tasks',
      ask: 'POST /api/projects/{p}/import',
      body: form('a.exe', 'MZ'),
      status: 400,
      has: ['.exe extension is not supported'],
    },
    {
      name: 'a file of JSON that is none',
      ask: 'POST /api/projects/{p}/import',
      body: form('bad.json', 'not json {'),
      status: 400,
    },
    {
      name: 'a column that no control has',
      ask: 'POST /api/projects/{p}/import?preannotated_from_fields=sent',
      body: [{ image: 'x' }],
      status: 400,
      has: ['there is no control tag \\"sent\\"'],
    },
    {
      name: 'predictions of another project',
      ask: 'POST /api/projects/{p}/import/predictions',
      body: [{ task: 987654, result: [] }],
      status: 400,
      has: ['987654'],
    },
    {
      name: 'an annotator does not import',
      ask: 'POST /api/projects/{p}/import',
      as: 'annotator',
      body: [{ image: 'x' }],
      status: 403,
    },
    { name: 'an import that was not', ask: 'GET /api/projects/{p}/imports/99', status: 404, has: ['No ProjectImport matches'] },
  ])

  it('takes tables, lines, texts and media of a form', async () => {
    const id = idIn(await app.json('POST /api/projects', { body: { title: 'Forms', label_config: CONFIG } }))
    const send = async (name: string, content: string) =>
      app.json(`POST /api/projects/${id}/import?return_task_ids=true`, { body: form(name, content) })
    const semicolons = await send('t.csv', 'image;n;code\na.jpg;1;007\n"b;c.jpg";;008\n')
    expect([
      semicolons.get('task_count')?.number(),
      semicolons.get('could_be_tasks_list')?.boolean(),
      semicolons.get('found_formats')?.text(),
    ]).toEqual([2, true, '{".csv":1}'])
    await send('t.tsv', 'image\tcity\nc.jpg\tRome\n')
    await send('t.txt', 'first\n\nthird')
    await send('p.html', '<p>Hello</p>')
    await send('photo one.jpg', '\u0000')
    const tasks = (await app.json(`GET /api/tasks?project=${id}`)).get('tasks')?.elements() ?? []
    expect(
      tasks.map((task) =>
        task
          .get('data')
          ?.text()
          .replace(/[0-9a-f]{8}-/, 'HEX-')
          .replace(`/${id}/`, '/ID/'),
      ),
    ).toEqual([
      '{"image":"a.jpg","n":1.0,"code":"007"}',
      '{"image":"b;c.jpg","n":"","code":"008"}',
      '{"image":"c.jpg","city":"Rome"}',
      '{"image":"first"}',
      '{"image":""}',
      '{"image":"third"}',
      '{"image":"<p>Hello</p>"}',
      '{"image":"/data/upload/ID/HEX-photo_one.jpg"}',
    ])
    const uploads = await app.json(`GET /api/projects/${id}/file-uploads?all=true`)
    expect(uploads.elements().map((one) => one.get('size')?.number())).toEqual([40, 22, 12, 12, 1])
    const file = uploads.elements()[0]?.get('file')?.string()
    const part = await app.ask(`GET /data/${file}`, { headers: { range: 'bytes=0-4' } })
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 0-4/40', 'image'])
  })

  it('makes columns predictions where that is asked for', async () => {
    const config =
      '<View><Text name="text" value="$text"/><Choices name="sent" toName="text"><Choice value="pos"/></Choices></View>'
    const id = idIn(await app.json('POST /api/projects', { body: { title: 'Columns', label_config: config } }))
    await app.json(`POST /api/projects/${id}/import?preannotated_from_fields=sent`, { body: [{ text: 'good', sent: 'pos' }] })
    const [task] = (await app.json(`GET /api/projects/${id}/tasks`)).elements()
    const prediction = task?.get('predictions')?.elements()[0]
    expect(prediction?.get('result')?.text()).toBe(
      '[{"from_name":"sent","to_name":"text","type":"choices","value":{"choices":["pos"]}}]',
    )
    expect([prediction?.get('model_version')?.string(), prediction?.get('score')?.text()]).toEqual(['preannotated', '1.0'])
    expect((await app.json(`GET /api/projects/${id}`)).get('model_version')?.string()).toBe('preannotated')
  })
})

describe('tasks and what is said of them', () => {
  run([
    { name: 'neither project nor view', ask: 'GET /api/tasks', status: 404, has: ['Neither project nor view id specified'] },
    {
      name: 'a page',
      ask: 'GET /api/tasks?project={p}&page_size=2',
      status: 200,
      has: ['"total":3', '"total_annotations":1', '"total_predictions":1', '"id":{a},"drafts":[]'],
      hasNot: ['"id":{c},'],
    },
    { name: 'behind the last page', ask: 'GET /api/tasks?project={p}&page=9', status: 404, has: ['Invalid page.'] },
    {
      name: 'everything',
      ask: 'GET /api/tasks?project={p}&fields=all',
      status: 200,
      has: ['"predictions_score":0.87', '"avg_lead_time":4.5', '"ratio":0.5', '"draft_exists":false'],
    },
    {
      name: 'ids only',
      ask: 'GET /api/tasks?project={p}&include=id',
      status: 200,
      has: ['"tasks":[{"id":{a}},{"id":{b}},{"id":{c}}]'],
    },
    {
      name: 'a filter',
      ask: `GET /api/tasks?project={p}&include=id&query=${query({ filters: { conjunction: 'and', items: [{ filter: 'filter:tasks:cancelled_annotations', operator: 'greater', type: 'Number', value: 0 }] } })}`,
      status: 200,
      has: ['"tasks":[{"id":{b}}]'],
    },
    {
      name: 'a filter by pattern',
      ask: `GET /api/tasks?project={p}&include=id&query=${query({ filters: { conjunction: 'and', items: [{ filter: 'filter:tasks:data.image', operator: 'regex', type: 'String', value: '[ac]\\.jpg' }] } })}`,
      status: 200,
      has: ['"tasks":[{"id":{a}},{"id":{c}}]'],
    },
    {
      name: 'a column that is none',
      ask: `GET /api/tasks?project={p}&query=${query({ ordering: ['tasks:creatd_at'] })}`,
      status: 400,
      has: ['did you mean created_at?'],
    },
    {
      name: 'an operator that is none',
      ask: `GET /api/tasks?project={p}&query=${query({ filters: { items: [{ filter: 'filter:tasks:id', operator: 'equals', value: 1 }] } })}`,
      status: 400,
      has: ['did you mean equal?'],
    },
    { name: 'a query that is no JSON', ask: 'GET /api/tasks?project={p}&query=%7Bbad', status: 400, has: ['must be valid JSON'] },
    {
      name: 'page -1 of a project is all',
      ask: 'GET /api/projects/{p}/tasks?page_size=-1',
      status: 200,
      has: ['"id":{a}', '"id":{c}', '"annotations":['],
    },
    {
      name: 'page_size that is none',
      ask: 'GET /api/projects/{p}/tasks?page_size=abc',
      status: 400,
      has: ['A valid integer is required.'],
    },
    {
      name: 'without a project',
      ask: 'POST /api/tasks',
      body: { data: { image: 'x' } },
      status: 400,
      has: ['"project":["This field is required."]'],
    },
    {
      name: 'without data',
      ask: 'POST /api/tasks',
      body: { project: '{p}' },
      status: 400,
      has: ['"data":["This field is required."]'],
    },
    {
      name: 'without what the config shows',
      ask: 'POST /api/projects/{p}/tasks',
      body: { data: { img: 'x' } },
      status: 400,
      has: ['key is expected'],
    },
    { name: 'a project that is not there', ask: 'POST /api/tasks', body: { project: 987654, data: {} }, status: 404 },
    {
      name: 'one with its annotators',
      ask: 'GET /api/tasks/{a}',
      status: 200,
      has: ['"completed_by":{"id":1,"first_name":"","last_name":"","avatar":null,"email":"admin@example.com","initials":"ad"}'],
    },
    { name: 'data that are a text', ask: 'PATCH /api/tasks/{a}', body: { data: 'str' }, status: 400 },
    { name: 'data without their key', ask: 'PATCH /api/tasks/{a}', body: { data: { nope: 1 } }, status: 400 },
    { name: 'elsewhere', ask: 'PATCH /api/tasks/{a}', body: { project: 987654 }, status: 400, has: ['cannot be moved'] },
    {
      name: 'put without data',
      ask: 'PUT /api/tasks/{a}',
      body: { meta: {} },
      status: 400,
      has: ['"data":["This field is required."]'],
    },
    {
      name: 'meta',
      ask: 'PATCH /api/tasks/{a}',
      body: { meta: { k: 1.5 } },
      status: 200,
      has: ['"meta":{"k":1.5}', '"ratio":0.5'],
    },
    { name: 'skipped annotations are not listed', ask: 'GET /api/tasks/{b}/annotations', status: 200, has: ['[]'] },
    {
      name: 'a result that is no list',
      ask: 'POST /api/tasks/{c}/annotations',
      body: { result: {} },
      status: 400,
      has: ['field in annotation must be list'],
    },
    {
      name: 'an annotator who is not there',
      ask: 'POST /api/tasks/{c}/annotations',
      body: { result: [], completed_by: 55 },
      status: 400,
      has: ['Invalid pk \\"55\\" - object does not exist.'],
    },
    {
      name: 'in the name of another',
      ask: 'POST /api/tasks/{c}/annotations',
      as: 'annotator',
      body: { result: [], completed_by: 1 },
      status: 403,
    },
    {
      name: 'a unique id that is none',
      ask: 'POST /api/tasks/{c}/annotations',
      body: { result: [], unique_id: 'x' },
      status: 400,
      has: ['Must be a valid UUID.'],
    },
    {
      name: 'a unique id',
      ask: 'POST /api/tasks/{c}/annotations',
      as: 'annotator',
      body: { result: '[]', unique_id: '7f1f1f0e-6a3a-4b8e-9c0d-000000000001' },
      status: 201,
      has: ['"result":[]', '"completed_by":3'],
    },
    {
      name: 'the same again',
      ask: 'POST /api/tasks/{c}/annotations',
      body: { result: [], unique_id: '7f1f1f0e-6a3a-4b8e-9c0d-000000000001' },
      status: 409,
      has: ['Annotation with this unique id already exists'],
    },
    {
      name: 'a viewer does not annotate',
      ask: 'POST /api/tasks/{c}/annotations',
      as: 'viewer',
      body: { result: [] },
      status: 403,
    },
    {
      name: 'a prediction without task',
      ask: 'POST /api/predictions',
      body: { result: [] },
      status: 400,
      has: ['"task":["This field is required."]'],
    },
    {
      name: 'a prediction without result',
      ask: 'POST /api/predictions',
      body: { task: '{a}' },
      status: 400,
      has: ['"result":["This field is required."]'],
    },
    {
      name: 'a score that is none',
      ask: 'POST /api/predictions',
      body: { task: 1, result: [], score: 'high' },
      status: 400,
      has: ['"score":["A valid number is required."]'],
    },
    {
      name: 'a bulk action that is none',
      ask: 'POST /api/dm/actions?id=delete_task&project={p}',
      body: { selectedItems: { all: true, excluded: [] } },
      status: 400,
      has: ['did you mean delete_tasks?'],
    },
    {
      name: 'nothing selected is nothing done',
      ask: 'POST /api/dm/actions?id=delete_tasks&project={p}',
      body: { selectedItems: { all: false, included: [] } },
      status: 200,
      has: ['"processed_items":0'],
    },
    {
      name: 'no selection is a mistake',
      ask: 'POST /api/dm/actions?id=delete_tasks&project={p}',
      body: {},
      status: 400,
      has: ['selectedItems'],
    },
    { name: 'all are still there', ask: 'GET /api/projects/{p}', status: 200, has: ['"task_number":3'] },
  ])

  it('stars one annotation of a task at most, and keeps the rest word for word', async () => {
    const body = { result: [box('Car')], ground_truth: true }
    const first = idIn(await app.json(`POST /api/tasks/${places.c}/annotations`, { body }))
    const second = idIn(await app.json(`POST /api/tasks/${places.c}/annotations`, { body }))
    const stars = async () => {
      const annotations = (await app.json(`GET /api/tasks/${places.c}`)).get('annotations')?.elements() ?? []
      return annotations.filter((one) => one.get('ground_truth')?.boolean() === true).map(idIn)
    }
    expect(await stars()).toEqual([second])
    await app.ask(`PATCH /api/annotations/${first}`, { body: { ground_truth: true } })
    expect(await stars()).toEqual([first])
    for (const id of [first, second]) expect((await app.ask(`DELETE /api/annotations/${id}`)).status).toBe(204)
  })

  it('lets annotators change only what is theirs', async () => {
    const own = idIn(await app.json(`POST /api/tasks/${places.c}/annotations`, { as: 'annotator', body: { result: [] } }))
    const other = idIn(await app.json(`POST /api/tasks/${places.c}/annotations`, { body: { result: [] } }))
    expect((await app.ask(`PATCH /api/annotations/${other}`, { as: 'annotator', body: { result: [] } })).status).toBe(403)
    expect((await app.ask(`PATCH /api/annotations/${own}`, { as: 'annotator', body: { result: [] } })).status).toBe(200)
    expect((await app.ask(`DELETE /api/annotations/${own}`, { as: 'annotator' })).status).toBe(204)
    expect((await app.ask(`DELETE /api/annotations/${other}`, { as: 'manager' })).status).toBe(204)
  })
})

describe('exports', () => {
  run([
    {
      name: 'annotated and skipped tasks',
      ask: 'GET /api/projects/{p}/export?exportType=JSON',
      status: 200,
      has: ['"id":{a},', '"id":{b},', '"predictions":['],
    },
    {
      name: 'one of them',
      ask: 'GET /api/projects/{p}/export?exportType=JSON&ids[]={b}',
      status: 200,
      has: ['"id":{b},'],
      hasNot: ['"id":{a},'],
    },
    {
      name: 'the same without brackets',
      ask: 'GET /api/projects/{p}/export?exportType=JSON&ids={b}',
      status: 200,
      has: ['"id":{b},'],
      hasNot: ['"id":{a},'],
    },
    { name: 'ids that are none', ask: 'GET /api/projects/{p}/export?ids=x', status: 400, has: ['A valid integer is required.'] },
    {
      name: 'a format that is none',
      ask: 'GET /api/projects/{p}/export?exportType=COCOO',
      status: 400,
      has: ['format-unknown', 'did you mean coco?'],
    },
    {
      name: 'an option that is none',
      ask: 'GET /api/projects/{p}/export?exportType=COCO&first_idd=1',
      status: 400,
      has: ['did you mean firstId?'],
    },
    {
      name: 'an option of the format',
      ask: 'GET /api/projects/{p}/export?exportType=CSV&formulaGuard=maybe',
      status: 400,
      has: ['it takes true or false'],
    },
    {
      name: 'a yes that is none',
      ask: 'GET /api/projects/{p}/export?download_all_tasks=maybe',
      status: 400,
      has: ['Must be a valid boolean.'],
    },
    {
      name: 'a selection',
      ask: 'GET /api/projects/{p}/export?exportType=JSON_MIN&labels=Person',
      status: 200,
      has: ['Person'],
      hasNot: ['"Car"'],
    },
    {
      name: 'the older path',
      ask: 'GET /api/project/export?project={p}&format=CSV',
      status: 200,
      has: ['"annotation_id","annotator"'],
    },
    {
      name: 'formats that suit, then the others',
      ask: 'GET /api/projects/{p}/export/formats',
      status: 200,
      has: ['"name":"COCO_WITH_IMAGES"', '"name":"CONLL2003","disabled":true,"reason":"'],
    },
    {
      name: 'a report beforehand',
      ask: 'GET /api/projects/{p}/export/report?exportType=pascal-voc',
      status: 200,
      has: ['"tasks_read":', '"issues":['],
    },
    {
      name: 'a dry run',
      ask: 'POST /api/projects/{p}/export-jobs',
      body: { format: 'conll2003', dry_run: true },
      status: 200,
      has: ['"dropped":', 'format-unsuited'],
    },
    {
      name: 'a preview',
      ask: 'POST /api/projects/{p}/export-preview',
      as: 'viewer',
      body: { format: 'csv', tasks: 1 },
      status: 200,
      has: [
        '"tasks":[{"id":{a},"text":"{',
        '"path":"result.csv"',
        'http://x/a.jpg',
        '"is_cut":false',
        '"report":{"format":"csv"',
      ],
    },
    {
      name: 'a preview of nothing',
      ask: 'POST /api/projects/{p}/export-preview',
      body: { format: 'csv', select: { query: 'label:Nobody' } },
      status: 200,
      has: ['{"tasks":[],"files":[]}'],
    },
    {
      name: 'a preview of too much',
      ask: 'POST /api/projects/{p}/export-preview',
      body: { format: 'csv', tasks: 1000 },
      status: 400,
    },
    {
      name: 'a preview with a search that is none',
      ask: 'POST /api/projects/{p}/export-preview',
      body: { format: 'csv', select: { query: 'label:' } },
      status: 400,
      has: ['query-invalid'],
    },
    {
      name: 'a preview in splits',
      ask: 'POST /api/projects/{p}/export-preview',
      body: { format: 'csv', output: { split: 'train=0.5,val=0.5' } },
      status: 200,
      has: ['"path":"train.csv"', '"path":"val.csv"'],
    },
    {
      name: 'a preview for strangers',
      ask: 'POST /api/projects/{p}/export-preview',
      as: 'stranger',
      body: { format: 'csv' },
      status: 404,
    },
    {
      name: 'an estimate',
      ask: 'POST /api/projects/{p}/export-estimate',
      as: 'viewer',
      body: { format: 'csv', select: { onlyGroundTruth: true } },
      status: 200,
      has: ['{"tasks":0,"is_exact":true,"bytes":null}'],
    },
    {
      name: 'what can be chosen',
      ask: 'GET /api/projects/{p}/export-choices',
      as: 'viewer',
      status: 200,
      has: ['"labels":[{"value":"Car","tasks":1}', '"models":[{"value":"v1","tasks":1}]', '"name":"admin@example.com"'],
    },
    {
      name: 'a job with an option that is none',
      ask: 'POST /api/projects/{p}/export-jobs',
      body: { format: 'coco', options: { firstid: 1 } },
      status: 400,
      has: ['parameter-unknown'],
    },
    {
      name: 'a job with a member that is none',
      ask: 'POST /api/projects/{p}/export-jobs',
      body: { format: 'coco', selct: {} },
      status: 400,
      has: ['selct'],
    },
    {
      name: 'a job with an option that cannot have this value',
      ask: 'POST /api/projects/{p}/export-jobs',
      body: { format: 'csv', options: { formulaGuard: 'maybe' } },
      status: 422,
      has: ['option-invalid', 'it takes true or false', '"title":"Unprocessable content"'],
    },
    {
      name: 'a job in a format that is none',
      ask: 'POST /api/projects/{p}/export-jobs',
      body: { format: 'COCOO' },
      status: 400,
      has: ['did you mean coco?'],
    },
    {
      name: 'a job with a search that is none',
      ask: 'POST /api/projects/{p}/export-jobs',
      body: { format: 'coco', select: { query: 'labl:Car' } },
      status: 422,
      has: ['did you mean label:?'],
    },
    {
      name: 'a snapshot option that is none',
      ask: 'POST /api/projects/{p}/exports',
      body: { task_filter_options: { skipped: 'bogus' } },
      status: 400,
      has: ['"task_filter_options":{"skipped":['],
    },
    {
      name: 'a snapshot option nobody has',
      ask: 'POST /api/projects/{p}/exports',
      body: { task_filter_options: { skiped: 'only' } },
      status: 400,
      has: ['skiped'],
    },
    {
      name: 'a snapshot of a view that is not there',
      ask: 'POST /api/projects/{p}/exports',
      body: { task_filter_options: { view: 99 } },
      status: 400,
      has: ['object does not exist'],
    },
    { name: 'a lock', ask: 'PUT /api/settings/local-export', body: { disabled: true, exceptions: [] }, status: 200 },
    { name: 'no download under it', ask: 'GET /api/projects/{p}/export', status: 403, has: ['export-locked'] },
    { name: 'no job under it', ask: 'POST /api/projects/{p}/export-jobs', body: { format: 'csv' }, status: 403 },
    { name: 'an exception', ask: 'PUT /api/settings/local-export', body: { disabled: true, exceptions: [1] }, status: 200 },
    { name: 'lets through', ask: 'GET /api/projects/{p}/export', status: 200 },
    { name: 'no lock', ask: 'PUT /api/settings/local-export', body: { disabled: false }, status: 200 },
    {
      name: 'all of it is on record',
      ask: 'GET /api/audit',
      status: 200,
      has: ['"action":"exported"', '"action":"settings-changed"', '"action":"annotation-deleted"'],
    },
  ])

  it.each([
    [{}, ['a', 'b', 'c']],
    [{ skipped: 'only' }, ['b']],
    [{ skipped: 'exclude' }, ['a', 'c']],
    [{ annotated: 'only' }, ['a', 'c']],
    [{ annotated: 'exclude' }, ['b']],
    [{ finished: 'only' }, ['a', 'b', 'c']],
    [{ only_with_annotations: true, skipped: 'exclude' }, ['a', 'c']],
  ])('a snapshot with %j holds %j', async (options, expected) => {
    const snapshot = idIn(await app.json(`POST /api/projects/${places.p}/exports`, { body: { task_filter_options: options } }))
    const tasks = await app.json(`GET /api/projects/${places.p}/exports/${snapshot}/download`)
    expect(tasks.elements().map(idIn)).toEqual(expected.map((key) => places[key]))
  })

  it('leaves annotations out of a snapshot, and writes predictions whole, where that is asked for', async () => {
    const body = {
      annotation_filter_options: {},
      serialization_options: { predictions: {}, annotations__completed_by: { only_id: false } },
    }
    const snapshot = idIn(await app.json(`POST /api/projects/${places.p}/exports`, { body }))
    const [a, b] = (await app.json(`GET /api/projects/${places.p}/exports/${snapshot}/download?exportType=JSON`)).elements()
    expect(b?.get('annotations')?.text()).toBe('[]')
    expect(a?.get('annotations')?.elements()[0]?.get('completed_by')?.text()).toBe(
      '{"id":1,"email":"admin@example.com","first_name":"","last_name":""}',
    )
    expect(a?.get('predictions')?.elements()[0]?.get('model_version')?.string()).toBe('v1')
  })

  it('keeps members of tasks that Label Studio does not know', async () => {
    const id = idIn(await app.json('POST /api/projects', { body: { title: 'Extra' } }))
    await app.ask(`POST /api/projects/${id}/import`, {
      body: '[{"data":{"n":1.0,"big":12345678901234567890},"mine":{"x":2.50}}]',
      headers: { 'content-type': 'application/json' },
    })
    const text = await (await app.ask(`GET /api/projects/${id}/export?download_all_tasks=true`)).text()
    expect(text).toContain('"data":{"n":1.0,"big":12345678901234567890}')
    expect(text).toContain('"mine":{"x":2.50}')
  })
})

it('jobs are ended by who began them, or by managers', async () => {
  const begin = async () => idIn(await app.json(`POST /api/projects/${places.p}/export-jobs`, { body: { format: 'csv' } }))
  const job = await begin()
  for (const line of [
    `POST /api/projects/${places.p}/export-jobs/${job}/cancel`,
    `DELETE /api/projects/${places.p}/export-jobs/${job}`,
  ])
    expect((await app.ask(line, { as: 'viewer' })).status).toBe(403)
  expect((await app.ask(`DELETE /api/projects/${places.p}/export-jobs/${job}`, { as: 'manager' })).status).toBe(204)
})

it('a job that has ended cannot be called off', async () => {
  const job = idIn(await app.json(`POST /api/projects/${places.p}/export-jobs`, { body: { format: 'csv' } }))
  await app.services.jobs.settled((await jobById(app.services.store, job))!, 10_000)
  const response = await app.ask(`POST /api/projects/${places.p}/export-jobs/${job}/cancel`)
  expect([response.status, await response.json()]).toMatchObject([409, { code: 'job-ended' }])
})

describe('Annotation Lab’s calls', () => {
  const task = JSON.parse(readFileSync(join('test', 'fixtures', 'guide', 'annotation-lab-task.json'), 'utf8'))

  it('create, import by name and export as a zip', async () => {
    const created = await app.ask('POST /api/projects/create', { body: { project_name: 'A lab', project_description: 'd' } })
    expect(created.status).toBe(201)
    const tasks = [task].flat()
    const first = await app.json('POST /api/projects/A%20lab/import', { body: tasks })
    expect([
      first.get('task_count')?.number(),
      first.get('failed_count')?.number(),
      first.get('updated_count')?.number(),
    ]).toEqual([tasks.length, 0, 0])
    const again = await app.json('POST /api/projects/A%20lab/import', { body: tasks })
    expect([again.get('task_count')?.number(), again.get('ignored_count')?.number()]).toEqual([0, tasks.length])
    const response = await app.ask('POST /api/projects/A%20lab/export?format=JSON', {
      as: 'nobody',
      headers: { cookie: `access_token="Token%20${app.tokens.viewer}"` },
    })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip'])
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
    expect((await app.ask('POST /api/projects/No%20lab/export?format=JSON')).status).toBe(404)
  })
})

describe('projects as a whole', () => {
  run([
    {
      name: 'a clone under another title',
      ask: 'POST /api/projects/{p}/clone',
      as: 'manager',
      body: { title: 'Sample again' },
      status: 201,
      has: ['"tasks":3'],
    },
    { name: 'whose title is taken', ask: 'POST /api/projects/{p}/clone', body: { title: 'Sample again' }, status: 409 },
    { name: 'last changes', ask: 'GET /api/projects/changes', as: 'viewer', status: 200, has: ['"id":{p},"changed_at":"20'] },
    { name: 'last changes that a stranger sees', ask: 'GET /api/projects/changes', as: 'stranger', status: 200, has: ['[]'] },
    { name: 'examples that are not there', ask: 'POST /api/projects/examples', status: 404, has: ['examples-missing'] },
    { name: 'examples are made by managers', ask: 'POST /api/projects/examples', as: 'annotator', status: 403 },
  ])

  it('are given as a zip', async () => {
    const response = await app.ask(`GET /api/projects/${places.p}/archive`, { as: 'viewer' })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip'])
    expect(response.headers.get('content-disposition')).toContain("filename*=UTF-8''Sample.zip")
    expect(Buffer.from(await response.arrayBuffer()).toString('latin1')).toMatch(/^PK.*config\.xml.*tasks\.json/s)
  })
})

describe('tasks as they are stored', () => {
  run([
    {
      name: 'a task word for word',
      ask: 'GET /api/projects/{p}/documents/{a}',
      as: 'viewer',
      status: 200,
      has: ['"ratio":0.5', '"model_version":"v1"', '"unique_id"'],
      hasNot: ['created_username'],
    },
    { name: 'an id that is no number', ask: 'GET /api/projects/{p}/documents/none', status: 404, has: ['"code":"not-found"'] },
    { name: 'not for strangers', ask: 'GET /api/projects/{p}/documents/{a}', as: 'stranger', status: 404 },
    {
      name: 'the tasks before and behind',
      ask: 'GET /api/projects/{p}/documents/{b}/neighbours',
      as: 'viewer',
      status: 200,
      has: ['{"previous":{a},"next":{c}}'],
    },
    {
      name: 'those among them that a query finds',
      ask: 'GET /api/projects/{p}/documents/{b}/neighbours?query=id:{a}',
      status: 200,
      has: ['{"previous":{a},"next":null}'],
    },
    {
      name: 'a wrong query',
      ask: 'GET /api/projects/{p}/documents/{b}/neighbours?query=lable:Car',
      status: 400,
      has: ['query-invalid'],
    },
  ])
})

describe('statistics', () => {
  const statistics = async (id: number) => {
    const status = async () => app.json(`GET /api/projects/${id}/statistics`, { as: 'viewer' })
    await expect.poll(async () => (await status()).get('state')?.string()).toBe('done')
    return status()
  }

  it('are counted in the background, kept, and counted anew when the project has changed', async () => {
    const { id, tasks } = await sampleProject(app)
    const first = await statistics(id)
    expect(first.get('statistics')?.value()).toMatchObject({
      tasks: 3,
      annotatedTasks: 1,
      labels: [
        { label: 'Car', regions: 1, tasks: 1 },
        { label: 'Person', regions: 1, tasks: 1 },
      ],
    })
    expect((await statistics(id)).get('counted_at')?.string()).toBe(first.get('counted_at')?.string())
    await app.ask(`POST /api/projects/${id}/search/delete`, { body: { ids: tasks.slice(0, 1) } })
    expect((await statistics(id)).get('statistics')?.value()).toMatchObject({ tasks: 2, annotatedTasks: 0, labels: [] })
  })
})

describe('searches', () => {
  run([
    {
      name: 'a row for each task',
      ask: 'GET /api/projects/{p}/search?query=label:Car',
      as: 'viewer',
      status: 200,
      has: ['"id":{a}', '"shows":{"kind":"image","text":"a.jpg"}', '"labels":["Car","Person"]', '"predicted_labels":["Car"]'],
      hasNot: ['"id":{b}', 'rectanglelabels'],
    },
    {
      name: 'a page of them in another order',
      ask: 'GET /api/projects/{p}/search?order=-id&offset=1&limit=1',
      status: 200,
      has: ['"id":{b}', '"skipped":1', '"annotations":0'],
      hasNot: ['"id":{a}', '"id":{c}'],
    },
    {
      name: 'a wrong query is told with its place',
      ask: 'GET /api/projects/{p}/search?query=lable:Car',
      status: 400,
      has: ['query-invalid', 'character 1', 'did you mean label:?'],
    },
    { name: 'too many rows', ask: 'GET /api/projects/{p}/search?limit=501', status: 400, has: ['less than or equal to 500'] },
    {
      name: 'counts of what is found',
      ask: 'GET /api/projects/{p}/search/counts?query=id:{a},{b}',
      as: 'viewer',
      status: 200,
      has: ['"tasks":2', '"annotations":1', '"skipped_annotations":1', '"predictions":1', '"hints":[]'],
    },
    {
      name: 'what finds nothing for a slip of the pen',
      ask: 'GET /api/projects/{p}/search/counts?query=label:Persn',
      status: 200,
      has: ['"tasks":0', 'did you mean `Person`?'],
    },
    {
      name: 'values of a field that begin so',
      ask: 'GET /api/projects/{p}/facets?field=label&prefix=p',
      as: 'viewer',
      status: 200,
      has: ['{"value":"Person","tasks":1}'],
      hasNot: ['Car'],
    },
    { name: 'a field that is none', ask: 'GET /api/projects/{p}/facets?field=score', status: 400, has: ['"field"'] },
    {
      name: 'an annotator deletes no tasks',
      ask: 'POST /api/projects/{p}/search/delete',
      as: 'annotator',
      body: { ids: [999_999] },
      status: 403,
    },
    {
      name: 'ids that are not there are no mistake',
      ask: 'POST /api/projects/{p}/search/delete',
      as: 'manager',
      body: { ids: [999_999, 'none'] },
      status: 200,
      has: ['{"deleted":0}'],
    },
    { name: 'nothing named deletes nothing', ask: 'POST /api/projects/{p}/search/delete', body: {}, status: 400 },
    {
      name: 'a wrong query deletes nothing',
      ask: 'POST /api/projects/{p}/search/delete',
      body: { query: 'label:' },
      status: 400,
      has: ['query-invalid'],
    },
  ])

  it('deletes what a query finds, and nothing else', async () => {
    const { id, tasks } = await sampleProject(app)
    const answer = await app.json(`POST /api/projects/${id}/search/delete`, { body: { query: 'is:unannotated' } })
    expect(answer.get('deleted')?.number()).toBe(1)
    expect(await app.services.store.known(id, tasks)).toEqual(new Set(tasks.slice(0, 2)))
  })
})

describe('a browser', () => {
  const signIn = (token: string) => app.ask('POST /api/session', { as: 'nobody', body: { token } })

  it('signs in with a token, and is known by the cookie until it signs out', async () => {
    const response = await signIn(app.tokens.viewer)
    const cookie = response.headers.get('set-cookie') ?? ''
    expect([response.status, cookie]).toEqual([200, expect.stringContaining('; HttpOnly; SameSite=Strict')])
    const headers = { cookie: cookie.split(';')[0]! }
    const who = await app.json('GET /api/current-user/whoami', { as: 'nobody', headers })
    expect(who.get('email')?.string()).toBe('viewer@example.com')
    const out = await app.ask('DELETE /api/session', { as: 'nobody', headers })
    expect([out.status, out.headers.get('set-cookie')]).toEqual([
      204,
      expect.stringContaining('access_token=; Path=/; Max-Age=0'),
    ])
  })

  it('is refused with a wrong token', async () => {
    expect((await signIn('no token')).status).toBe(401)
  })

  it('is not made to change anything by a page of another origin', async () => {
    const headers = {
      cookie: `access_token=Token%20${app.tokens.admin}`,
      origin: 'http://localhost:3000',
      host: 'localhost:8080',
    }
    const foreign = await app.ask('POST /api/projects', { as: 'nobody', headers, body: { title: 'Foreign' } })
    expect(foreign.status).toBe(403)
    const own = { ...headers, origin: 'http://localhost:8080' }
    expect((await app.ask('POST /api/projects', { as: 'nobody', headers: own, body: { title: 'Own' } })).status).toBe(201)
  })
})

function query(value: object): string {
  return encodeURIComponent(JSON.stringify(value))
}

function form(name: string, content: string): FormData {
  const data = new FormData()
  data.append('file', new Blob([content]), name)
  return data
}
