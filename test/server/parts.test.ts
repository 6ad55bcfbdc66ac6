import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { reservedBlock } from '../../src/io/public-request.ts'
import { parseJson } from '../../src/json/node.ts'
import { type Claims, peekClaims, signClaims, unsigned, verifyToken } from '../../src/server/access/tokens.ts'
import { printAnswer, RawJson } from '../../src/server/http/json-answer.ts'
import { Metrics } from '../../src/server/http/metrics.ts'
import { RateLimit } from '../../src/server/http/rate-limit.ts'
import { Slots } from '../../src/server/http/slots.ts'
import { timeSince, timestamp } from '../../src/server/http/time.ts'
import { openApiDocument, referencePage } from '../../src/server/openapi.ts'
import { routes } from '../../src/server/routes.ts'
import { seal, unseal } from '../../src/server/storages/storage-record.ts'
import { dataProblem, pythonOf } from '../../src/server/tasks/task-check.ts'

const NOW = new Date('2026-01-02T03:04:05.678Z')
const SECRET = Buffer.alloc(32, 7)

describe('tokens', () => {
  const claims: Claims = { token_type: 'access', exp: NOW.getTime() / 1000 + 300, iat: 0, jti: 'j', user_id: '1' }
  const token = signClaims(claims, SECRET)

  it('are those that were signed', () => {
    expect(verifyToken(token, SECRET, NOW)).toEqual(claims)
    expect(peekClaims(unsigned(claims))).toEqual(claims)
  })

  it.each([
    ['another key', token, Buffer.alloc(32, 8), NOW],
    ['another time', token, SECRET, new Date(NOW.getTime() + 301_000)],
    ['no signature', unsigned(claims), SECRET, NOW],
    ['an empty signature', `${unsigned(claims)}.`, SECRET, NOW],
    [
      'another header',
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.${token.split('.')[2]}`,
      SECRET,
      NOW,
    ],
    [
      'other claims',
      token.replace(/\.[^.]+\./, `.${Buffer.from(JSON.stringify({ ...claims, user_id: '2' })).toString('base64url')}.`),
      SECRET,
      NOW,
    ],
    ['no token', 'x', SECRET, NOW],
  ])('and not with %s', (_name, text, secret, now) => {
    expect(verifyToken(text, secret, now)).toBeUndefined()
  })

  it('of buckets are sealed', () => {
    const keys = { aws_access_key_id: 'AKIA', aws_secret_access_key: 'very secret', aws_session_token: null }
    const sealed = seal({ secret: SECRET }, keys)
    expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('secret')
    expect(unseal({ secret: SECRET }, sealed)).toEqual(keys)
    expect(() => unseal({ secret: Buffer.alloc(32, 8) }, sealed)).toThrow()
  })
})

it.each([
  ['127.0.0.1', '127.0.0.0/8'],
  ['10.1.2.3', '10.0.0.0/8'],
  ['169.254.169.254', '169.254.0.0/16'],
  ['172.31.0.1', '172.16.0.0/12'],
  ['192.168.0.1', '192.168.0.0/16'],
  ['0.0.0.0', '0.0.0.0/8'],
  ['::1', '::1/128'],
  ['::ffff:127.0.0.1', '::ffff:0:0/96'],
  ['fd00::1', 'fc00::/7'],
  ['fe80::1', 'fe80::/10'],
  ['93.184.216.34', undefined],
  ['2606:2800:220:1:248:1893:25c8:1946', undefined],
])('%s is reserved: %s', (address, block) => {
  expect(reservedBlock(address)).toBe(block)
})

it('lets so many requests through in a minute', () => {
  const limit = new RateLimit(3)
  expect([0, 0, 0, 0].map(() => limit.spend('a', 0))).toEqual([0, 0, 0, 20])
  expect([limit.spend('b', 0), limit.isExhausted('a', 0), limit.isExhausted('c', 0)]).toEqual([0, true, false])
  expect([limit.spend('a', 20_000), limit.spend('a', 20_000)]).toEqual([0, 20])
})

it('runs so many at once, in order', async () => {
  const slots = new Slots(1)
  const order: string[] = []
  const work = (name: string) => slots.run(async () => void order.push(name, await Promise.resolve(`${name} done`)))
  await Promise.all([work('a'), work('b')])
  expect(order).toEqual(['a', 'a done', 'b', 'b done'])
})

it('prints answers with parts letter for letter', () => {
  const raw = new RawJson('{"n":1.0}')
  expect(printAnswer({ a: raw, b: undefined, c: [1, null, 'ü"'], d: {}, e: [] })).toBe(
    '{"a":{"n":1.0},"c":[1,null,"ü\\""],"d":{},"e":[]}',
  )
})

it('tells times as Label Studio does', () => {
  expect(timestamp(NOW)).toBe('2026-01-02T03:04:05.678000Z')
  expect([0, 60_000, 3_900_000, 90_000_000, 8 * 86_400_000].map(timeSince)).toEqual([
    '0\u00a0minutes',
    '1\u00a0minute',
    '1\u00a0hour, 5\u00a0minutes',
    '1\u00a0day, 1\u00a0hour',
    '1\u00a0week, 1\u00a0day',
  ])
})

it('shows values as Python does', () => {
  expect(pythonOf(parseJson(`{"a":[1.0,null,true],"b":"it's","c":"\\n"}`))).toBe(
    `{'a': [1.0, None, True], 'b': "it's", 'c': '\\n'}`,
  )
})

it.each([
  ['{"image":"x","pages":["1"]}', undefined],
  ['{"image":"x"}', '"pages" key is expected in task data [assume: item["data"] = task root with values] '],
  [
    '{"image":true,"pages":[]}',
    `data['image']=True is of type 'bool', but the object tag Image expects the following types: ['str', 'list'] [assume: item["data"] = task root with values]`,
  ],
])('data %s: %s', (data, problem) => {
  const config = parseLabelConfig(
    '<View><Image name="i" value="$image"/><Image name="p" valueList="$pages"/><Header value="fixed"/></View>',
  )
  expect(dataProblem(parseJson(data), config, 'item["data"] = task root with values')).toBe(problem)
})

it('prints counters for Prometheus', () => {
  const metrics = new Metrics()
  metrics.count('b_total', 'B.', { kind: 'a"b\\' })
  metrics.count('a_total', 'A.', {}, 2)
  expect(metrics.print({ g: { help: 'G.', value: 1 } })).toBe(
    '# HELP a_total A.\n# TYPE a_total counter\na_total 2\n# HELP b_total B.\n# TYPE b_total counter\nb_total{kind="a\\"b\\\\"} 1\n# HELP g G.\n# TYPE g gauge\ng 1\n',
  )
})

describe('the reference', () => {
  it('describes every call as OpenAPI 3.1', () => {
    const document = parseJson(openApiDocument())
    expect(document.get('openapi')?.string()).toBe('3.1.0')
    const operations = document
      .get('paths')
      ?.entries()
      .flatMap(([path, methods]) => methods.entries().map(([method]) => `${method} ${path}`))
    expect(operations?.toSorted()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).toSorted())
  })

  it('says which parameters and problems there are', () => {
    const listing = parseJson(openApiDocument()).get('paths')?.get('/api/tasks')?.get('get')
    const names = listing
      ?.get('parameters')
      ?.elements()
      .map((parameter) => parameter.get('name')?.string())
    expect(names).toEqual(['project', 'view', 'page', 'page_size', 'fields', 'include', 'query', 'selectedItems', 'resolve_uri'])
    expect(
      listing
        ?.get('responses')
        ?.get('404')
        ?.get('content')
        ?.entries()
        .map(([type]) => type),
    ).toEqual(['application/problem+json'])
  })

  it('is a page without scripts that loads nothing', () => {
    const page = referencePage()
    expect(page).not.toMatch(/<script|src=|href="http|@import/)
    for (const { path } of routes) expect(page).toContain(`<code>${path}</code>`)
  })
})
