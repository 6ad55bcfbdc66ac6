import { annotation, envelope, regionId } from './envelope.mjs'

/** @typedef {import('./random.mjs').Random} Random */

const [WIDTH, HEIGHT] = [1920, 1080] // pixels
const LABELS = ['cell', 'tissue', 'background']
const CHANNELS = 4 // Label Studio's code repeats the mask in red, green, blue and alpha
const RUN_LENGTH_BITS = [3, 4, 8, 16]

export const brushConfig = `<View>
  <Image name="image" value="$image"/>
  <BrushLabels name="brush" toName="image">
${LABELS.map((label) => `    <Label value="${label}"/>\n`).join('')}  </BrushLabels>
</View>
`

/**
 * A mask of three blobs with wavy outlines.
 *
 * @param {Random} random @param {number} index
 */
export function brushTask(random, index) {
  const mask = new Uint8Array(WIDTH * HEIGHT)
  for (let blob = 0; blob < 3; blob++) paintBlob(random, mask)
  const region = {
    original_width: WIDTH,
    original_height: HEIGHT,
    image_rotation: 0,
    value: { format: 'rle', rle: runLengthCode(mask), brushlabels: [random.pick(LABELS)] },
    id: regionId(random),
    from_name: 'brush',
    to_name: 'image',
    type: 'brushlabels',
    origin: 'manual',
  }
  const name = `${random.hex(8)}-slide_${String(index).padStart(6, '0')}.png`
  const data = { image: `https://example.com/slides/${name}` }
  return envelope(random, index, data, [annotation(random, index, [region])], name)
}

/** @param {Random} random @param {Uint8Array} mask */
function paintBlob(random, mask) {
  const [radiusX, radiusY] = [random.uniform(60, 300), random.uniform(60, 250)]
  const [x, y] = [random.uniform(radiusX, WIDTH - radiusX), random.uniform(radiusY, HEIGHT - radiusY)]
  const waves = random.uniform(2, 12)
  for (let row = Math.ceil(y - radiusY); row <= y + radiusY; row++) {
    const half = radiusX * Math.sqrt(Math.max(0, 1 - ((row - y) / radiusY) ** 2)) - triangle((waves * (row - y)) / radiusY) * 8
    if (half <= 0) continue
    const start = row * WIDTH
    mask.fill(255, start + Math.max(0, Math.round(x - half)), start + Math.min(WIDTH, Math.round(x + half)))
  }
}

/** A wave from 0 to 1 that needs no sine, whose last digits may differ between machines. @param {number} phase */
function triangle(phase) {
  return Math.abs((((phase % 2) + 2) % 2) - 1)
}

/** Label Studio's bit format (@thi.ng/rle-pack), runs only. @param {Uint8Array} mask @returns {number[]} */
function runLengthCode(mask) {
  /** @type {number[]} */
  const bytes = []
  let [pending, pendingBits] = [0, 0]
  const write = (/** @type {number} */ value, /** @type {number} */ count) => {
    pending = (pending << count) | value
    for (pendingBits += count; pendingBits >= 8; ) bytes.push((pending >> (pendingBits -= 8)) & 255)
    pending &= (1 << pendingBits) - 1
  }
  const values = mask.length * CHANNELS
  write(values >>> 16, 16)
  write(values & 0xffff, 16)
  write(8 - 1, 5)
  for (const bits of RUN_LENGTH_BITS) write(bits - 1, 4)
  for (let start = 0; start < mask.length; ) {
    const value = mask[start]
    const change = mask.indexOf(255 - value, start)
    const end = change < 0 ? mask.length : change
    for (let left = (end - start) * CHANNELS; left > 0; left -= 65_536) {
      const count = Math.min(left, 65_536)
      const size = RUN_LENGTH_BITS.findIndex((bits) => count <= 2 ** bits)
      write(1, 1)
      write(size, 2)
      write(count - 1, RUN_LENGTH_BITS[size])
      write(value, 8)
    }
    start = end
  }
  write(0, 8 - pendingBits)
  return bytes
}
