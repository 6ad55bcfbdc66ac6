import { describe, expect, it } from 'vitest'
import { FileNames } from '../../src/export/file-names.ts'
import { parseNameTemplate } from '../../src/export/name-template.ts'
import { BatchReport } from '../../src/export/report.ts'

function nameOf(template: string, reference = 'https://x.y/cats/one.v2.JPG?t=1', task: number | string = 7): string {
  return new FileNames(new BatchReport(), parseNameTemplate(template)).ofMedia(reference, task).name
}

describe('a template of names', () => {
  it.each([
    ['{task.id}-{basename}', '7-one.v2.JPG'],
    ['{basename}', 'one.v2.JPG'],
    ['{task.id}', '7.JPG'],
    ['{stem}_{hash}', expect.stringMatching(/^one\.v2_[0-9a-f]{8}\.JPG$/)],
    ['{folder}-{stem}', 'cats-one.v2.JPG'],
  ])('%s', (template, name) => {
    expect(nameOf(template)).toEqual(name)
  })

  it('finds folders as references spell them', () => {
    const folders = ['/data/local-files/?d=cats/a.jpg', 's3://bucket/cats/a.jpg', 'C:\\cats\\a.jpg', 'a.jpg', 'https://x.y/a.jpg']
    expect(folders.map((reference) => nameOf('{folder}+{basename}', reference))).toEqual([
      'cats+a.jpg',
      'cats+a.jpg',
      'cats+a.jpg',
      '+a.jpg',
      '+a.jpg',
    ])
  })

  it('with the task gives the same file another name in another task, without it the same', () => {
    const report = new BatchReport()
    const byTask = new FileNames(report, parseNameTemplate('{task.id}-{basename}'))
    expect([byTask.ofMedia('a/1.jpg', 1), byTask.ofMedia('a/1.jpg', 2), byTask.ofMedia('b/1.jpg', 3)]).toEqual([
      { name: '1-1.jpg', number: 0 },
      { name: '2-1.jpg', number: 1 },
      { name: '3-1.jpg', number: 2 },
    ])
    const byHash = new FileNames(report, parseNameTemplate('{hash}'))
    expect(byHash.ofMedia('a/1.jpg', 1)).toEqual(byHash.ofMedia('a/1.jpg', 2))
    expect(report.issues).toEqual([])
  })

  it('that makes two the same tells them apart all the same', () => {
    const report = new BatchReport()
    const names = new FileNames(report, parseNameTemplate('x{task.id}'))
    expect(names.ofMedia('a.jpg', 1).name).toBe('x1.jpg')
    expect(names.ofMedia('b.jpg', 1).name).toMatch(/^x1-[0-9a-f]{8}\.jpg$/)
    expect(report.issues.map(({ code }) => code)).toEqual(['name-changed'])
  })

  it('gives names that are possible everywhere', () => {
    expect(nameOf('{task.id}-{basename}', 'dir/a:b.png', '../x')).toMatch(/^[0-9a-f]{8}\.\._x-a_b\.png$/)
    expect(nameOf('{stem}', 'con.jpg')).toBe('_con.jpg')
    expect(new TextEncoder().encode(nameOf('{stem}', `${'ü'.repeat(300)}.jpg`)).length).toBeLessThanOrEqual(255)
  })

  it.each([
    ['{taskid}', 'there is no field {taskid}', 'did you mean {task.id}?'],
    ['plain', 'it has no field', ''],
    ['{task.id', 'a brace is not closed', ''],
    ['{folder}/{basename}', 'it names a folder', ''],
  ])('%s is refused', (template, message, hint) => {
    expect(() => parseNameTemplate(template)).toThrow(
      expect.objectContaining({
        code: 'option-invalid',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    )
  })
})
