import { linkSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LABELS } from './image.mjs'
import { openTextFile } from './text-file.mjs'

/** A grey picture of 1×1: for a library that opens every image, the least it can be given. */
const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI' +
    '////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP' +
    '/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z',
  'base64',
)
const MOST_LINKS = 10_000 // to one file: file systems have a limit

/** @typedef {{ data: { image: string }, annotations: { result: Box[] }[] }} ImageTask */
/** @typedef {{ original_width: number, original_height: number, value: Record<'x' | 'y' | 'width' | 'height', number> & { rectanglelabels: string[] } }} Box */

/**
 * Image tasks with one annotation each as a COCO dataset, for programs that read no tasks: `annotations/instances_default.json`,
 * and a picture of 1×1 for each in `images/default`. The angle of a turned box is left out, which makes it no less to write.
 *
 * @param {string} folder
 * @param {() => Iterable<ImageTask>} tasks the same each time
 * @returns {number} bytes of JSON
 */
export function writeCoco(folder, tasks) {
  mkdirSync(join(folder, 'annotations'), { recursive: true })
  const file = openTextFile(join(folder, 'annotations', 'instances_default.json'))
  file.add('{"images":[')
  file.addItems(imagesOf(tasks()))
  file.add('],"annotations":[')
  file.addItems(boxesOf(tasks()))
  file.add(`],"categories":${JSON.stringify(LABELS.map((name, k) => ({ id: k + 1, name })))}}`)
  writePictures(join(folder, 'images', 'default'), tasks())
  return file.close()
}

/** @param {Iterable<ImageTask>} tasks */
function* imagesOf(tasks) {
  let id = 0
  for (const task of tasks) {
    const [{ original_width: width, original_height: height }] = task.annotations[0].result
    yield JSON.stringify({ id: ++id, file_name: nameOf(task), width, height })
  }
}

/** @param {Iterable<ImageTask>} tasks */
function* boxesOf(tasks) {
  let [id, image_id] = [0, 0]
  for (const { annotations } of tasks) {
    image_id++
    for (const { original_width, original_height, value } of annotations[0].result) {
      const [width, height] = [(value.width * original_width) / 100, (value.height * original_height) / 100]
      const bbox = [(value.x * original_width) / 100, (value.y * original_height) / 100, width, height]
      const category_id = LABELS.indexOf(value.rectanglelabels[0]) + 1
      yield JSON.stringify({ id: ++id, image_id, category_id, bbox, area: width * height, segmentation: [], iscrowd: 0 })
    }
  }
}

/** @param {string} folder @param {Iterable<ImageTask>} tasks */
function writePictures(folder, tasks) {
  mkdirSync(folder, { recursive: true })
  let [count, original] = [0, '']
  for (const task of tasks) {
    const path = join(folder, nameOf(task))
    if (count++ % MOST_LINKS > 0) linkSync(original, path)
    else writeFileSync((original = path), JPEG)
  }
}

/** @param {ImageTask} task */
function nameOf({ data }) {
  return data.image.slice(data.image.lastIndexOf('/') + 1)
}
