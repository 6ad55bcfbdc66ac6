import { describe, expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { findControl, findObject } from '../../src/model/label-config.ts'

const REPEATED = parseLabelConfig(`
  <View>
    <Repeater on="$pages" indexFlag="{{idx}}">
      <Image name="page_{{idx}}" value="$pages[{{idx}}].url"/>
      <RectangleLabels name="labels_{{idx}}" toName="page_{{idx}}"><Label value="Title"/></RectangleLabels>
      <Choices name="labels_{{idx}}_kind" toName="page_{{idx}}"><Choice value="Cover"/></Choices>
    </Repeater>
    <Choices name="labels_7" toName="page_0"><Choice value="x"/></Choices>
  </View>`)

describe('R22: tags inside a Repeater', () => {
  it.each([
    ['labels_0', 'labels_{{idx}}', 0],
    ['labels_12', 'labels_{{idx}}', 12],
    ['labels_12_kind', 'labels_{{idx}}_kind', 12],
    ['labels_7', 'labels_7', undefined],
  ])('%s is %s', (name, tag, index) => {
    expect(findControl(REPEATED, name)).toMatchObject({ tag: { name: tag }, index })
  })

  it.each(['labels_', 'labels_x', 'labels_1x', 'labels', 'Labels_0', 'xlabels_0', 'labels_-1'])('%s is none of them', (name) => {
    expect(findControl(REPEATED, name)).toBeUndefined()
  })

  it('objects likewise', () => {
    expect(findObject(REPEATED, 'page_3')).toMatchObject({
      tag: { name: 'page_{{idx}}', dataPath: 'pages[{{idx}}].url' },
      index: 3,
    })
  })
})
