import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import '../seed.ts'
import { TaskCutter } from '../../src/io/cut-tasks.ts'
import { type Cut, cutBytes } from './cut.ts'

/** @param chunkBytes the input comes in pieces of this size */
function cut(input: string | Uint8Array, { name = 'tasks.json', chunkBytes = 1 << 20 } = {}): Cut {
  return cutBytes(TaskCutter, typeof input === 'string' ? new TextEncoder().encode(input) : input, name, chunkBytes)
}

/** The same for any size of chunks, or it fails. */
function cutEveryWay(input: string | Uint8Array, name?: string): Cut {
  const whole = cut(input, { name })
  for (const chunkBytes of [1, 2, 3, 7]) expect(cut(input, { name, chunkBytes })).toEqual(whole)
  return whole
}

describe('tasks are cut out of', () => {
  const two = ['{"id":1} @1 1:2', '{"id":2} @12 2:2']

  it.each<[string, string, readonly string[]]>([
    ['a list', '[{"id":1},\n {"id":2}]', two],
    ['a list of one line without a last line break', '[{"id":1},{"id":2}]', ['{"id":1} @1 1:2', '{"id":2} @10 1:11']],
    ['one object', '{"id":1}', ['{"id":1} @0 1:1']],
    ['one object over several lines', '{\n "id": 1,\n "data": {}\n}\n', ['{\n "id": 1,\n "data": {}\n} @0 1:1']],
    ['{"tasks": […]}', '{"tasks": [{"id":1}]}', ['{"id":1} @11 1:12']],
    ['{"tasks": […]} behind other keys', '{"a": [1], "b": {"tasks": [2]}, "tasks" :\n[{"id":1}]}', ['{"id":1} @43 2:2']],
    ['{"tasks": […]} before other keys', '{"tasks":[{"id":1}], "a": ["]}", {"b": [0]}]}', ['{"id":1} @10 1:11']],
    [
      '{"tasks": […]} of several pages',
      '{"tasks":[{"id":1}]}\n{"tasks":[{"id":2}],"next":null}\n',
      ['{"id":1} @10 1:11', '{"id":2} @31 2:11'],
    ],
    ['NDJSON', '{"id":1}\n{"id":2}\n', ['{"id":1} @0 1:1', '{"id":2} @9 2:1']],
    ['NDJSON with CR LF and empty lines', '{"id":1}\r\n\r\n{"id":2}', ['{"id":1} @0 1:1', '{"id":2} @12 3:1']],
    ['objects behind each other', '{"id":1}{"id":2} {"id":3}', ['{"id":1} @0 1:1', '{"id":2} @8 1:9', '{"id":3} @17 1:18']],
    ['objects over several lines behind each other', '{\n"id":1}\n{\n"id":2\n}', ['{\n"id":1} @0 1:1', '{\n"id":2\n} @10 3:1']],
    ['lists behind each other', '[{"id":1}]\n[{"id":2}]\n', ['{"id":1} @1 1:2', '{"id":2} @12 2:2']],
    ['an empty list', '[]', []],
    ['an empty {"tasks": []}', '{"tasks": [ ]}', []],
    ['a list behind white space', ' \n\t[{"id":1}]', ['{"id":1} @4 2:3']],
    ['a list behind a byte order mark, which counts as a byte, not as a column', '\uFEFF[{"id":1}]', ['{"id":1} @4 1:2']],
    ['one object behind a byte order mark', '\uFEFF{"id":1}', ['{"id":1} @3 1:1']],
    [
      'strings with brackets, quotes and line breaks escaped',
      '[{"a":"]},[{\\"\\\\"},{"b":"\\n"}]',
      ['{"a":"]},[{\\"\\\\"} @1 1:2', '{"b":"\\n"} @19 1:20'],
    ],
    ['text of several bytes: columns are bytes', '[{"a":"ü😀"},{}]', ['{"a":"ü😀"} @1 1:2', '{} @16 1:17']],
    ['a list under an escaped key that ends with `tasks`', '{"\\"tasks":[{}]}', ['{"\\"tasks":[{}]} @0 1:1']],
    [
      'a list behind a string that only looks like a key',
      '{"a":"\\"tasks\\":","b":[{}]}',
      ['{"a":"\\"tasks\\":","b":[{}]} @0 1:1'],
    ],
    ['{"tasks" …} with white space in all its gaps', '{ "tasks"\n\t :\r [ {"id":1} ] }', ['{"id":1} @17 2:8']],
    [
      'a list of tasks between lines',
      '{"a":[1]}\n{"b":[2],"tasks":[{"id":1}]}\n{"id":2}',
      ['{"a":[1]} @0 1:1', '{"id":1} @28 2:19', '{"id":2} @39 3:1'],
    ],
    [
      'tasks and words in turn',
      '[{"a":1} , 5,{"b":[{}]},\n{"c":2}]',
      ['{"a":1} @1 1:2', '5 @11 1:12', '{"b":[{}]} @13 1:14', '{"c":2} @25 2:1'],
    ],
    ['a task whose data has a key `tasks`', '{"id":1,"data":{"tasks":[{}]}}', ['{"id":1,"data":{"tasks":[{}]}} @0 1:1']],
  ])('%s', (_, input, tasks) => {
    expect(cutEveryWay(input)).toEqual({ tasks, damages: [], commas: [] })
  })

  it('a list with what is no task, for the reader of tasks to judge', () => {
    expect(cutEveryWay('[null, 5 ,"a,]",[[{}]],true]').tasks).toEqual([
      'null @1 1:2',
      '5  @7 1:8',
      '"a,]" @10 1:11',
      '[[{}]] @16 1:17',
      'true @23 1:24',
    ])
  })
})

