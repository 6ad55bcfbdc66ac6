import { describe, expect, it } from 'vitest'
import { BatchReport, RunReport } from '../../src/export/report.ts'
import { ISSUES } from '../../src/model/issue.ts'

/** A spool in memory. */
function spool() {
  let text = ''
  return {
    write: async (more: string) => void (text += more),
    async *read() {
      yield new TextEncoder().encode(text)
    },
  }
}

async function print(report: RunReport, head: Record<string, unknown> = {}): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of report.print(head))
    text += typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true })
  return text
}

describe('report.json', () => {
  it('without an issue', async () => {
    const report = new RunReport(spool())
    expect(await print(report)).toBe(`{
  "counts": {
    "tasksRead": 0,
    "tasksWritten": 0,
    "written": {},
    "dropped": 0,
    "approximated": 0,
    "assumed": 0
  },
  "summary": [],
  "issues": []
}
`)
  })

  it('with one', async () => {
    const report = new RunReport(spool())
    const batch = new BatchReport()
    batch.add('region-empty', { task: 1, annotation: 'a"b', region: 'r\n1' }, { problem: '0×0 pixels' })
    batch.wrote('regions', 2)
    batch.wrote('regions')
    await report.take(batch)
    report.tasksRead = 3
    report.tasksSelected = 2
    expect(JSON.parse(await print(report, { format: 'coco' }))).toEqual({
      format: 'coco',
      counts: { tasksRead: 3, tasksWritten: 2, written: { regions: 3 }, dropped: 1, approximated: 0, assumed: 0 },
      summary: [
        {
          code: 'region-empty',
          effect: 'dropped',
          count: 1,
          message: 'nothing of the region is left: 0×0 pixels',
          hint: ISSUES['region-empty'].hint,
        },
      ],
      issues: [
        {
          code: 'region-empty',
          effect: 'dropped',
          task: 1,
          annotation: 'a"b',
          region: 'r\n1',
          message: 'nothing of the region is left: 0×0 pixels',
          hint: ISSUES['region-empty'].hint,
        },
      ],
    })
  })

  it('with many, of many batches: each one whole, in order', async () => {
    const report = new RunReport(spool())
    for (let k = 0; k < 1000; k++) {
      const batch = new BatchReport((where) => ({ file: 'tasks.json', line: k + 1, ...where }))
      batch.add('size-unknown', { task: k })
      if (k % 2 === 0) batch.add('label-renamed', { task: k }, { label: `ü${k}`, written: 'x' })
      await report.take(batch)
      expect(batch.issues).toEqual([])
    }
    const { issues, counts } = JSON.parse(await print(report))
    expect(counts).toMatchObject({ dropped: 1000, approximated: 500, assumed: 0 })
    expect(issues).toHaveLength(1500)
    expect(issues[1498]).toEqual({
      code: 'label-renamed',
      effect: 'approximated',
      task: 998,
      file: 'tasks.json',
      line: 999,
      message: 'the label `ü998` is written as `x`',
      hint: ISSUES['label-renamed'].hint,
    })
  })
})

describe('the summary', () => {
  it('losses first, then by number, then by code; one group per code and effect', async () => {
    const report = new RunReport(spool())
    const batch = new BatchReport()
    batch.add('id-missing', {}, { id: 1 })
    batch.add('outline-boxed', {}, { aspect: 'polygon' })
    batch.add('region-unlabelled', { region: 'a' })
    batch.add('size-unknown', { region: 'b' })
    batch.add('size-unknown', { region: 'c' })
    batch.add('region-empty', { region: 'd' }, { problem: 'x' })
    batch.add('outline-boxed', { region: 'e' }, { aspect: 'brush' }, 'dropped')
    await report.take(batch)
    const { groups, effects } = report.summary()
    expect(groups.map(({ effect, code, count }) => [effect, code, count])).toEqual([
      ['dropped', 'size-unknown', 2],
      ['dropped', 'outline-boxed', 1],
      ['dropped', 'region-empty', 1],
      ['dropped', 'region-unlabelled', 1],
      ['approximated', 'outline-boxed', 1],
      ['assumed', 'id-missing', 1],
    ])
    expect(groups[0]!.first.where).toEqual({ region: 'b' })
    expect(effects).toEqual({ dropped: 5, approximated: 1, assumed: 1 })
  })
})
