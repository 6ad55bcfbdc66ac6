import fc from 'fast-check'
import { encodeRle } from '../../src/model/rle.ts'
import { type Drawn, type Fields, labelsOf, projectOf, rarely, type Subject, share, workOf } from './project.ts'

const LABELS = ['car', 'big person', 'ü/ö']
const labelTags = LABELS.map((label, index) => `<Label value="${label}" model_index="${index}"/>`).join('')
const CONFIG = `<View>
  <Choices name="quality" toName="picture"><Choice value="good"/><Choice value="bad"/></Choices>
  <Image name="picture" value="$image"/>
  <RectangleLabels name="box" toName="picture">${labelTags}</RectangleLabels>
  <EllipseLabels name="oval" toName="picture">${labelTags}</EllipseLabels>
  <PolygonLabels name="outline" toName="picture">${labelTags}</PolygonLabels>
  <KeyPointLabels name="point" toName="picture">${labelTags}</KeyPointLabels>
  <BrushLabels name="brush" toName="picture">${labelTags}</BrushLabels>
  <Choices name="colour" toName="picture" perRegion="true"><Choice value="red"/><Choice value="dark red"/></Choices>
  <TextArea name="note" toName="picture" perRegion="true"/>
</View>`

/** Names that collide, need quoting, or are not possible on every file system. */
const REFERENCES = [
  'http://localhost/a/0001.jpg',
  'http://localhost/b/0001.jpg?size=1',
  '/data/upload/3/0001.png',
  '/data/local-files/?d=x/a%20b.jpg',
  'a.b.jpg',
  'A.B.JPG',
  's3://bucket/ü.webp',
  'no extension',
  'con.jpg',
]

/** Pixels of a small picture. */
interface Picture {
  readonly width: number
  readonly height: number
  /** Whether the regions say so. */
  readonly isKnown: boolean
}

/** Boxes, ellipses, polygons, key points and brush masks on one picture per task, in and outside of it. */
export const imageProject = projectOf(
  CONFIG,
  fc
    .record({
      width: fc.integer({ min: 1, max: 40 }),
      height: fc.integer({ min: 1, max: 40 }),
      isKnown: rarely(fc.boolean(), true),
      reference: rarely(fc.constantFrom(undefined, 'same.jpg'), '').chain((usual) =>
        usual === '' ? fc.constantFrom(...REFERENCES) : fc.constant(usual),
      ),
    })
    .map(
      ({ reference, ...picture }): Subject => ({
        data: { ...(reference === undefined ? {} : { image: reference }), caption: 'red, "dark"\n=1+1' },
        work: workOf(regionOn(picture), fc.constant(answerOf('quality', 'choices', { choices: ['good'] }))),
      }),
    ),
)

function regionOn(picture: Picture): fc.Arbitrary<Drawn> {
  return fc
    .record({
      shape: shapeOn(picture),
      labels: labelsOf(LABELS),
      extras: rarely(
        fc.subarray([
          answerOf('colour', 'choices', { choices: ['dark red'] }),
          answerOf('note', 'textarea', { text: ['first', '2. line\n'] }),
        ]),
        [],
      ),
      isFrameMissing: rarely(fc.boolean(), false),
      parent: fc.option(fc.nat(5), { nil: undefined }),
    })
    .map(({ shape: { control, type, value }, labels, extras, isFrameMissing, parent }) => {
      const frame =
        picture.isKnown && !isFrameMissing
          ? { original_width: picture.width, original_height: picture.height, image_rotation: 0 }
          : {}
      const geometry = {
        ...frame,
        from_name: control,
        to_name: 'picture',
        type: `${type}labels`,
        value: { ...value, [`${type}labels`]: labels },
      }
      const answers = extras.map((extra) => ({ ...frame, ...extra, value: { ...value, ...(extra.value as Fields) } }))
      return { results: [geometry, ...answers], parent: type === 'keypoint' ? parent : undefined }
    })
}

interface DrawnShape {
  readonly control: string
  readonly type: string
  readonly value: Fields
}

function shapeOn(picture: Picture): fc.Arbitrary<DrawnShape> {
  return fc.oneof(
    { weight: 4, arbitrary: rectangle().map((value) => ({ control: 'box', type: 'rectangle', value })) },
    ellipse().map((value) => ({ control: 'oval', type: 'ellipse', value })),
    polygon().map((value) => ({ control: 'outline', type: 'polygon', value })),
    keypoint().map((value) => ({ control: 'point', type: 'keypoint', value })),
    brush(picture).map((value) => ({ control: 'brush', type: 'brush', value })),
  )
}

/** Percent; one in four reaches beyond the picture. */
function position(): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 3, arbitrary: share().map((at) => at * 100) },
    { weight: 1, arbitrary: fc.integer({ min: -3000, max: 13_000 }).map((at) => at / 100) },
  )
}

function length(): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 4, arbitrary: share().map((part) => part * 60) },
    { weight: 1, arbitrary: fc.constantFrom(0, 100, 150) },
  )
}

function rotation(): fc.Arbitrary<Fields> {
  return fc.constantFrom(
    {},
    { rotation: 0 },
    { rotation: 0 },
    { rotation: 90 },
    { rotation: 33.5 },
    { rotation: 270 },
    { rotation: -10 },
  )
}

function rectangle(): fc.Arbitrary<Fields> {
  return fc
    .tuple(position(), position(), length(), length(), rotation())
    .map(([x, y, width, height, turned]) => ({ x, y, width, height, ...turned }))
}

function ellipse(): fc.Arbitrary<Fields> {
  return fc
    .tuple(position(), position(), length(), length(), rotation())
    .map(([x, y, radiusX, radiusY, turned]) => ({ x, y, radiusX, radiusY, ...turned }))
}

/** Two points are none: Label Studio keeps outlines that were never finished. */
function polygon(): fc.Arbitrary<Fields> {
  return fc.array(fc.tuple(position(), position()), { minLength: 2, maxLength: 7 }).map((points) => ({ points, closed: true }))
}

function keypoint(): fc.Arbitrary<Fields> {
  return fc
    .tuple(position(), position(), fc.constantFrom({}, {}, { hidden: true }))
    .map(([x, y, hidden]) => ({ x, y, width: 0.5, ...hidden }))
}

/** A mask of the picture's size; sometimes empty, sometimes no valid code. */
function brush({ width, height }: Picture): fc.Arbitrary<Fields> {
  const mask = fc
    .array(fc.tuple(fc.nat(width * height - 1), fc.integer({ min: 1, max: 40 }), fc.constantFrom(255, 255, 1)), { maxLength: 5 })
    .map((runs) => {
      const alpha = new Uint8Array(width * height)
      for (const [start, count, value] of runs) alpha.fill(value, start, start + count)
      return encodeRle(alpha, { width, height })
    })
  return rarely<number[] | undefined>(fc.constant([0, 0, 0, 9, 255]), undefined)
    .chain((broken) => (broken === undefined ? mask : fc.constant(broken)))
    .map((rle) => ({ format: 'rle', rle }))
}

function answerOf(control: string, type: string, value: Fields): Fields & { readonly value: Fields } {
  return { from_name: control, to_name: 'picture', type, value }
}