describe('a broken line of NDJSON costs that line only', () => {
  const lines = (middle: string) => `{"id":1}\n${middle}\n{"id":3}\n`

  it.each([
    ['an object that is not closed', '{"id":2,"data":{'],
    ['a string that is not closed', '{"id":2,"text":"x}'],
    ['a bracket too many', '{"id":2}}'],
    ['a bracket alone', ']'],
    ['words', 'Traceback (most recent call last):'],
    ['a number', '17'],
    ['a string', '"x"'],
    ['a list', '[1,2]'],
  ])('%s', (_, middle) => {
    for (const name of ['tasks.json', 'tasks.jsonl', 'TASKS.NDJSON.gz']) {
      const { tasks, damages } = cutEveryWay(lines(middle), name)
      expect(damages).toEqual([])
      expect(tasks[0]).toBe('{"id":1} @0 1:1')
      expect(tasks.at(-1)).toBe(`{"id":3} @${middle.length + 10} 3:1`)
      expect(
        tasks
          .slice(1, -1)
          .map((task) => task.replace(/ @.*/, ''))
          .join(''),
      ).toBe(middle)
    }
  })

  it('as the last line without a line break', () => {
    expect(cutEveryWay('{"id":1}\nnull').tasks).toEqual(['{"id":1} @0 1:1', 'null @9 2:1'])
    expect(cutEveryWay('{"id":1}\n{"id":').damages).toEqual([
      'input-damaged 2:7 @15 it ends inside a task that starts at line 2, column 1',
    ])
  })

  it('as the first line when the name says that lines are tasks', () => {
    expect(cutEveryWay('{"id":1\n{"id":2}\n', 'a.jsonl').tasks).toEqual(['{"id":1 @0 1:1', '{"id":2} @8 2:1'])
    expect(cutEveryWay('{"id":1\n{"id":2}\n', 'a.json').damages).toEqual([
      'input-damaged 3:1 @17 it ends inside a task that starts at line 1, column 1',
    ])
  })
})

