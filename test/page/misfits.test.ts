import { expect, it } from 'vitest'
import { parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { misfitsOf } from '../../src/page/screens/settings/misfits.ts'

const facet = (value: string, tasks: number) => ({ value, tasks, name: undefined })
const controls = [facet('box', 5), facet('old', 2)]
const labels = [facet('Car', 5), facet('Tram', 1)]

it('names control tags and labels that a config has not', () => {
  const config = parseLabelConfig(
    '<View><Image name="i" value="$i"/><RectangleLabels name="box" toName="i"><Label value="Car"/></RectangleLabels></View>',
  )
  expect(misfitsOf(config, controls, labels)).toEqual([
    { kind: 'control', name: 'old', tasks: 2 },
    { kind: 'label', name: 'Tram', tasks: 1 },
  ])
})

it('knows repeated tags, and no labels where they come from the data', () => {
  const config = parseLabelConfig(
    '<View><Repeater on="$pages" indexFlag="{{idx}}"><Image name="i_{{idx}}" value="$pages[{{idx}}]"/><RectangleLabels name="box_{{idx}}" toName="i_{{idx}}" value="$labels"/></Repeater></View>',
  )
  expect(misfitsOf(config, [facet('box_3', 1)], labels)).toEqual([])
})
