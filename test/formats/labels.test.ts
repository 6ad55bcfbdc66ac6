import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { labelsOfShapes } from '../../src/formats/shared/labels.ts'

describe('labels of shapes', () => {
  const config = parseLabelConfig(`
    <View>
      <Image name="img" value="$image"/>
      <Choices name="c" toName="img"><Choice value="no class"/></Choices>
      <PolygonLabels name="p" toName="img"><Label value="B"/><Label value="A" category="4"/></PolygonLabels>
      <RectangleLabels name="r" toName="img"><Label value="A" category="9"/><Label value="C"/></RectangleLabels>
    </View>`)

  it('C1: of the wanted shapes only, in config order, each name once', () => {
    expect(labelsOfShapes(config, () => true).map(({ name, category }) => [name, category])).toEqual([
      ['B', undefined],
      ['A', 4],
      ['C', undefined],
    ])
    expect(labelsOfShapes(config, (shape) => shape === 'brush')).toEqual([])
  })
})
