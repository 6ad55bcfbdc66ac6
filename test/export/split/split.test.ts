import { describe, expect, it } from 'vitest'
import { coco } from '../../../src/formats/coco.ts'
import type { AnyFormat, OptionValue } from '../../../src/formats/format.ts'
import { hfTokens } from '../../../src/formats/hf-tokens.ts'
import { huggingface } from '../../../src/formats/huggingface.ts'
import { imagefolder } from '../../../src/formats/imagefolder.ts'
import { json } from '../../../src/formats/json.ts'
import { pascalVoc } from '../../../src/formats/pascal-voc.ts'
import { spacy } from '../../../src/formats/spacy.ts'
import { tsv } from '../../../src/formats/tsv.ts'
import { yolo } from '../../../src/formats/yolo.ts'
import { yoloCls } from '../../../src/formats/yolo-cls.ts'
import { convert } from '../../convert.ts'

const CONFIG = `<View><Image name="img" value="$image"/>
  <RectangleLabels name="box" toName="img"><Label value="Car"/><Label value="Bus"/></RectangleLabels>
  <Choices name="sky" toName="img"><Choice value="sun"/><Choice value="rain"/></Choices></View>`
const TEXT_CONFIG = '<View><Text name="t" value="$text"/><Labels name="l" toName="t"><Label value="PER"/></Labels></View>'

/** @param label of the only box */
function task(id: number, label = 'Car', data: object = {}): object {
  const place = { to_name: 'img', original_width: 100, original_height: 50 }
  return {
    id,
    data: { image: `http://x.y/${id}.jpg`, patient: `p${id % 5}`, fold: id % 4 === 0 ? 'val' : 'train', ...data },
    annotations: [
      {
        id,
        result: [
          {
            ...place,
            id: 'r',
            from_name: 'box',
            type: 'rectanglelabels',
            value: { x: 1, y: 1, width: 10, height: 10, rotation: 0, rectanglelabels: [label] },
          },
          { ...place, id: 's', from_name: 'sky', type: 'choices', value: { choices: ['sun'] } },
        ],
      },
    ],
  }
}

const TASKS = Array.from({ length: 20 }, (_, k) => task(k + 1))

async function divide(to: AnyFormat, output: Readonly<Record<string, OptionValue>>, tasks = TASKS, config = CONFIG) {
  return convert({ tasks, config, to, output })
}

/** Split → ids of its tasks. */
async function idsOf(output: Readonly<Record<string, OptionValue>>, tasks = TASKS): Promise<Map<string, number[]>> {
  const { files } = await divide(json, output, tasks)
  return new Map(
    [...files].map(([path, bytes]) => {
      const list: { id: number }[] = JSON.parse(new TextDecoder().decode(bytes))
      return [path.replace('.json', ''), list.map(({ id }) => id)]
    }),
  )
}

describe('a task', () => {
  it('is where the first 52 bits of SHA-256 of seed and id say', async () => {
    const { createHash } = await import('node:crypto')
    const point = (id: number) => Number.parseInt(createHash('sha256').update(`7:${id}`).digest('hex').slice(0, 13), 16) / 2 ** 52
    const ids = TASKS.map((_, k) => k + 1)
    expect(await idsOf({ split: 'train=0.7,val=0.3', splitSeed: 7 })).toEqual(
      new Map([
        ['train', ids.filter((id) => point(id) < 0.7)],
        ['val', ids.filter((id) => point(id) >= 0.7)],
      ]),
    )
  })

  it('stays where it is when others come and go', async () => {
    const all = await idsOf({ split: 'train=0.7,val=0.3' })
    const some = await idsOf(
      { split: 'train=0.7,val=0.3' },
      TASKS.filter((_, k) => k % 3 === 0),
    )
    for (const [split, ids] of some) expect(all.get(split)).toEqual(expect.arrayContaining(ids))
  })

  it('stays with its group', async () => {
    const splits = await idsOf({ split: 'train=0.5,val=0.5', splitGroup: 'data.patient' })
    const groups = [...splits.values()].map((ids) => new Set(ids.map((id) => id % 5)))
    expect([...groups[0]!].filter((group) => groups[1]!.has(group))).toEqual([])
    expect(groups[0]!.size + groups[1]!.size).toBe(5)
  })

  it('without a group is one of its own, and that is said', async () => {
    const { issues } = await divide(json, { split: 'train=0.5,val=0.5', splitGroup: 'nobody' })
    expect(issues.filter(({ code }) => code === 'group-missing')).toHaveLength(20)
  })

  it('may say its split itself', async () => {
    const splits = await idsOf({ splitBy: 'data.fold' })
    expect([...splits.keys()]).toEqual(['train', 'val'])
    expect(splits.get('val')).toEqual([4, 8, 12, 16, 20])
  })

  it('that says none, or an unknown one, is reported', async () => {
    const tasks = [task(1), task(2, 'Car', { fold: null }), task(3, 'Car', { fold: '../up' })]
    const { issues, result, wrote } = await divide(json, { splitBy: 'fold' }, tasks)
    expect(issues.map(({ code, effect, task }) => [code, effect, task])).toEqual([
      ['split-missing', 'dropped', 2],
      ['split-unknown', 'dropped', 3],
    ])
    expect([result.tasksRead, result.tasksSelected, wrote.get('train tasks')]).toEqual([3, 1, 1])
  })

  it('may be tagged with it', async () => {
    const tasks = [
      { ...task(1), tags: ['x', 'test'] },
      { ...task(2), tags: ['train'] },
    ]
    expect(await idsOf({ splitBy: 'tags', split: 'train,test' }, tasks)).toEqual(
      new Map([
        ['train', [2]],
        ['test', [1]],
      ]),
    )
  })
})

