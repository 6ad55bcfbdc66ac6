import { describe, expect, it } from 'vitest'
import { configTextOf, parseLabelConfig } from '../../src/dialects/label-config-xml.ts'
import { parseJson } from '../../src/json/node.ts'
import { GoldpanError } from '../../src/model/error.ts'
import { findControl, findObject } from '../../src/model/label-config.ts'

const labelNames = (xml: string) =>
  parseLabelConfig(xml).controls.map(({ name, labels }) => [name, labels.map((label) => label.name)])

function errorOf(xml: string, file?: string): GoldpanError {
  try {
    parseLabelConfig(xml, file)
  } catch (error) {
    if (error instanceof GoldpanError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('parseLabelConfig', () => {
  it('reads controls, objects and labels with all their attributes', () => {
    const config = parseLabelConfig(`<View>
      <Image name="image" value="$image" zoom="true"/>
      <RectangleLabels name="label" toName="image" choice="multiple">
        <Label value="Truck" background="red" category="10" hotkey="t"/>
        <Label value="person" alias="human" model_index="2"/>
        <Label value="Ärger &amp; Co" category="x"/>
      </RectangleLabels>
    </View>`)
    const plain = { category: undefined, modelIndex: undefined, background: undefined, hotkey: undefined, assertion: false }
    expect(config).toEqual({
      controls: [
        {
          name: 'label',
          tag: 'RectangleLabels',
          toNames: ['image'],
          labels: [
            { ...plain, name: 'Truck', value: 'Truck', category: 10, background: 'red', hotkey: 't' },
            { ...plain, name: 'human', value: 'person', modelIndex: 2 },
            { ...plain, name: 'Ärger & Co', value: 'Ärger & Co' },
          ],
          perRegion: false,
          dynamic: false,
          attributes: new Map([['choice', 'multiple']]),
        },
      ],
      objects: [
        {
          name: 'image',
          tag: 'Image',
          dataPath: 'image',
          isList: false,
          valueType: undefined,
          attributes: new Map([['zoom', 'true']]),
        },
      ],
      indexFlags: [],
      source: 'given',
    })
  })

  it('gives labels to the nearest control around them, through any nesting', () => {
    expect(
      labelNames(`<View><Text name="t" value="$t"/>
        <Taxonomy name="tax" toName="t"><Choice value="Animal"><Choice value="Dog"/><Choice value="Cat"/></Choice><Choice value="Plant"/></Taxonomy>
        <Choices name="c" toName="t"><View><Header value="h"/><Choice value="a"/><Choice alias="b"/><Choice hotkey="1"/></View></Choices>
        <Label value="nobody's"/></View>`),
    ).toEqual([
      ['tax', ['Animal', 'Dog', 'Cat', 'Plant']],
      ['c', ['a', 'b']],
    ])
  })

  it('keeps the place of a repeated label and the attributes of its last', () => {
    const [control] = parseLabelConfig(
      '<View><Labels name="l" toName="t"><Label value="a" category="1"/><Label value="b"/><Label value="a" category="2"/></Labels></View>',
    ).controls
    expect(control!.labels.map(({ name, category }) => [name, category])).toEqual([
      ['a', 2],
      ['b', undefined],
    ])
  })

  it('takes of two tags with one name the last', () => {
    expect(
      labelNames(
        '<View><Labels name="l" toName="t"><Label value="a"/></Labels><Labels name="l" toName="t"><Label value="b"/></Labels></View>',
      ),
    ).toEqual([['l', ['b']]])
  })

  it('reads several targets, per-region and dynamic controls', () => {
    const { controls } = parseLabelConfig(`<View>
      <Pairwise name="pw" toName="a, b"/>
      <TextArea name="text" toName="a" perRegion="true"/>
      <Choices name="dyn" toName="a" value="$options"/>
      <Taxonomy name="far" toName="a" apiUrl="https://example.com/tree"/>
      <Filter name="f" toName="text"/>
    </View>`)
    expect(controls.map(({ name, toNames, perRegion, dynamic }) => ({ name, toNames, perRegion, dynamic }))).toEqual([
      { name: 'pw', toNames: ['a', 'b'], perRegion: false, dynamic: false },
      { name: 'text', toNames: ['a'], perRegion: true, dynamic: false },
      { name: 'dyn', toNames: ['a'], perRegion: false, dynamic: true },
      { name: 'far', toNames: ['a'], perRegion: false, dynamic: true },
    ])
  })

  it.each([
    ['value="$image"', 'image'],
    ['value="$image.url"', 'image.url'],
    ['value="$Image URL"', 'Image URL'],
    ['value=" $image "', 'image'],
    ['value="$$image"', 'image'],
    ['value="https://host/$file"', 'file'],
    ['value="$title: $text"', 'title'],
    ['value="a fixed text"', ''],
    ['valueList="$pages"', 'pages'],
  ])('finds the data path of %s', (attribute, path) => {
    const [object] = parseLabelConfig(`<View><Image name="i" ${attribute}/></View>`).objects
    expect([object!.dataPath, object!.isList]).toEqual([path, attribute.startsWith('valueList')])
  })

  it('R23: marks page lists', () => {
    const { objects } = parseLabelConfig(
      '<View><Image name="pdf" valueList="$pages"/><Text name="t" value="$t" valueType="url"/></View>',
    )
    expect(objects.map(({ name, isList, valueType }) => ({ name, isList, valueType }))).toEqual([
      { name: 'pdf', isList: true, valueType: undefined },
      { name: 't', isList: false, valueType: 'url' },
    ])
  })

  it('R22: expands Repeater names', () => {
    const config = parseLabelConfig(`<View><Repeater on="$images" indexFlag="{{idx}}">
      <Image name="page_{{idx}}" value="$images[{{idx}}].url"/>
      <RectangleLabels name="labels_{{idx}}" toName="page_{{idx}}"><Label value="a"/></RectangleLabels>
    </Repeater></View>`)
    expect(config.indexFlags).toEqual(['{{idx}}'])
    expect(findControl(config, 'labels_12')).toMatchObject({ index: 12, tag: { tag: 'RectangleLabels' } })
    expect(findObject(config, 'page_0')).toMatchObject({ index: 0, tag: { dataPath: 'images[{{idx}}].url' } })
    expect(parseLabelConfig('<View><Repeater on="$x"/></View>').indexFlags).toEqual(['{{idx}}'])
  })

  it('has Chat as object and as the control its messages come from', () => {
    const { controls, objects } = parseLabelConfig('<View><Chat name="chat" value="$messages"/></View>')
    expect(objects.map(({ name, tag, dataPath }) => [name, tag, dataPath])).toEqual([['chat', 'Chat', 'messages']])
    expect(controls.map(({ name, tag, toNames, dynamic }) => [name, tag, toNames, dynamic])).toEqual([
      ['chat', 'Chat', ['chat'], false],
    ])
  })

  it('reads Annotation Lab configs', () => {
    const { controls, objects } = parseLabelConfig(`<View>
      <Pagination name="p"/>
      <Relations><Relation value="treats"/></Relations>
      <HyperTextLabels name="label" toName="ner"><Label value="Drug"/><Label value="Absent" assertion="true"/></HyperTextLabels>
      <View style="max-height: 400px"><HyperText name="ner" value="$text"/></View>
    </View>`)
    expect(controls[0]!.labels.map(({ name, assertion }) => [name, assertion])).toEqual([
      ['Drug', false],
      ['Absent', true],
    ])
    expect(objects.map(({ name, tag }) => [name, tag])).toEqual([['ner', 'HyperText']])
  })

  it('compares names with regard to case', () => {
    expect(labelNames('<View><labels name="l" toname="t"><label value="a"/></labels></View>')).toEqual([])
  })

  it.each([
    '<?xml version="1.0" encoding="UTF-8"?><View/>',
    '\uFEFF<View/>',
    '\uFEFF<?xml version="1.0"?>\n<View/>',
    '\n  <?xml version="1.0"?><View/>',
  ])('X6: reads %j', (xml) => {
    expect(parseLabelConfig(xml).controls).toEqual([])
  })

  it('X6: refuses a DOCTYPE, so that no entity is ever expanded', () => {
    const error = errorOf('<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]>\n<View>&a;</View>', 'config.xml')
    expect(error).toMatchObject({
      code: 'config-invalid',
      message: 'the labeling config has a DOCTYPE',
      where: { file: 'config.xml', line: 2 },
    })
  })

  it.each([
    ['<View>\n  <Label value="a"></View>', 'unexpected close tag', 2, 26],
    ['\n\n   <View a=1/>', 'unquoted attribute value', 3, 12],
    ['<View>&nbsp;</View>', 'undefined entity', 1, 12],
    ['<View>&nbsp; R&D</View>', 'undefined entity', 1, 12],
    ['<View/><View/>', 'documents may contain only one root', 1, 13],
    ['hello', 'text data outside of root node', 1, 5],
    ['<View>', 'unclosed tag: View', 1, 6],
  ])('says where %j is wrong', (xml, problem, line, column) => {
    const error = errorOf(xml, 'c.xml')
    expect(error.message).toBe(`the labeling config is not well-formed XML: ${problem}`)
    expect([error.code, error.where]).toEqual(['config-invalid', { file: 'c.xml', line, column }])
  })

  it.each([
    ['<View>\n  <Label value="Cat & Dog"/>\n</View>', 2, 21],
    ['<View><!-- & --><Label value="AB; C"/>R&D</View>', 1, 40],
    ['\n<View url="?a=1&b=2"/>', 2, 16],
  ])('points at the bare & in %j', (xml, line, column) => {
    expect(errorOf(xml, 'c.xml')).toMatchObject({
      code: 'config-invalid',
      message: 'the labeling config is not well-formed XML: `&` stands alone',
      hint: 'write `&` as `&amp;`',
      where: { file: 'c.xml', line, column },
    })
  })

  it('hints at what to do', () => {
    expect(errorOf('[{"id": 1}]').hint).toBe(
      'this is JSON; the labeling config is the XML of Settings → Labeling Interface → Code',
    )
    expect(errorOf('<View>&nbsp;</View>').hint).toContain('&#160;')
    expect(errorOf('<View>').hint).toContain('every tag needs its end')
  })

  it.each(['', ' \n', '\uFEFF'])('calls %j empty', (xml) => {
    expect(errorOf(xml).code).toBe('config-empty')
  })
})

describe('configTextOf', () => {
  const find = (value: unknown) => configTextOf(parseJson(JSON.stringify(value)))

  it.each([
    [{ title: '<View>no</View>', label_config: '<View>1</View>' }, '<View>1</View>'],
    [{ project: { settings: { labelConfig: ' <View>2</View>' } } }, ' <View>2</View>'],
    [{ anything: '<View>3</View>' }, '<View>3</View>'],
    [[{ id: 1, labeling_config: '<?xml version="1.0"?><View>4</View>' }], '<?xml version="1.0"?><View>4</View>'],
    ['<View>5</View>', '<View>5</View>'],
    [{ label_config: '<!-- mine --><View>6</View>' }, '<!-- mine --><View>6</View>'],
    [{ label_config: 'none', a: { b: { c: { d: { e: { f: '<View>too deep</View>' } } } } } }, undefined],
    [[{ data: { html: '<p>no config</p>' } }], undefined],
  ])('finds the config in %j', (value, text) => {
    expect(find(value)).toBe(text)
  })
})
