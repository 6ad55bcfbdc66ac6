/* Tasks with what people drew on one image of 1000 × 500 pixels, as Label Studio exports them. */

type Fields = Readonly<Record<string, unknown>>

export const SIZE = { width: 1000, height: 500 }

/** A task with one annotation. */
export function task(id: number, result: readonly Fields[], data: Fields = { image: `http://localhost/${id}.jpg` }): Fields {
  return { id, data, annotations: [{ id: 10 * id, completed_by: 3, result }] }
}

/** Percents; `more` goes beside `value`. */
export function box(id: string, x: number, y: number, width: number, height: number, rotation = 0, labels = ['car']): Fields {
  return region(id, 'label', 'rectanglelabels', { x, y, width, height, rotation, rectanglelabels: labels })
}

export function polygon(id: string, points: readonly (readonly [number, number])[], labels = ['roof']): Fields {
  return region(id, 'poly', 'polygonlabels', { points, closed: true, polygonlabels: labels })
}

export function ellipse(
  id: string,
  x: number,
  y: number,
  radiusX: number,
  radiusY: number,
  rotation = 0,
  labels = ['ball'],
): Fields {
  return region(id, 'ell', 'ellipselabels', { x, y, radiusX, radiusY, rotation, ellipselabels: labels })
}

export function keypoint(id: string, x: number, y: number, label: string, parentID?: string, hidden?: boolean): Fields {
  const value = { x, y, width: 0.5, keypointlabels: [label], ...(hidden === undefined ? {} : { hidden }) }
  return { ...region(id, 'kpt', 'keypointlabels', value), ...(parentID === undefined ? {} : { parentID }) }
}

export function brush(id: string, rle: readonly number[], { width, height } = SIZE, labels = ['cell']): Fields {
  const frame = { original_width: width, original_height: height }
  return { ...region(id, 'brush', 'brushlabels', { format: 'rle', rle, brushlabels: labels }), ...frame }
}

/** Without the size of the image. */
export function unsized(drawn: Fields): Fields {
  const { original_width: _width, original_height: _height, ...rest } = drawn
  return rest
}

function region(id: string, from_name: string, type: string, value: Fields): Fields {
  return {
    id,
    from_name,
    to_name: 'image',
    type,
    original_width: SIZE.width,
    original_height: SIZE.height,
    image_rotation: 0,
    value,
  }
}

/** Controls for all of them. */
export const ALL_SHAPES = `<View><Image name="image" value="$image"/>
  <RectangleLabels name="label" toName="image"><Label value="car"/><Label value="dog"/></RectangleLabels>
  <PolygonLabels name="poly" toName="image"><Label value="roof"/></PolygonLabels>
  <EllipseLabels name="ell" toName="image"><Label value="ball"/></EllipseLabels>
  <BrushLabels name="brush" toName="image"><Label value="cell"/></BrushLabels>
  <KeyPointLabels name="kpt" toName="image"><Label value="left eye" model_index="1"/><Label value="right eye" model_index="2"/><Label value="nose" model_index="0"/></KeyPointLabels>
  <Choices name="weather" toName="image"><Choice value="sunny"/><Choice value="rainy"/></Choices>
  <TextArea name="caption" toName="image"/></View>`
