import { describe, expect, it } from 'vitest'
import { tsv } from '../../src/formats/tsv.ts'
import { convert } from '../convert.ts'
import { readTable } from './rfc4180.ts'
import { golden, RIGHT_CASES, readFixture, TEXT_CONFIG, TORTURE } from './table-cases.ts'

describe('tsv', () => {
  it.each(RIGHT_CASES)('T11: writes %s into a .tsv file', async (name) => {
    const result = await convert({ ...golden(name), to: tsv })
    expect([...result.files.keys()]).toEqual(['result.tsv'])
    expect(result.text('result.tsv')).toBe(readFixture(`goldens/${name}/TSV/result.csv`).replaceAll('\\/', '/'))
  })

  it('T10: guards formulas, and keeps tabs and line breaks inside their cells', async () => {
    const result = await convert({ tasks: TORTURE, config: TEXT_CONFIG, to: tsv, options: { formulaGuard: true } })
    const rows = readTable(result.text('result.tsv'), '\t')
    expect(rows.map(({ formula, _data_text }) => [formula, _data_text])).toEqual([
      ["'=1+2", 'He said "hi",\r\nthen\tleft'],
      ['-1.5', "'@cmd"],
    ])
  })

  it('T4: leaves the header out', async () => {
    const tasks = [{ id: 1, data: { a: 'x\ty' }, annotations: [] }]
    const result = await convert({ tasks, to: tsv, options: { header: false } })
    expect(result.text('result.tsv')).toBe('"x\ty"\t""\t""\t""\t1\t""\t""\r\n')
  })
})
