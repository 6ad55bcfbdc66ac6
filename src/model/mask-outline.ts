import type { Point, Size } from './shape.ts'

/* Directions on the lattice of pixel corners, clockwise on the screen. */
const RIGHT = 0
const DOWN = 1
const LEFT = 2
const UP = 3

/**
 * The border of a mask as one closed polygon along the edges of its pixels: what is inside of it are exactly the pixels that are not 0.
 * Parts and holes are joined by bridges of no width, holes the other way round, so both ways of filling give the mask again. Empty when no pixel is set.
 *
 * @param mask a byte per pixel, row by row
 */
export function outlineOfMask(mask: Uint8Array, size: Size): readonly Point[] {
  const loops = traceLoops(mask, size)
  let outline: Point[] = loops[0] ?? []
  for (const loop of loops.slice(1)) outline = bridged(outline, loop)
  return outline
}

/** The borders of parts (clockwise) and of holes (anticlockwise), in the order of their topmost, then leftmost corners. Pixels that touch at a corner only are two parts. */
function traceLoops(mask: Uint8Array, size: Size): Point[][] {
  const edges = edgesOf(mask, size)
  const loops: Point[][] = []
  for (let vertex = 0; vertex < edges.length; vertex++) {
    while (edges[vertex] !== 0) loops.push(traceLoop(edges, vertex, size.width + 1))
  }
  return loops
}

/** Of each corner of a pixel the directions in which a border goes from there, as bits; the inside is to the right. */
function edgesOf(mask: Uint8Array, { width, height }: Size): Uint8Array {
  const edges = new Uint8Array((width + 1) * (height + 1))
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x
      if (mask[pixel] === 0) continue
      const corner = y * (width + 1) + x
      if (y === 0 || mask[pixel - width] === 0) edges[corner]! |= 1 << RIGHT
      if (x === width - 1 || mask[pixel + 1] === 0) edges[corner + 1]! |= 1 << DOWN
      if (y === height - 1 || mask[pixel + width] === 0) edges[corner + width + 2]! |= 1 << LEFT
      if (x === 0 || mask[pixel - 1] === 0) edges[corner + width + 1]! |= 1 << UP
    }
  return edges
}

/** Follows a border and takes its edges away. */
function traceLoop(edges: Uint8Array, start: number, rowLength: number): Point[] {
  const steps = [1, rowLength, -1, -rowLength]
  const first = lowestBit(edges[start]!)
  const loop: Point[] = []
  let [vertex, direction, last] = [start, first, -1]
  do {
    edges[vertex]! &= ~(1 << direction)
    if (direction !== last) loop.push({ x: vertex % rowLength, y: Math.floor(vertex / rowLength) })
    last = direction
    vertex += steps[direction]!
    const isOpen = (turn: number) => (edges[vertex]! & (1 << (turn & 3))) !== 0 || (vertex === start && (turn & 3) === first)
    direction = isOpen(direction + 1) ? (direction + 1) & 3 : isOpen(direction) ? direction : (direction + 3) & 3
  } while (vertex !== start || direction !== first)
  return loop
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits)
}

/** The outline with a further loop: there and back from the nearest point to the loop's first. */
function bridged(outline: readonly Point[], loop: readonly Point[]): Point[] {
  const { x, y } = loop[0]!
  let [nearest, shortest] = [0, Infinity]
  for (const [k, point] of outline.entries()) {
    const distance = (point.x - x) ** 2 + (point.y - y) ** 2
    if (distance < shortest) [nearest, shortest] = [k, distance]
  }
  return [...outline.slice(0, nearest + 1), ...loop, loop[0]!, ...outline.slice(nearest)]
}
