import { describe, expect, it } from 'vitest'
import { seriesLabels } from '../../src/formats/series-labels.ts'
import { convert } from '../convert.ts'
import { goldenInput } from './goldens.ts'
import { issuesOf } from './text-cases.ts'

const config = (
  attributes: string,
) => `<View><TimeSeries name="ts" value="$series" ${attributes}><Channel column="v"/></TimeSeries>
  <TimeSeriesLabels name="kind" toName="ts"><Label value="Run"/><Label value="Walk"/></TimeSeriesLabels></View>`
const range = (id: string, start: unknown, end: unknown, labels: readonly string[]) => ({
  ...{ id, from_name: 'kind', to_name: 'ts', type: 'timeserieslabels' },
  value: { start, end, instant: start === end, timeserieslabels: labels },
})

async function run(series: unknown, result: readonly object[], attributes = 'timeColumn="t"') {
  const tasks = [{ id: 1, data: { series }, annotations: [{ id: 10, result }] }]
  const converted = await convert({ tasks, config: config(attributes), to: seriesLabels })
  const table = 'series/task-1-annotation-10-ts.csv'
  const lines = (path: string) => converted.text(path).split('\r\n').slice(0, -1)
  return {
    ranges: lines('ranges.csv'),
    series: converted.files.has(table) ? lines(table) : undefined,
    issues: issuesOf(converted),
  }
}

describe('series-labels', () => {
  it('lists the ranges of series that are in files of their own', async () => {
    const converted = await convert({ ...goldenInput('timeseries'), to: seriesLabels })
    expect([...converted.files.keys()]).toEqual(['ranges.csv'])
    expect(converted.text('ranges.csv').split('\r\n')).toEqual([
      'task_id,annotation_id,annotator,series,start,end,instant,label',
      '1,321,1,https://data.example.com/ts.csv?a=1&b=2,1592250751951.8,1592251110150.3,false,Run',
      '1,321,1,https://data.example.com/ts.csv?a=1&b=2,5,5,true,Walk',
      '',
    ])
  })

  it('puts labels beside the samples that the task holds, both ends inclusive', async () => {
    const { ranges, series, issues } = await run({ t: [0, 0.5, 1, 1.5], v: [1.0, null, 'x,y', 4] }, [
      range('a', 0.5, 1, ['Run']),
      range('b', 1, 9, ['Walk', 'Run']),
      range('c', 0, 0, []),
    ])
    expect(series).toEqual(['t,v,label', '0,1,', '0.5,,Run', '1,"x,y",Run|Walk', '1.5,4,Walk|Run'])
    expect(ranges.slice(1)).toEqual(['1,10,,ts,0.5,1,false,Run', '1,10,,ts,1,9,false,Walk', '1,10,,ts,1,9,false,Run'])
    expect(issues).toEqual([['region-unlabelled', 1, 'c']])
  })

  it('compares dates as moments, and counts samples where there is no time column', async () => {
    const t = ['2020-01-01 10:00', '2020-01-01T11:00:00Z', '2020-01-02']
    const dated = await run({ t, label: [1, 2, 3] }, [range('a', '2020-01-01T10:30Z', '2020-01-02', ['Run'])])
    expect(dated.series).toEqual(['t,label,_label', '2020-01-01 10:00,1,', '2020-01-01T11:00:00Z,2,Run', '2020-01-02,3,Run'])
    const counted = await run({ v: [7, 8, 9] }, [range('a', 1, 2, ['Walk'])], '')
    expect(counted.series).toEqual(['v,label', '7,', '8,Walk', '9,Walk'])
  })
})
