import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { readTask } from '../../src/dialects/read-task.ts'
import { parseJson } from '../../src/json/node.ts'
import { kappaOf } from '../../src/projects/statistics/agreement.ts'
import { HistogramCounter } from '../../src/projects/statistics/histogram-counter.ts'
import { overlapOf } from '../../src/projects/statistics/overlap.ts'
import type { ProjectStatistics } from '../../src/projects/statistics/statistics.ts'
import { StatisticsCounter } from '../../src/projects/statistics/statistics-counter.ts'

const CONFIG = parseLabelConfig(`<View>
  <Image name="image" value="$image"/><Text name="text" value="$text"/>
  <RectangleLabels name="box" toName="image"><Label value="Car"/><Label value="Bus"/></RectangleLabels>
  <PolygonLabels name="poly" toName="image"><Label value="Car"/></PolygonLabels>
  <Labels name="ner" toName="text"><Label value="PER"/></Labels>
  <Choices name="mood" toName="text"><Choice value="good"/><Choice value="bad"/></Choices>
</View>`)

const SIZE = { original_width: 200, original_height: 100, to_name: 'image' }

function box(label: string, x: number, y: number, width: number, height: number): object {
  const value = { x, y, width, height, rotation: 0, rectanglelabels: [label] }
  return { id: `${label}${x}`, type: 'rectanglelabels', from_name: 'box', ...SIZE, value }
}

function polygon(...points: readonly (readonly [number, number])[]): object {
  return { id: 'p', type: 'polygonlabels', from_name: 'poly', ...SIZE, value: { points, polygonlabels: ['Car'] } }
}

function span(start: number, end: number, text: string): object {
  return { id: `s${start}`, type: 'labels', from_name: 'ner', to_name: 'text', value: { start, end, text, labels: ['PER'] } }
}

function choice(value: string): object {
  return { id: 'c', type: 'choices', from_name: 'mood', to_name: 'text', value: { choices: [value] } }
}

function by(person: number, ...result: readonly object[]): object {
  return { id: person, completed_by: person, created_at: `2024-01-0${person}T12:00:00Z`, lead_time: 10 * person, result }
}

function statistics(...tasks: readonly (readonly object[])[]): ProjectStatistics {
  const counter = new StatisticsCounter(CONFIG, (id) => `person ${id}`)
  for (const [k, annotations] of tasks.entries()) {
    const task = { id: k + 1, data: { image: 'a.jpg', text: 'Ann met Bob' }, annotations }
    counter.add(readTask(parseJson(JSON.stringify(task)), k, CONFIG))
  }
  return counter.result()
}

function overlap(a: object, b: object): number {
  const [first, second] = [a, b].map((result) => {
    const document = { id: 1, data: { image: 'a.jpg' }, annotations: [{ id: 1, result: [result] }] }
    return readTask(parseJson(JSON.stringify(document)), 0, CONFIG).annotations[0]!.regions[0]!
  })
  return overlapOf(first!, second!)
}

describe('overlap', () => {
  it('of boxes is exact', () => {
    expect(overlap(box('Car', 0, 0, 20, 20), box('Car', 10, 0, 20, 20))).toBeCloseTo(1 / 3, 12)
    expect(overlap(box('Car', 0, 0, 20, 20), box('Car', 0, 0, 20, 20))).toBe(1)
    expect(overlap(box('Car', 0, 0, 20, 20), box('Car', 20, 0, 20, 20))).toBe(0)
  })

  it('of polygons is near', () => {
    const triangle = polygon([0, 0], [50, 0], [0, 50])
    expect(overlap(triangle, triangle)).toBe(1)
    expect(overlap(triangle, box('Car', 0, 0, 50, 50))).toBeCloseTo(0.5, 1)
  })
})

describe('Cohen’s kappa', () => {
  it('is that of the textbook', () => {
    const pairs = [
      { left: 'yes', right: 'yes', count: 20 },
      { left: 'yes', right: 'no', count: 5 },
      { left: 'no', right: 'yes', count: 10 },
      { left: 'no', right: 'no', count: 15 },
    ]
    expect(kappaOf(pairs)).toBeCloseTo(0.4, 12)
    expect(kappaOf([{ left: 'yes', right: 'yes', count: 3 }])).toBe(1)
  })
})

