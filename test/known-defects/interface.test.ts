import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { convertFiles } from '../../src/export/convert-files.ts'
import { parseOptions } from '../../src/export/options.ts'
import { SELECTION } from '../../src/export/selection.ts'
import { findFormat, formats } from '../../src/formats/index.ts'
import { openInput } from '../../src/io/input-files.ts'
import { memorySink } from '../../src/io/sinks.ts'
import { convert } from '../convert.ts'
import { golden } from '../formats/table-cases.ts'

/** Faults of the usual converter's constructor, state and command line. */
describe('the way in', () => {
  it('C17: key points without an image are no reason to stop', async () => {
    const config =
      '<View><Video name="v" value="$video"/><KeyPointLabels name="k" toName="v"><Label value="nose"/></KeyPointLabels></View>'
    const value = { x: 1, y: 2, width: 0.5, keypointlabels: ['nose'] }
    const result = [{ id: 'p', from_name: 'k', to_name: 'v', type: 'keypointlabels', value }]
    const tasks = [{ id: 1, data: { video: 'a.mp4' }, annotations: [{ id: 1, result }] }]
    for (const to of formats) {
      const { wrote, issues } = await convert({ tasks, config, to })
      const dropped = issues.filter(({ region, effect }) => region === 'p' && effect === 'dropped')
      expect([to.id, (wrote.get('regions') ?? 0) + dropped.length]).toEqual([to.id, 1])
    }
  })

  it('T12: a conversion leaves nothing behind that changes the next', async () => {
    const input = golden('keypoints_one_person')
    const tables = ['csv', 'json-min'].map((name) => findFormat(name)!)
    const texts = async () => Promise.all(tables.map(async (to) => (await convert({ ...input, to })).text(to.singleFile!)))
    const before = await texts()
    for (const to of formats) await convert({ ...input, to })
    expect(await texts()).toEqual(before)
  })

  it.each(formats.map(({ id }) => id))('X2: %s reads a folder', async (name) => {
    const format = findFormat(name)!
    const input = await openInput(['examples/image-shapes'], process.stdin)
    const { tasksRead } = await convertFiles({
      files: input.files,
      format,
      options: parseOptions(format.options, {}, name),
      selection: parseOptions(SELECTION, {}, 'test'),
      sink: memorySink(new Map()),
    })
    await input.close()
    expect(tasksRead).toBe(2)
  })

  it('X3: every name of the guide is a format that runs', () => {
    const names = [
      ...['JSON', 'JSON_MIN', 'CSV', 'TSV', 'CONLL2003', 'COCO', 'VOC', 'BRUSH_TO_PNG', 'BRUSH_TO_NUMPY', 'ASR_MANIFEST'],
      ...['YOLO', 'YOLO_WITH_IMAGES', 'YOLO_OBB', 'YOLO_OBB_WITH_IMAGES', 'COCO_WITH_IMAGES', 'BRUSH_TO_COCO'],
    ]
    expect(names.filter((name) => findFormat(name) === undefined)).toEqual([])
  })

  it('X4: nothing in a task is fetched: only what reads a place or a host that the user named, the server and its page speak to a network', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
    const speaking = files.filter((file) =>
      /(?<!#)\bfetch\(|'node:(https?|http2|net|tls|dgram)'/.test(readFileSync(`src/${file}`, 'utf8')),
    )
    expect(files.length).toBeGreaterThan(50)
    const places = speaking.map((file) => file.replaceAll('\\', '/')).filter((file) => !file.startsWith('server/'))
    expect(places.sort()).toEqual(['io/media/http-media.ts', 'io/public-request.ts', 'live/server.ts', 'page/api/client.ts'])
  })

  it('X5: an option that would have no effect is refused', () => {
    for (const { id, options } of formats)
      expect(() => parseOptions(options, { imageDims: '1' }, id)).toThrow(/has no option --image-dims/)
    expect(() => parseOptions(SELECTION, { heartexFormat: true }, 'convert')).toThrow(/has no option --heartex-format/)
  })
})
