import { describe, expect, it } from 'vitest'
import { imagefolder } from '../../src/formats/imagefolder.ts'
import { yoloCls } from '../../src/formats/yolo-cls.ts'
import { convert } from '../convert.ts'

const CONFIG = `<View><Image name="image" value="$image"/>
  <TextArea name="caption" toName="image"/>
  <Choices name="colour" toName="image" perRegion="true"><Choice value="red"/></Choices>
  <Choices name="weather" toName="image"><Choice value="sunny"/><Choice value="rain/snow"/></Choices>
  <Taxonomy name="scene" toName="image"><Choice value="town"><Choice value="street"/></Choice></Taxonomy></View>`

describe('imagefolder', () => {
  it('lists images with the class that was chosen for them', async () => {
    const tasks = [task(1, ['sunny']), task(2, ['rain/snow'], 'http://localhost/a, "b".jpg'), task(3, ['sunny'], 'x/1.jpg')]
    const { files, text, issues, wrote } = await convert({ tasks, config: CONFIG, to: imagefolder })
    expect([...files.keys()]).toEqual(['metadata.csv'])
    expect(text('metadata.csv')).toBe(
      [
        'file_name,label,task,source',
        'sunny/1.jpg,sunny,1,http://localhost/1.jpg',
        '"rain_snow/a, _b_.jpg",rain/snow,2,"http://localhost/a, ""b"".jpg"',
        'sunny/1-ff843a6d.jpg,sunny,3,x/1.jpg',
        '',
      ].join('\n'),
    )
    expect(issues.map(({ code }) => code)).toEqual(['name-changed', 'name-changed'])
    expect(wrote.get('images')).toBe(3)
    const lines = await convert({ tasks: tasks.slice(0, 1), config: CONFIG, to: imagefolder, options: { table: 'jsonl' } })
    expect(lines.text('metadata.jsonl')).toBe(
      '{"file_name":"sunny/1.jpg","label":"sunny","task":1,"source":"http://localhost/1.jpg"}\n',
    )
  })

  it('puts an image of several classes into the first folder, or into each', async () => {
    const tasks = [task(1, ['sunny', 'rain/snow'])]
    const first = await convert({ tasks, config: CONFIG, to: imagefolder })
    expect(first.text('metadata.csv').split('\n').length).toBe(3)
    expect(first.issues.map(({ message }) => message)).toEqual([
      '2 classes were chosen, the image is in the folder of `sunny` only',
    ])
    const each = await convert({ tasks, config: CONFIG, to: imagefolder, options: { several: 'each' } })
    expect(each.text('metadata.csv').split('\n').slice(1, 3)).toEqual([
      'sunny/1.jpg,sunny,1,http://localhost/1.jpg',
      'rain_snow/1.jpg,rain/snow,1,http://localhost/1.jpg',
    ])
    expect(each.issues).toEqual([])
  })

  it('tells images without a class, and answers to other questions', async () => {
    const caption = { id: 'c', from_name: 'caption', to_name: 'image', type: 'textarea', value: { text: ['a street'] } }
    const tasks = [task(1, ['sunny'], 'a.jpg', [caption]), task(2, [], 'b.jpg', [caption])]
    const { text, issues } = await convert({ tasks, config: CONFIG, to: imagefolder })
    expect(text('metadata.csv').split('\n').length).toBe(3)
    expect(issues.map(({ code, task: id }) => `${code} ${id}`)).toEqual([
      'answer-dropped 1',
      'answer-dropped 2',
      'class-missing 2',
    ])
  })

  it('takes the tag that is named', async () => {
    const scene = { id: 's', from_name: 'scene', to_name: 'image', type: 'taxonomy', value: { taxonomy: [['town', 'street']] } }
    const { text } = await convert({
      tasks: [task(1, ['sunny'], 'a.jpg', [scene])],
      config: CONFIG,
      to: imagefolder,
      options: { control: 'scene' },
    })
    expect(text('metadata.csv').split('\n')[1]).toBe('town _ street/a.jpg,town / street,1,a.jpg')
  })

  it('asks every page of a document for its own class', async () => {
    const config = CONFIG.replace('value="$image"', 'valueList="$pages"')
    const choice = (id: string, page: number, name: string) => ({
      ...{ id, from_name: 'weather', to_name: 'image', type: 'choices', item_index: page, value: { choices: [name] } },
    })
    const tasks = [
      {
        id: 1,
        data: { pages: ['p0.jpg', 'p1.jpg', 'p2.jpg'] },
        annotations: [{ id: 1, result: [choice('a', 1, 'sunny'), choice('b', 0, 'rain/snow')] }],
      },
    ]
    const { text, issues } = await convert({ tasks, config, to: imagefolder })
    expect(text('metadata.csv').split('\n').slice(1, 3)).toEqual([
      'rain_snow/p0.jpg,rain/snow,1,p0.jpg',
      'sunny/p1.jpg,sunny,1,p1.jpg',
    ])
    expect(issues.map(({ code }) => code)).toEqual(['class-missing'])
  })
})

describe('yolo-cls', () => {
  it('says where each image belongs, and numbers classes as trainers do', async () => {
    const { text } = await convert({ tasks: [task(1, ['sunny']), task(2, ['rain/snow'])], config: CONFIG, to: yoloCls })
    expect(text('index.jsonl').split('\n')[0]).toBe(
      '{"image_file":"train/sunny/1.jpg","class":"sunny","task":1,"image":"http://localhost/1.jpg","image_name":"1.jpg","page":null}',
    )
    expect(text('classes.txt')).toBe('rain_snow\nsunny\n')
  })
})

function task(id: number, choices: readonly string[], image = `http://localhost/${id}.jpg`, further: readonly object[] = []) {
  const answer = { id: `w${id}`, from_name: 'weather', to_name: 'image', type: 'choices', value: { choices } }
  return { id, data: { image }, annotations: [{ id, result: [...(choices.length > 0 ? [answer] : []), ...further] }] }
}
