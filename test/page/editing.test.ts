import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { readTask } from '../../src/dialects/read-task.ts'
import { parseJson } from '../../src/json/node.ts'
import { EMPTY_CONFIG } from '../../src/model/label-config.ts'
import type { Rectangle } from '../../src/model/shape.ts'
import type { Annotation } from '../../src/model/task.ts'
import { toggleChoice } from '../../src/page/screens/edit/choices.ts'
import {
  addRegion,
  answer,
  changeShape,
  relabel,
  removeRegion,
  resultText,
  taskWith,
} from '../../src/page/screens/edit/result-edits.ts'
import { dragged, drawnBetween, handlesOf, moved } from '../../src/page/screens/edit/shape-edits.ts'
import { fieldsOf, withField } from '../../src/page/screens/edit/shape-fields.ts'
import { dialogueSpanOf, spanOf, trimmedRange } from '../../src/page/screens/edit/text-spans.ts'
import { hotkeysOf, readOnlyControls, toolsOf } from '../../src/page/screens/edit/tools.ts'

const CONFIG = parseLabelConfig(`<View><Image name="image" value="$image"/><Audio name="audio" value="$audio"/>
  <RectangleLabels name="box" toName="image"><Label value="Car"/><Label value="Bus" hotkey="b"/></RectangleLabels>
  <Labels name="kinds" toName="image"><Label value="A"/></Labels><Polygon name="poly" toName="image"/>
  <BrushLabels name="brush" toName="image"><Label value="Dirt"/></BrushLabels>
  <Labels name="speaker" toName="audio"><Label value="Agent"/></Labels>
  <TextArea name="words" toName="audio" perRegion="true"/>
  <Choices name="light" toName="image"><Choice value="Day"/><Choice value="Night"/></Choices>
  <Choices name="weather" toName="image" choice="multiple"><Choice value="Rain"/><Choice value="Fog"/></Choices></View>`)
const control = (name: string) => CONFIG.controls.find((one) => one.name === name)!

/** With numbers and members that must stay as they are spelled. */
const STORED = `[{"id":"b1","from_name":"box","to_name":"image","type":"rectanglelabels","original_width":200,"original_height":100,"value":{"x":10.0,"y":20,"width":30,"height":25.50,"rotation":0,"rectanglelabels":["Car"]},"meta":{"big":12345678901234567890}},{"from_id":"b1","to_id":"b2","type":"relation","direction":"right"},{"id":"c","from_name":"light","to_name":"image","type":"choices","value":{"choices":["Day"]}}]`

function annotationOf(result: string): Annotation {
  return taskWith(readTask(parseJson('{"id": 7, "data": {"image": "a.jpg"}}'), 0, EMPTY_CONFIG), result, CONFIG).annotations[0]!
}