describe('the frame', () => {
  it('may have a comma too many at the end of a list', () => {
    expect(cutEveryWay('[{"id":1},\n]')).toEqual({ tasks: ['{"id":1} @1 1:2'], damages: [], commas: [9] })
    expect(cutEveryWay('{"tasks":[{},]}').commas).toEqual([12])
    expect(cutEveryWay('[{},][{}]').commas).toEqual([3])
  })

  it('may have commas between lines; the first one is told', () => {
    expect(cutEveryWay('{"id":1},\n{"id":2},\n{"id":3}')).toEqual({
      tasks: ['{"id":1} @0 1:1', '{"id":2} @10 2:1', '{"id":3} @20 3:1'],
      damages: [],
      commas: [8],
    })
  })

  it.each<[string, string, number, string]>([
    ['a comma is missing', '[{"id":1}\n{"id":2}]', 1, "input-damaged 2:1 @10 expected ',' or ']' between tasks, found '{'"],
    ['a comma is too many', '[{"id":1},,{"id":2}]', 1, 'input-damaged 1:11 @10 expected a task, found a comma'],
    ['a list starts with a comma', '[,{"id":1}]', 0, 'input-damaged 1:2 @1 expected a task, found a comma'],
    ['a list is closed as an object', '[{"id":1}}', 1, "input-damaged 1:10 @9 expected ',' or ']' between tasks, found '}'"],
    ['an empty list is closed as an object', '[ }', 0, "input-damaged 1:3 @2 expected a task or ']', found '}'"],
    ['something stands behind the list', '[{"id":1}]\nx', 1, "input-damaged 2:1 @11 expected the end or another task, found 'x'"],
    ['a bracket stands behind the list', '[{"id":1}]]', 1, "input-damaged 1:11 @10 expected the end or another task, found ']'"],
    ['a zero byte stands behind the list', '[]\0', 0, 'input-damaged 1:3 @2 expected the end or another task, found byte 0x00'],
    [
      'something stands behind {"tasks": […]}',
      '{"tasks":[{}]}}',
      1,
      "input-damaged 1:15 @14 expected the end or another task, found '}'",
    ],
  ])('is damaged where %s', (_, input, count, damage) => {
    const { tasks, damages } = cutEveryWay(input)
    expect(damages).toEqual([damage])
    expect(tasks).toHaveLength(count)
  })

  it.each([
    ['', 'input-empty ?:? @0 the input is empty'],
    [' \n\t\r\n', 'input-empty ?:? @5 the input is empty'],
    ['\uFEFF', 'input-empty ?:? @3 the input is empty'],
    ['null', "input-shape 1:1 @0 expected '[' or '{', found 'n'"],
    ['"x"', "input-shape 1:1 @0 expected '[' or '{', found '\"'"],
    ['\n 17', "input-shape 2:2 @2 expected '[' or '{', found '1'"],
    ['<View>', "input-shape 1:1 @0 expected '[' or '{', found '<'"],
    ['\u00fc', "input-shape 1:1 @0 expected '[' or '{', found byte 0xc3"],
    ['%PDF-1.7', "input-shape 1:1 @0 expected '[' or '{', found '%'"],
  ])('is none in %j', (input, damage) => {
    expect(cutEveryWay(input)).toEqual({ tasks: [], damages: [damage], commas: [] })
  })

  it.each<[string, Uint8Array]>([
    ['UTF-16 LE with mark', Buffer.from('\uFEFF[]', 'utf16le')],
    ['UTF-16 BE with mark', Buffer.from('\uFEFF[]', 'utf16le').swap16()],
    ['UTF-16 LE without mark', Buffer.from('[{}]', 'utf16le')],
    ['UTF-16 BE without mark', Buffer.from('[{}]', 'utf16le').swap16()],
    ['UTF-32 BE with mark', Uint8Array.of(0, 0, 0xfe, 0xff, 0, 0, 0, 0x5b)],
  ])('is told to be %s, at byte 0', (_, input) => {
    expect(cutEveryWay(input)).toEqual({
      tasks: [],
      damages: ['input-encoding ?:? @0 the input is UTF-16 or UTF-32, expected UTF-8'],
      commas: [],
    })
  })
})

describe('an input cut off at any byte', () => {
  const texts = {
    list: '[{"id":1,"t":"a]\\"}"},\n{"id":2},{"id":3}]',
    wrapper: '{"a":"x","tasks":[{"id":1},{"id":2}],"b":{"c":[1]}}',
    lines: '{"id":1,"t":"}"}\n{"id":2}\n{"id":3}\n',
  }

  it.each(Object.entries(texts))('gives the tasks before and tells where it ends: %s', (shape, text) => {
    const { tasks: all } = cut(text)
    for (let length = 1; length < text.trimEnd().length; length++) {
      const { tasks, damages } = cutEveryWay(text.slice(0, length))
      expect(tasks).toEqual(all.slice(0, tasks.length))
      const isWholeLine = shape === 'lines' && /\}\n?$/.test(text.slice(0, length)) && tasks.length > 0
      expect(damages.map((damage) => /^input-damaged .*@(\d+) it ends /.exec(damage)?.[1])).toEqual(
        isWholeLine ? [] : [String(length)],
      )
    }
  })
})

