import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { brief, golden, run, type Span, taskOf } from './run.ts'

describe('conll2003 tags', () => {
  const NEIGHBOURS = taskOf('Ann Bob met New York', [
    ['Ann', 'PER'],
    ['Bob', 'PER'],
    ['New York', 'LOC'],
  ])

  it.each([
    ['IOB2', 'Ann/B-PER Bob/B-PER met/O New/B-LOC York/I-LOC'],
    ['IOB1', 'Ann/I-PER Bob/B-PER met/O New/I-LOC York/I-LOC'],
    ['BILOU', 'Ann/U-PER Bob/U-PER met/O New/B-LOC York/L-LOC'],
  ])('%s', async (scheme, expected) => {
    expect(brief((await run([NEIGHBOURS], { scheme })).conll)).toBe(expected)
  })

  it('R14: overlaps go to the longest, whatever was stored first, and every dropped span is reported', async () => {
    const { conll, said, wrote } = await golden('ner_overlap')
    expect(brief(conll).split(' | ')).toEqual([
      'Bank/B-LOC of/I-LOC America/I-LOC Tower/I-LOC in/O New/B-LOC York/I-LOC City/I-LOC opened/O ./O',
      'Bank/O of/O America/B-ORG Tower/I-ORG in/I-ORG New/O York/O City/O opened/O ./O',
      'Bank/O of/O America/O Tower/O in/O New/B-LOC York/B-LOC City/B-ORG opened/O ./O',
      'Bank/B-ORG of/O America/O Tower/O in/O New/O York/O City/O opened/O ./O',
    ])
    expect(said.sort()).toEqual(['o12', 'o2', 'o3', 'o5', 'o7'].map((region) => `dropped span-overlapped ${region}`))
    expect(wrote.get('regions')).toBe(7)
  })

  it('R14: with `first`, the span that starts first wins', async () => {
    const tasks = [
      taskOf('a b c d e', [
        ['b c d', 'PER', 2],
        ['a b', 'LOC', 0],
        ['e', 'ORG', 8],
      ]),
    ]
    const { conll, issues } = await run(tasks, { overlaps: 'first' })
    expect(brief(conll)).toBe('a/B-LOC b/I-LOC c/O d/O e/B-ORG')
    expect(issues.map(({ region, message }) => [region, message])).toEqual([['s0', 'overlaps `LOC "a b"` (first wins)']])
  })

  it('R14: with `error`, an overlap stops the run and says where', async () => {
    const tasks = [
      taskOf('New York City', [
        ['New York', 'LOC'],
        ['York City', 'ORG'],
      ]),
    ]
    await expect(run(tasks, { overlaps: 'error' })).rejects.toMatchObject({
      code: 'spans-overlap',
      message: 'LOC "New York" overlaps ORG "York City", and a token takes one tag',
      where: { task: 1, annotation: 7, region: 's0' },
    })
  })

  it('a repeated span with the same label is in the output once and reported as such, not as lost', async () => {
    const { conll, said, wrote } = await run([
      taskOf('Bob left', [
        ['Bob', 'PER'],
        ['Bob', 'PER'],
      ]),
    ])
    expect(brief(conll)).toBe('Bob/B-PER left/O')
    expect(said).toEqual(['approximated span-overlapped s1'])
    expect(wrote.get('regions')).toBe(2)
  })

  it('R15: a span smaller than a token splits it, and so do two spans in one token', async () => {
    const tasks = [
      taskOf('foo-bar-baz', [
        ['foo', 'PER'],
        ['baz', 'LOC'],
      ]),
    ]
    const { conll, said } = await run(tasks)
    expect(brief(conll)).toBe('foo/B-PER -bar-/O baz/B-LOC')
    expect(said).toEqual([])
    const whole = await run(tasks, { splitTokens: false })
    expect(brief(whole.conll)).toBe('foo-bar-baz/B-PER')
    expect(whole.said.sort()).toEqual(['approximated span-cut s0', 'dropped span-overlapped s1'])
    expect(whole.wrote.get('regions')).toBe(1)
  })

  it('R15: Chinese, Japanese and Thai are cut into words', async () => {
    const tasks = [
      taskOf('中国北京。日本东京。', [
        ['北京', 'LOC'],
        ['东京', 'LOC'],
      ]),
    ]
    expect(brief((await run(tasks)).conll)).toBe('中国/O 北京/B-LOC 。/O | 日本/O 东京/B-LOC 。/O')
    expect(brief((await run([taskOf('ภาษาไทย', [])])).conll)).toBe('ภาษา/O ไทย/O')
    expect(brief((await run([taskOf('東京大学', [])])).conll)).toBe('東京/O 大学/O')
    const kept = await run(tasks, { segmentUnspaced: false, splitTokens: false, sentences: 'document', tokenizer: 'whitespace' })
    expect(brief(kept.conll)).toBe('中国北京。日本东京。/B-LOC')
  })

  it('R16: a span without offsets takes no other span with it', async () => {
    const task = taskOf('Bob left', [
      ['Bob', 'PER'],
      ['left', 'ORG'],
    ])
    const value = task.annotations[0]!.result[1]!.value as Record<string, unknown>
    value.start = null
    value.end = null
    const { conll, said, wrote } = await run([task])
    expect(brief(conll)).toBe('Bob/B-PER left/O')
    expect(said).toEqual(['dropped region-invalid s1'])
    expect(wrote.get('regions')).toBe(1)
  })

  const TWO = `<View><Labels name="per" toName="text"><Label value="PER"/></Labels>
    <Labels name="loc" toName="text"><Label value="LOC"/></Labels><Text name="text" value="$text"/></View>`
  const twoControls = (spans: readonly Span[]) => {
    const task = taskOf('New York Bob left', spans)
    for (const result of task.annotations[0]!.result) result.from_name = result.value.labels[0] === 'PER' ? 'per' : 'loc'
    return task
  }

  it('R17: the labels of all controls are written', async () => {
    const { conll } = await run(
      [
        twoControls([
          ['New York', 'LOC'],
          ['Bob', 'PER'],
        ]),
      ],
      {},
      TWO,
    )
    expect(brief(conll)).toBe('New/B-LOC York/I-LOC Bob/B-PER left/O')
  })

  it('R17: `columns` writes a tag column per control, in config order', async () => {
    const task = twoControls([
      ['New York Bob', 'PER'],
      ['New York', 'LOC'],
      ['York', 'LOC'],
    ])
    const { conll, said } = await run([task], { overlaps: 'columns' }, TWO)
    expect(conll.startsWith('-DOCSTART- -X- O O\n')).toBe(true)
    expect(brief(conll)).toBe('New/B-PER+B-LOC York/I-PER+I-LOC Bob/I-PER+O left/O+O')
    expect(said).toEqual(['dropped span-overlapped s2'])
  })

  it('of an entity and an assertion on the same characters the entity is kept, whichever was stored first', async () => {
    const config = `<View><Labels name="label" toName="text"><Label value="ABSENT" assertion="true"/><Label value="PROBLEM"/></Labels>
      <Text name="text" value="$text"/></View>`
    const tasks = [
      taskOf('no fever', [
        ['fever', 'ABSENT'],
        ['fever', 'PROBLEM'],
      ]),
    ]
    const { conll, said } = await run(tasks, {}, config)
    expect(brief(conll)).toBe('no/O fever/B-PROBLEM')
    expect(said).toEqual(['dropped span-overlapped s0'])
    const both = await run(tasks, { overlaps: 'columns' }, config)
    expect(brief(both.conll)).toBe('no/O+O fever/B-PROBLEM+B-ABSENT')
    expect(both.said).toEqual([])
  })

  it('R18: goldens of ner_basic that are right as they stand come out equal, final periods stand alone, sentences are parted', async () => {
    const peer = readFileSync('test/fixtures/goldens/ner_basic/CONLL2003/result.conll', 'utf8').split('\n\n')
    const mine = (await golden('ner_basic')).conll.split('\n\n')
    expect([mine[0], mine[4], mine[6]]).toEqual([peer[0], peer[2], peer[4]])
    expect(brief(mine.slice(1, 4).join('\n\n'))).toBe(
      'First/O line/O ends/O here/O ./O | Second/O line/O :/O Bob/B-PER Smith/I-PER lives/O in/O New/B-LOC York/I-LOC ./O | Third/O ,/O after/O a/O blank/O line/O ;/O Bob/B-PER left/O ./O',
    )
    expect(brief(mine[5]!)).toBe('AHU-G1-V-1-1/B-ORG -Ctrl-Md/O is/O up/O')
  })

  it('R18: an entity over a line or sentence end stays in one sentence', async () => {
    expect(brief((await run([taskOf('in New\nYork. Bob', [['New\nYork', 'LOC']])])).conll)).toBe(
      'in/O New/B-LOC York/I-LOC ./O | Bob/O',
    )
    expect(brief((await run([taskOf('Yahoo! Inc left', [['Yahoo! Inc', 'ORG']])])).conll)).toBe(
      'Yahoo/B-ORG !/I-ORG Inc/I-ORG left/O',
    )
  })

  it('R19: white space in labels becomes an underscore and is reported', async () => {
    const { conll, issues } = await run([taskOf('Bob left', [['Bob', 'Big Person']])])
    expect(conll).toContain('Bob -X- _ B-Big_Person\n')
    expect(issues.map(({ message }) => message)).toEqual(['the label `Big Person` is written as `Big_Person`'])
  })

  it('several labels: the first is written and the rest reported; none: reported, or a name of the user’s', async () => {
    const task = taskOf('Bob left', [
      ['Bob', 'PER'],
      ['left', 'ORG'],
    ])
    task.annotations[0]!.result[0]!.value.labels.push('LOC')
    task.annotations[0]!.result[1]!.value.labels = []
    const { conll, said } = await run([task])
    expect(brief(conll)).toBe('Bob/B-PER left/O')
    expect(said.sort()).toEqual(['approximated labels-cut s0', 'dropped region-unlabelled s1'])
    expect(brief((await run([task], { unlabelledAs: 'MISC' })).conll)).toBe('Bob/B-PER left/B-MISC')
  })
})