describe('a histogram', () => {
  it('counts each value once, at both ends too', () => {
    const counter = new HistogramCounter([0, 10, 20])
    for (const value of [-1, 0, 9.9, 10, 20, 1000, Number.NaN]) counter.add(value)
    expect(counter.result().counts).toEqual([3, 1, 2])
  })
})

describe('statistics of a project', () => {
  it('count labels, alone and together, people and days', () => {
    const skipped = { ...by(3), was_cancelled: true }
    const found = statistics(
      [by(1, box('Car', 0, 0, 20, 20), box('Car', 50, 0, 20, 20), choice('good'))],
      [by(2, box('Bus', 0, 0, 20, 20), choice('good')), skipped],
      [],
    )
    expect(found).toMatchObject({ tasks: 3, annotatedTasks: 2 })
    expect(found.labels).toEqual([
      { label: 'Car', regions: 2, tasks: 1 },
      { label: 'good', regions: 2, tasks: 2 },
      { label: 'Bus', regions: 1, tasks: 1 },
    ])
    expect(found.together).toEqual([
      { first: 'Bus', second: 'good', tasks: 1 },
      { first: 'Car', second: 'good', tasks: 1 },
    ])
    expect(found.annotators).toEqual([
      { name: 'person 1', annotations: 1, skipped: 0, groundTruths: 0, meanLeadTime: 10 },
      { name: 'person 2', annotations: 1, skipped: 0, groundTruths: 0, meanLeadTime: 20 },
      { name: 'person 3', annotations: 0, skipped: 1, groundTruths: 0, meanLeadTime: 30 },
    ])
    expect(found.progress).toEqual([
      { day: '2024-01-01', annotations: 1 },
      { day: '2024-01-02', annotations: 1 },
    ])
  })

  it('compare what two people said of the same tasks', () => {
    const found = statistics(
      [
        by(1, box('Car', 0, 0, 20, 20), box('Bus', 50, 50, 20, 20), choice('good')),
        by(2, box('Car', 5, 0, 20, 20), choice('good')),
      ],
      [by(1, span(0, 3, 'Ann'), span(8, 11, 'Bob'), choice('good')), by(2, span(0, 3, 'Ann'), choice('bad'))],
      [by(1, choice('bad')), by(2, choice('bad'))],
      [by(1, choice('good'))],
    )
    expect(found.agreement).toHaveLength(1)
    const [pair] = found.agreement
    expect(pair).toMatchObject({ first: 'person 1', second: 'person 2', tasks: 3 })
    expect(pair?.shapes).toBeCloseTo(2 / 3, 12) // one match of two and one
    expect(pair?.overlap).toBeCloseTo(0.6, 12)
    expect(pair?.spans).toBeCloseTo(2 / 3, 12)
    expect(pair?.kappa).toBeCloseTo(0.4, 12) // observed 2/3, expected 2/3 × 1/3 + 1/3 × 2/3
  })

  it('do not take another label for agreement', () => {
    const found = statistics([by(1, box('Car', 0, 0, 20, 20)), by(2, box('Bus', 0, 0, 20, 20))])
    expect(found.agreement[0]).toMatchObject({ shapes: 0, overlap: undefined, spans: undefined, kappa: undefined })
  })

  it('know sizes and forms of boxes', () => {
    const found = statistics([by(1, box('Car', 0, 0, 20, 20), box('Car', 50, 0, 4, 4))])
    const at = ({ edges, counts }: ProjectStatistics['boxSizes'], edge: number) => counts[edges.indexOf(edge)]
    expect([at(found.boxSizes, 20), at(found.boxSizes, 2)]).toEqual([1, 1])
    expect(at(found.aspectRatios, 2)).toBe(2) // 20 % of 200 pixels by 20 % of 100
  })

  it('name tasks that somebody should look at', () => {
    const found = statistics(
      [by(1, box('Car', 90, 0, 20, 20))],
      [by(1, box('Car', 0, 0, 0, 20))],
      [by(1, span(0, 3, 'Bob'))],
      [by(1)],
      [by(1, span(0, 3, 'Ann'), box('Car', 70, 0, 30, 20))],
      [],
    )
    expect(found.suspicions).toEqual([
      { kind: 'empty', tasks: 1, examples: [4] },
      { kind: 'outside', tasks: 1, examples: [1] },
      { kind: 'zero-size', tasks: 1, examples: [2] },
      { kind: 'offset-mismatch', tasks: 1, examples: [3] },
    ])
  })
})