it('shares of labels are kept', async () => {
  const tasks = Array.from({ length: 100 }, (_, k) => task(k + 1, k % 10 === 0 ? 'Bus' : 'Car'))
  const splits = await idsOf({ split: 'train=0.8,val=0.2', splitStratify: true }, tasks)
  const buses = [...splits.values()].map((ids) => ids.filter((id) => id % 10 === 1).length)
  expect([...splits.values()].map(({ length }) => length)).toEqual([80, 20])
  expect(buses).toEqual([8, 2])
})

describe('where splits go', () => {
  const output = { splitBy: 'data.fold' }
  const places: readonly (readonly [AnyFormat, readonly string[]])[] = [
    [coco, ['instances_train.json', 'instances_val.json']],
    [tsv, ['train.tsv', 'val.tsv']],
    [imagefolder, ['train/metadata.csv', 'val/metadata.csv']],
    [huggingface, ['train/metadata.jsonl', 'val/metadata.jsonl']],
    [yoloCls, ['classes_train.txt', 'classes_val.txt', 'index_train.jsonl', 'index_val.jsonl']],
  ]
  it.each(places)('%s', async (format, paths) => {
    expect([...(await divide(format, output)).files.keys()].sort()).toEqual(paths)
  })

  it('yolo: folders below images and labels, one data.yaml', async () => {
    const { files, text } = await divide(yolo, output)
    expect(text('data.yaml')).toBe('train: images/train\nval: images/val\nnames:\n  0: "Car"\n  1: "Bus"\n')
    expect(files.has('labels/val/4.txt') && files.has('labels/train/1.txt')).toBe(true)
    expect(text('index_val.jsonl').split('\n')).toHaveLength(6)
    expect((await divide(yolo, { split: 'train=0.6,valid=0.2,test=0.2' })).text('data.yaml')).toContain(
      'train: images/train\nval: images/valid\ntest: images/test\n',
    )
  })

  it('yolo: numbers of classes that the config lacks are the same in all', async () => {
    const tasks = [task(1, 'Van'), task(4, 'Tram'), task(8, 'Van')]
    const { text } = await divide(yolo, output, tasks)
    expect(text('classes.txt')).toBe('Car\nBus\nVan\nTram\n')
    expect([1, 4, 8].map((id) => text(`labels/${id === 1 ? 'train' : 'val'}/${id}.txt`).split(' ')[0])).toEqual(['2', '3', '2'])
  })

  it('pascal-voc: lists in ImageSets/Main', async () => {
    const { files, text } = await divide(pascalVoc, output)
    expect(text('ImageSets/Main/val.txt')).toBe('4\n8\n12\n16\n20\n')
    expect(files.has('Annotations/4.xml')).toBe(true)
  })

  it('coco: ids of images go on', async () => {
    const { text } = await divide(coco, output)
    const ids = ['train', 'val'].flatMap((split) => {
      const { images }: { images: { id: number }[] } = JSON.parse(text(`instances_${split}.json`))
      return images.map(({ id }) => id)
    })
    expect(ids).toEqual(TASKS.map((_, k) => k))
  })

  it('texts: a file each, and a card that names them', async () => {
    const texts = [1, 4].map((id) => ({
      id,
      data: { text: 'Ann sings.', fold: id === 4 ? 'test' : 'train' },
      annotations: [
        {
          id,
          result: [
            { id: 'r', from_name: 'l', to_name: 't', type: 'labels', value: { start: 0, end: 3, text: 'Ann', labels: ['PER'] } },
          ],
        },
      ],
    }))
    expect([...(await divide(spacy, output, texts, TEXT_CONFIG)).files.keys()]).toEqual(['train.spacy', 'test.spacy'])
    const tokens = await divide(hfTokens, output, texts, TEXT_CONFIG)
    expect([...tokens.files.keys()]).toEqual(['train.jsonl', 'test.jsonl', 'labels.json', 'README.md'])
    expect(tokens.text('README.md')).toContain('  - split: test\n    path: test.jsonl')
  })
})
