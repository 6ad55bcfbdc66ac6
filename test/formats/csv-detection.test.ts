import { describe, expect, it } from 'vitest'
import { csvDetection } from '../../src/formats/csv-detection.ts'
import { convert } from '../convert.ts'
import { ALL_SHAPES, box, task, unsized } from './drawing.ts'

const HEAD = 'ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside'

describe('csv-detection', () => {
  const tasks = [task(1, [box('a', 10, 20, 30, 40), box('half', 90, 0, 20, 10, 0, ['a, "b"'])]), task(2, [])]

  it('writes the columns of Open Images', async () => {
    const { files, text, wrote } = await convert({ tasks, config: ALL_SHAPES, to: csvDetection })
    expect([...files.keys()]).toEqual(['annotations-bbox.csv', 'images.csv', 'class-descriptions.csv'])
    expect(text('annotations-bbox.csv')).toBe(
      `${HEAD}\n1,manual,car,1,0.1,0.4,0.2,0.6,-1,0,-1,-1,-1\n1,manual,"a, ""b""",1,0.9,1,0,0.1,-1,1,-1,-1,-1\n`,
    )
    expect(text('images.csv')).toBe('ImageID,OriginalURL,Task\n1,http://localhost/1.jpg,1\n2,http://localhost/2.jpg,2\n')
    expect(text('class-descriptions.csv').split('\n')[0]).toBe('car,car')
    expect(Object.fromEntries(wrote)).toEqual({ images: 2, regions: 2, rows: 2 })
  })

  it('writes the columns of RetinaNet’s scripts, images without boxes too', async () => {
    const { files, text } = await convert({ tasks, config: ALL_SHAPES, to: csvDetection, options: { columns: 'retinanet' } })
    expect([...files.keys()]).toEqual(['annotations.csv', 'classes.csv'])
    expect(text('annotations.csv')).toBe('1.jpg,100,100,400,300,car\n1.jpg,900,0,1000,50,"a, ""b"""\n2.jpg,,,,,\n')
    expect(text('classes.csv').split('\n').slice(0, 2)).toEqual(['car,0', 'dog,1'])
  })

  it('needs no size of the image for shares of it, but for pixels', async () => {
    const without = [task(1, [unsized(box('a', 10, 20, 30, 40))])]
    const shares = await convert({ tasks: without, config: ALL_SHAPES, to: csvDetection })
    expect(shares.text('annotations-bbox.csv').split('\n')[1]).toBe('1,manual,car,1,0.1,0.4,0.2,0.6,-1,0,-1,-1,-1')
    const pixels = await convert({ tasks: without, config: ALL_SHAPES, to: csvDetection, options: { columns: 'retinanet' } })
    expect(pixels.text('annotations.csv')).toBe('')
    expect(pixels.issues.map(({ code }) => code)).toEqual(['size-unknown'])
  })

  it('has the score of a prediction as its confidence', async () => {
    const predicted = [{ ...task(1, []), predictions: [{ id: 1, score: 0.25, result: [box('a', 0, 0, 10, 10)] }] }]
    const { text } = await convert({ tasks: predicted, config: ALL_SHAPES, to: csvDetection, selection: { predictions: 'only' } })
    expect(text('annotations-bbox.csv').split('\n')[1]).toMatch(/^1,prediction,car,0.25,/)
  })
})
