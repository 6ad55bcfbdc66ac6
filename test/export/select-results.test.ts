import { describe, expect, it } from 'vitest'
import { findFormat } from '../../src/formats/index.ts'
import { convert } from '../convert.ts'
import { annotation, choice, type Fields, selected, span, TEXT_CONFIG, task } from './projects.ts'

describe('which results: JSON loses them and nothing else', () => {
  const ABSENT = span('n', 0, 'ABSENT')
  const NOTE = { id: 'a', from_name: 'note', to_name: 'text', type: 'textarea', value: { start: 0, end: 6, text: ['hm'] } }
  const RELATION = { type: 'relation', from_id: 'a', to_id: 'b', direction: 'right' }
  const ALL: readonly Fields[] = [
    span('a', 0, 'PER'),
    ABSENT,
    span('b', 7, 'LOC', 'PER'),
    NOTE,
    choice('work'),
    RELATION,
    span('l', 14, 'LOC'),
  ]
  const [PER, , BOTH, , WORK, , LOC] = ALL

  it.each<[object, readonly unknown[]]>([
    [{}, ALL],
    [{ labels: 'PER' }, [PER, BOTH, NOTE, RELATION]],
    [{ labels: 'LOC' }, [BOTH, LOC]],
    [{ labels: 'work' }, [WORK]],
    [{ labels: 'nothing' }, []],
    [{ controls: 'label' }, [PER, ABSENT, BOTH, RELATION, LOC]],
    [{ controls: 'note' }, [NOTE]],
    [{ controls: 'topic,note' }, [NOTE, WORK]],
    [{ kinds: 'entity' }, [PER, BOTH, NOTE, LOC]],
    [{ kinds: 'assertion' }, [ABSENT]],
    [{ kinds: 'choice' }, [WORK]],
    [{ kinds: 'relation' }, [RELATION]],
    [{ kinds: 'entity,relation' }, [PER, BOTH, NOTE, RELATION, LOC]],
    [{ kinds: 'entity,relation', labels: 'LOC' }, [BOTH, LOC]],
    [{ kinds: 'entity', controls: 'label', labels: 'PER' }, [PER, BOTH]],
  ])('%j', async (selection, results) => {
    const tasks = [task(1, [annotation(1, { lead_time: 2.5 }, ...ALL)], { odd: { b: 1, a: [] } })]
    const { text } = await selected(tasks, { ...selection })
    expect(text('result.json')).toBe(
      `[\n${JSON.stringify({ ...tasks[0], annotations: [{ id: 1, result: results, lead_time: 2.5 }] })}\n]\n`,
    )
  })

  it('letter for letter: spelling, spaces, unreadable results and everything unknown stay', async () => {
    const before = '{ "id" : 1.0,\t"data":{"text":"\\u0041\\/"}, "annotations": [ {"x":1E2,"result":[ null'
    const cut = '{"id":"a","from_name":"label","to_name":"text","type":"labels","value":{"start":0,"end":1,"labels":["LOC"]}}'
    const stays = '{"id":"b", "from_name":"label","to_name":"text","type":"labels","value":{"start":0,"end":1,"labels":["PER"]}}'
    const after = ' ] } ], "predictions": [12,  13], "z":[1.10] }'
    const { text } = await convert({
      tasks: `[${before} , ${cut},\n${stays}${after}]`,
      config: TEXT_CONFIG,
      to: findFormat('json')!,
      selection: { labels: 'PER' },
    })
    expect(text('result.json')).toBe(`[\n${before},\n${stays}${after}\n]\n`)
  })

  it('annotations and predictions that were not chosen are cut out, those beside them stay as they are', async () => {
    const text =
      '[{"id":1,"data":{},"annotations":[ {"id":1,"ground_truth":false} , {"id":2,"ground_truth":true } ],"predictions":[{"id":3},7]}]'
    const { text: written } = await convert({
      tasks: text,
      to: findFormat('json')!,
      selection: { onlyGroundTruth: true, predictions: 'none' },
    })
    expect(written('result.json')).toBe(
      '[\n{"id":1,"data":{},"annotations":[ {"id":2,"ground_truth":true } ],"predictions":[7]}\n]\n',
    )
  })
})
