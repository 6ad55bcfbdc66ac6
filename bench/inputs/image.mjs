import { annotation, envelope, instant, regionId } from './envelope.mjs'

/** @typedef {import('./random.mjs').Random} Random */

export const LABELS = ['car', 'truck', 'bus', 'person', 'bicycle', 'motorcycle', 'traffic light', 'stop sign', 'dog', 'cat']
const SIZES = /** @type {const} */ ([
  [640, 480],
  [1280, 720],
  [1920, 1080],
  [1000, 1000],
  [4032, 3024],
])

export const imageConfig = `<View>
  <Image name="image" value="$image"/>
  <RectangleLabels name="label" toName="image">
${LABELS.map((label) => `    <Label value="${label}"/>\n`).join('')}  </RectangleLabels>
</View>
`

/**
 * Three to seven boxes, 15 % of them turned. 3 % of the tasks have no annotation, 2 % a cancelled one, 5 % two.
 *
 * @param {Random} random @param {number} index
 */
export function imageTask(random, index) {
  const size = random.pick(SIZES)
  const share = random.unit()
  if (share < 0.03) return task(random, index, [])
  if (share < 0.05) return task(random, index, [annotation(random, index, [], { cancelled: true })])
  const second = { number: index + 1, annotator: 2 }
  if (share < 0.1)
    return task(random, index, [
      annotation(random, index, boxes(random, size), { annotator: 1 }),
      annotation(random, index, boxes(random, size), second),
    ])
  return task(random, index, [annotation(random, index, boxes(random, size))])
}

/**
 * As above, but each task has one annotation: for programs that cannot read the others.
 *
 * @param {Random} random @param {number} index
 */
export function singleTask(random, index) {
  return task(random, index, [annotation(random, index, boxes(random, random.pick(SIZES)))])
}

/** @param {Random} random @param {number} index @param {readonly Record<string, unknown>[]} annotations */
function task(random, index, annotations) {
  const name = `${random.hex(8)}-frame_${String(index).padStart(6, '0')}.jpg`
  const data = {
    image: `https://example.com/images/${name}`,
    camera: `cam-${index % 17}`,
    captured_at: instant(random, index),
  }
  return envelope(random, index, data, annotations, name)
}

/** @param {Random} random @param {readonly [number, number]} size in pixels */
function boxes(random, [original_width, original_height]) {
  return Array.from({ length: random.between(3, 7) }, () => {
    const [width, height] = [random.uniform(1, 30), random.uniform(1, 30)] // percent
    const [x, y] = [random.uniform(0, 100 - width), random.uniform(0, 100 - height)]
    const rotation = random.unit() < 0.15 ? random.uniform(0, 360) : 0
    return {
      original_width,
      original_height,
      image_rotation: 0,
      value: { x, y, width, height, rotation, rectanglelabels: [random.pick(LABELS)] },
      id: regionId(random),
      from_name: 'label',
      to_name: 'image',
      type: 'rectanglelabels',
      origin: 'manual',
    }
  })
}