describe('edits of results', () => {
  const annotation = annotationOf(STORED)
  const [region] = annotation.regions
  const shape = region!.shape

  it('leave everything else word for word', () => {
    expect(resultText(annotation)).toBe(STORED)
    expect(changeShape(annotation, region!, shape)).toBe(STORED)
    if (shape.kind !== 'rectangle') throw new Error(shape.kind)
    expect(changeShape(annotation, region!, { ...shape, y: 21.5 })).toBe(STORED.replace('"y":20', '"y":21.5'))
    expect(changeShape(annotation, region!, { ...shape, rotation: 15 })).toBe(STORED.replace('"rotation":0', '"rotation":15'))
  })

  it('relabel, but not by a control of another kind', () => {
    expect(relabel(annotation, region!, control('box'), ['Bus'])).toBe(STORED.replace('"Car"', '"Bus"'))
    expect(relabel(annotation, region!, control('kinds'), ['A'])).toBeUndefined()
  })

  it('remove a region with its relations', () => {
    const after = annotationOf(removeRegion(annotation, region!))
    expect(after.regions).toEqual([])
    expect(after.relations).toEqual([])
    expect(after.answers).toHaveLength(1)
  })

  it('find a region of an earlier state by its id', () => {
    const later = annotationOf(toggleChoice(annotation, control('light'), undefined, 'Night'))
    expect(annotationOf(removeRegion(later, region!)).regions).toEqual([])
  })

  it('tell two regions apart that share an id', () => {
    const twice = annotationOf(
      `[${[10, 50].map((x) => STORED.slice(1).split(',{"from_id"')[0]!.replace('"x":10.0', `"x":${x}`)).join(',')}]`,
    )
    expect(twice.regions).toHaveLength(2)
    const [left] = annotationOf(removeRegion(twice, twice.regions[1]!)).regions
    expect(left?.shape).toMatchObject({ x: 10 })
  })

  it('add a region as Label Studio spells it', () => {
    const drawn: Rectangle = { kind: 'rectangle', x: 1, y: 2, width: 3, height: 4, rotation: 0 }
    const base = { id: 'n', toName: 'image', shape: drawn, mediaSize: { width: 200, height: 100 } }
    const text = addRegion(annotationOf('[]'), { ...base, draw: undefined, labels: control('box'), label: 'Bus' })
    expect(JSON.parse(text)).toEqual([
      {
        original_width: 200,
        original_height: 100,
        image_rotation: 0,
        value: { x: 1, y: 2, width: 3, height: 4, rotation: 0, rectanglelabels: ['Bus'] },
        id: 'n',
        from_name: 'box',
        to_name: 'image',
        type: 'rectanglelabels',
        origin: 'manual',
      },
    ])
  })

  it('add a bare shape and its labels as two results of one region', () => {
    const points = [
      { x: 1, y: 1 },
      { x: 9, y: 1 },
      { x: 9, y: 9 },
    ]
    const shape = { kind: 'polygon', points } as const
    const text = addRegion(annotationOf('[]'), {
      id: 'n',
      toName: 'image',
      shape,
      draw: control('poly'),
      labels: control('kinds'),
      label: 'A',
    })
    expect(JSON.parse(text).map(({ type }: { type: string }) => type)).toEqual(['polygon', 'labels'])
    expect(annotationOf(text).regions).toMatchObject([{ id: 'n', labels: ['A'], shape }])
  })

  it('answer about the task, and take the answer back', () => {
    const night = annotationOf(toggleChoice(annotation, control('light'), undefined, 'Night'))
    expect(resultText(night)).toBe(STORED.replace('"Day"', '"Night"'))
    expect(annotationOf(toggleChoice(night, control('light'), undefined, 'Night')).answers).toEqual([])
    const fog = annotationOf(toggleChoice(annotation, control('weather'), undefined, 'Fog'))
    const both = annotationOf(toggleChoice(fog, control('weather'), undefined, 'Rain'))
    expect(both.answers[1]?.value?.value()).toEqual(['Rain', 'Fog'])
  })

  it('transcribe a segment: the text is a result of the same region', () => {
    const segment = { kind: 'segment', startSeconds: 0.5, endSeconds: 2, channel: undefined } as const
    const drawn = {
      id: 's',
      toName: 'audio',
      shape: segment,
      draw: undefined,
      labels: control('speaker'),
      label: 'Agent',
      mediaSeconds: 9,
    }
    const spoken = annotationOf(addRegion(annotationOf('[]'), drawn))
    const given = { control: control('words'), region: spoken.regions[0], type: 'textarea', key: 'text', id: 'unused' }
    const after = annotationOf(answer(spoken, { ...given, value: ['Hello'] }))
    expect(after.regions).toHaveLength(1)
    expect(after.regions[0]?.attributes[0]?.value?.value()).toEqual(['Hello'])
    expect(after.results[1]?.value?.value()).toMatchObject({ start: 0.5, end: 2, channel: 0, text: ['Hello'] })
    const again = annotationOf(answer(after, { ...given, region: after.regions[0], value: ['Hello?'] }))
    expect(again.results).toHaveLength(2)
    expect(annotationOf(answer(again, { ...given, region: again.regions[0], value: undefined })).results).toHaveLength(1)
  })
})

describe('tools', () => {
  it('are those that can be drawn here; others are named', () => {
    expect(toolsOf(CONFIG).map(({ kind, toName, draw, labels }) => [kind, toName, draw?.name, labels?.name])).toEqual([
      ['rectangle', 'image', undefined, 'box'],
      ['polygon', 'image', 'poly', 'kinds'],
      ['segment', 'audio', undefined, 'speaker'],
    ])
    expect(readOnlyControls(CONFIG).map(({ name }) => name)).toEqual(['brush'])
  })

  it('have the keys of the config, and digits for the rest', () => {
    expect(hotkeysOf(CONFIG).map(({ key, label }) => `${key} ${label.name}`)).toEqual([
      '1 Car',
      'b Bus',
      '2 A',
      '3 Agent',
      '4 Day',
      '5 Night',
      '6 Rain',
      '7 Fog',
    ])
  })
})

