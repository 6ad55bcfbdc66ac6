import { boundsOf, pixelPoint } from '../../model/geometry.ts'
import type { Report } from '../../model/issue.ts'
import type { Keypoint, Point } from '../../model/shape.ts'
import { LOOSE_CATEGORY } from '../coco/part.ts'
import type { DrawnRegion } from '../shared/labelled-images.ts'
import { labelsToWrite } from '../shared/labels.ts'
import { unitBox } from './box.ts'
import { type RowOptions, writeNumbers } from './encode.ts'
import type { RowBuilder } from './rows.ts'

/** A key point under one of its labels; x and y from 0 to 1. */
interface PosePoint extends Point {
  readonly drawn: DrawnRegion
  readonly label: string
  /** 1: marked but hidden, 2: visible. */
  readonly visibility: 1 | 2
}

/** The key points of one row by their names. */
type PosePoints = Map<string, PosePoint>

/** A region with a box, and the key points that are its children. */
interface Pose {
  readonly drawn: DrawnRegion
  readonly labels: readonly string[]
  readonly box: readonly number[]
  readonly points: PosePoints
}

/** Writes what was drawn on one image. */
export class PoseWriter {
  readonly #names: readonly string[]
  readonly #rows: RowBuilder
  readonly #options: RowOptions
  readonly #report: Report
  /** Regions that are in a row. */
  readonly #written = new Set<DrawnRegion>()
  /** What is wrong with a key point; whether it is lost shows at the end, for it may have several labels. */
  readonly #problems: (() => void)[] = []

  /** @param names of the key points, in their order */
  constructor(names: readonly string[], rows: RowBuilder, options: RowOptions, report: Report) {
    this.#names = names
    this.#rows = rows
    this.#options = options
    this.#report = report
  }

  /**
   * A row for each box and label with the key points that are its children; then rows for key points that belong to no box: as many as are needed
   * for none to have a name twice, each with the box around its points.
   */
  write(regions: readonly DrawnRegion[]): void {
    const poses = regions.flatMap((drawn) => this.#readPose(drawn))
    const loose = this.#placePoints(
      regions.flatMap((drawn) => this.#readPoints(drawn)),
      poses,
    )
    for (const { drawn, labels, box, points } of poses) {
      this.#writeRow(labels, box, points, drawn)
      this.#written.add(drawn)
    }
    for (const points of loose) this.#writeLoose(points)
    for (const problem of this.#problems) problem()
    this.#report.wrote('regions', this.#written.size)
  }

  #readPose(drawn: DrawnRegion): Pose[] {
    if (drawn.region.shape.kind === 'keypoint') return []
    const labels = labelsToWrite(drawn.region, this.#options.unlabelledAs, drawn.where, this.#report)
    const box = labels.length === 0 ? undefined : unitBox(drawn, this.#options, this.#report)
    return box === undefined ? [] : [{ drawn, labels, box, points: new Map() }]
  }

  /** A key point, once for each label that is a name; none once the report says why. */
  #readPoints(drawn: DrawnRegion): PosePoint[] {
    const { region, size, where } = drawn
    const { shape } = region
    if (shape.kind !== 'keypoint' || !this.#isInImage(shape, drawn)) return []
    const { x, y } = pixelPoint(shape, size)
    const labels = labelsToWrite(region, this.#options.unlabelledAs, where, this.#report)
    const known = labels.filter((label) => this.#names.includes(label))
    for (const label of labels)
      if (!known.includes(label))
        this.#problems.push(() => this.#report.add('keypoint-unlisted', where, { label }, this.#effectOn(drawn)))
    const visibility = shape.hidden ? 1 : 2
    return known.map((label) => ({ drawn, label, visibility, x: x / size.width, y: y / size.height }))
  }

  #isInImage({ x, y }: Keypoint, { where }: DrawnRegion): boolean {
    const isNumber = Number.isFinite(x) && Number.isFinite(y)
    if (!isNumber) this.#report.add('region-invalid', where, { problem: 'the key point has coordinates that are no numbers' })
    const isInside = !this.#options.clip || (x >= 0 && y >= 0 && x <= 100 && y <= 100)
    if (isNumber && !isInside) this.#report.add('region-empty', where, { problem: 'it lies outside the image' })
    return isNumber && isInside
  }

  /** Gives each key point to its parent; those without one, or whose place there is taken, are put together. */
  #placePoints(points: readonly PosePoint[], poses: readonly Pose[]): PosePoints[] {
    const loose: PosePoints[] = []
    for (const point of points) {
      const { region, annotation, where } = point.drawn
      const isParent = ({ drawn }: Pose) => drawn.region.id === region.parentId && drawn.annotation === annotation
      const parent = region.parentId === undefined ? undefined : poses.find(isParent)?.points
      if (parent !== undefined && !parent.has(point.label)) {
        parent.set(point.label, point)
        continue
      }
      this.#report.add('keypoint-loose', where, { label: point.label, category: LOOSE_CATEGORY })
      const group = loose.find((candidate) => !candidate.has(point.label))
      if (group === undefined) loose.push(new Map([[point.label, point]]))
      else group.set(point.label, point)
    }
    return loose
  }

  #writeLoose(points: PosePoints): void {
    const { x, y, width, height } = boundsOf([...points.values()])
    const [first] = points.values()
    if (width > 0 && height > 0 && first !== undefined) {
      this.#writeRow([undefined], [x + width / 2, y + height / 2, width, height], points, first.drawn)
      return
    }
    const problem = 'it belongs to no box, and with the key points beside it makes none'
    for (const { drawn } of points.values())
      this.#problems.push(() => this.#report.add('region-empty', drawn.where, { problem }, this.#effectOn(drawn)))
  }

  #writeRow(labels: readonly (string | undefined)[], box: readonly number[], points: PosePoints, { where }: DrawnRegion): void {
    const triples = this.#names.flatMap((name) => {
      const point = points.get(name)
      return point === undefined ? [0, 0, 0] : [point.x, point.y, point.visibility]
    })
    writeNumbers(this.#rows.text, [...box, ...triples], this.#options.decimals)
    this.#rows.endRow(labels, where)
    for (const { drawn } of points.values()) this.#written.add(drawn)
    this.#report.wrote('rows', labels.length)
  }

  #effectOn(drawn: DrawnRegion): 'approximated' | 'dropped' {
    return this.#written.has(drawn) ? 'approximated' : 'dropped'
  }
}