/** A JSON value as somebody might print it, with white space anywhere. */
const space = fc.stringMatching(/^[ \t\n]{0,3}$/)
const leaf = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
  fc.constantFrom('0', '-1.50e+3', 'true', 'null', '"]"', '"\\\\"', '"\\""', '100000000000000000000'),
)
const { value } = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, leaf, tie('list'), tie('object')),
  list: fc
    .tuple(space, fc.array(tie('value'), { maxLength: 3 }))
    .map(([gap, values]) => `[${values.join(`${gap},${gap}`)}${gap}]`),
  object: fc
    .tuple(
      space,
      fc.array(
        fc.tuple(
          leaf.filter((text) => text.startsWith('"') && text !== '"tasks"'),
          tie('value'),
        ),
        { maxLength: 3 },
      ),
    )
    .map(([gap, entries]) => `{${gap}${entries.map(([key, held]) => `${key}${gap}:${gap}${held}`).join(`${gap},`)}}`),
}))
const task = fc
  .tuple(space, fc.array(fc.tuple(fc.constantFrom('"id"', '"data"', '"Tasks"', '"annotations"'), value), { maxLength: 4 }))
  .map(([gap, entries]) => `{${gap}${entries.map(([key, held]) => `${key}:${gap}${held}`).join(`,${gap}`)}}`)

/** Where the tasks stand, found by adding up; the cutter has to find the same. */
function place(text: string, tasks: readonly { text: string; at: number }[]): string[] {
  return tasks.map((each) => {
    const before = text.slice(0, each.at)
    const line = before.split('\n').length
    const column = Buffer.byteLength(before.slice(before.lastIndexOf('\n') + 1)) + 1
    return `${each.text} @${Buffer.byteLength(before)} ${line}:${column}`
  })
}

describe('whatever the tasks and the chunks', () => {
  it.each<[string, string, string, string]>([
    ['a list', '[', ',', ']'],
    ['{"tasks": […]}', '{"project":{"tasks":[0]},"tasks":[', ',', '],"x":["\\"]}"]}'],
  ])('the elements of %s come out as they stand in the input', (_, opener, comma, closer) => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(space, task, space), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        (list, chunkBytes) => {
          let text = opener
          const tasks: { text: string; at: number }[] = []
          for (const [k, [before, element, after]] of list.entries()) {
            text += `${k > 0 ? comma : ''}${before}`
            tasks.push({ text: element, at: text.length })
            text += element + after
          }
          text += closer
          expect(cut(text, { chunkBytes })).toEqual({ tasks: place(text, tasks), damages: [], commas: [] })
        },
      ),
    )
  })

  it('the lines of NDJSON come out as they stand in the input', () => {
    fc.assert(
      fc.property(
        fc.array(
          task.map((text) => text.replace(/\n/g, ' ')),
          { minLength: 1, maxLength: 6 },
        ),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('\n', '\r\n', '\n\n', ' \n'),
        (list, chunkBytes, lineEnd) => {
          let text = ''
          const tasks: { text: string; at: number }[] = []
          for (const line of list) {
            tasks.push({ text: line, at: text.length })
            text += line + lineEnd
          }
          expect(cut(text, { chunkBytes })).toEqual({ tasks: place(text, tasks), damages: [], commas: [] })
        },
      ),
    )
  })

  it('any bytes at all end in tasks or in one error, the same for every size of chunks', () => {
    const soup = fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '\n', ' ', '"tasks":', '1', 'ü', '\0'), {
      maxLength: 25,
    })
    fc.assert(
      fc.property(soup, fc.constantFrom('a.json', 'a.jsonl'), (parts, name) => {
        const { damages } = cutEveryWay(parts.join(''), name)
        expect(damages.length).toBeLessThanOrEqual(1)
      }),
      { numRuns: 1000 },
    )
  })
})