describe('edits of shapes', () => {
  const size = { width: 200, height: 100 }
  const box: Rectangle = { kind: 'rectangle', x: 10, y: 20, width: 30, height: 40, rotation: 0 }
  const cornersOf = (shape: Rectangle) => handlesOf(shape, size, 10).map(({ at }) => [Math.round(at.x), Math.round(at.y)])

  it('move, and keep inside what was inside', () => {
    expect(moved(box, { x: 20, y: 5 }, size)).toMatchObject({ x: 20, y: 25 })
    expect(moved(box, { x: -900, y: 900 }, size)).toMatchObject({ x: 0, y: 60 })
    expect(moved({ ...box, x: -20 }, { x: 10, y: 0 }, size)).toMatchObject({ x: -15 })
  })

  it.each([0, 1, 2, 3])('drag corner %i, the one behind it stays', (place) => {
    const turned = { ...box, rotation: 30 }
    const before = cornersOf(turned)
    const to = { x: before[place]![0]! + 4, y: before[place]![1]! - 3 }
    const after = dragged(turned, { kind: 'corner', place }, to, to, size)
    expect(after).toMatchObject({ rotation: 30 })
    if (after.kind !== 'rectangle') throw new Error(after.kind)
    expect(cornersOf(after)[(place + 2) % 4]).toEqual(before[(place + 2) % 4])
    expect(cornersOf(after)[place]).toEqual([to.x, to.y])
  })

  it('turn about the middle', () => {
    const after = dragged(box, { kind: 'angle' }, { x: 0, y: 0 }, { x: 150, y: 40 }, size)
    expect(after).toMatchObject({ rotation: 90, width: 30, height: 40 })
    const sum = (shape: Rectangle) =>
      cornersOf(shape)
        .slice(0, 4)
        .reduce(([x, y], [dx, dy]) => [x! + dx!, y! + dy!], [0, 0])
    if (after.kind === 'rectangle') expect(sum(after)).toEqual(sum(box))
  })

  it('draw between two points, inside of the picture', () => {
    expect(drawnBetween('rectangle', { x: 300, y: 50 }, { x: 100, y: -9 }, size)).toEqual({
      ...box,
      x: 50,
      y: 0,
      width: 50,
      height: 50,
    })
    expect(drawnBetween('ellipse', { x: 0, y: 0 }, { x: 100, y: 100 }, size)).toMatchObject({
      x: 25,
      y: 50,
      radiusX: 25,
      radiusY: 50,
    })
  })

  it('take typed numbers, but no impossible ones', () => {
    expect(fieldsOf(box).map(({ value }) => value)).toEqual([10, 20, 30, 40, 0])
    expect(withField(box, 'width', 5)).toEqual({ ...box, width: 5 })
    expect(withField(box, 'width', 0)).toBeUndefined()
    const ellipse = { kind: 'ellipse', x: 50, y: 50, radiusX: 10, radiusY: 20, rotation: 0 } as const
    expect(withField(ellipse, 'left', 30)).toEqual({ ...ellipse, x: 40 })
    const segment = { kind: 'segment', startSeconds: 1, endSeconds: 2, channel: 0 } as const
    expect(withField(segment, 'end', 0.5)).toBeUndefined()
    expect(withField(segment, 'start', 1.5)).toEqual({ ...segment, startSeconds: 1.5 })
  })
})

describe('spans', () => {
  it('are counted in code points, without white space at their ends', () => {
    const text = '😀 Ada 😀 Bob'
    expect(trimmedRange({ text }, { start: 2, end: 7 })).toEqual({ start: 3, end: 6 })
    expect(trimmedRange({ text }, { start: 2, end: 3 })).toBeUndefined()
    expect(spanOf({ text }, { start: 3, end: 6 })).toEqual({ kind: 'span', start: 2, end: 5, text: 'Ada' })
    expect(spanOf({ text }, { start: 10, end: 13 })).toMatchObject({ start: 8, end: 11, text: 'Bob' })
  })

  it('of dialogues are counted from the start of their paragraphs', () => {
    const document = { text: '😀 one\n😀 two three\nfour', paragraphs: [0, 7, 20] }
    expect(dialogueSpanOf(document, { start: 10, end: 13 })).toEqual({
      kind: 'dialogue-span',
      startParagraph: 1,
      endParagraph: 1,
      startOffset: 2,
      endOffset: 5,
      text: 'two',
    })
    expect(dialogueSpanOf(document, { start: 14, end: 24 })).toMatchObject({
      startParagraph: 1,
      endParagraph: 2,
      startOffset: 6,
      endOffset: 4,
    })
  })
})
