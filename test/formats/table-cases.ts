import { readFileSync } from 'node:fs'

/** Golden cases of test/fixtures/goldens whose tables and records are right as the peer writes them, but for `\/` (T5) and the final newline. */
export const RIGHT_CASES = [
  'audio_transcription',
  'bbox_basic',
  'bbox_rotation',
  'classification_mix',
  'labels_plus_shapes',
  'ner_basic',
  'ner_overlap',
  'paragraphs_dialogue',
  'polygons',
  'repo_coco',
  'repo_json_min',
  'repo_yolo_bbox',
  'timeseries',
  'video_tracking',
]

export function readFixture(path: string): string {
  return readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8')
}

export function golden(name: string): { tasks: string; config: string } {
  return { tasks: readFixture(`goldens/${name}/tasks.json`), config: readFixture(`goldens/${name}/config.xml`) }
}

export const TEXT_CONFIG = `<View>
  <Text name="doc" value="$text"/>
  <Choices name="text" toName="doc"><Choice value="yes"/><Choice value="no"/></Choices>
</View>`

/** Data keys with the names of everything else, and cells that hurt. */
export const TORTURE = [
  {
    id: 1,
    data: {
      id: 'ext-1',
      text: 'He said "hi",\r\nthen\tleft',
      annotator: 'someone',
      annotation_id: 'a-1',
      created_at: 'once',
      updated_at: 'again',
      lead_time: 'long',
      agreement: 'none',
      history: 'old',
      _data_id: 'kept',
      formula: '=1+2',
      number: -1.5,
      'quoted "key", really': true,
    },
    annotations: [
      {
        id: 11,
        completed_by: 5,
        created_at: '2024-01-01T00:00:00Z',
        updated_at: '2024-01-02T00:00:00Z',
        lead_time: 2.5,
        result: [{ id: 'c1', from_name: 'text', to_name: 'doc', type: 'choices', value: { choices: ['yes'] } }],
      },
    ],
  },
  { id: 2, data: { text: '@cmd', formula: '-1.5' }, annotations: [] },
]

/** The new names of {@link TORTURE}'s data keys. */
export const TORTURE_NAMES = {
  id: '_data__data_id',
  text: '_data_text',
  annotator: '_data_annotator',
  annotation_id: '_data_annotation_id',
  created_at: '_data_created_at',
  updated_at: '_data_updated_at',
  lead_time: '_data_lead_time',
  agreement: '_data_agreement',
  history: '_data_history',
}

export const OCR_CONFIG = `<View>
  <Image name="image" value="$image"/>
  <RectangleLabels name="label" toName="image"><Label value="Word"/></RectangleLabels>
  <TextArea name="transcription" toName="image" perRegion="true"/>
</View>`

const box = (id: string, x: number) => ({
  id,
  to_name: 'image',
  original_width: 200,
  original_height: 100,
  image_rotation: 0,
  value: { x, y: 2, width: 3, height: 4, rotation: 5 },
})
const ocr = (id: string, x: number, texts: string[]) => {
  const { value, ...rest } = box(id, x)
  return [
    { ...rest, from_name: 'label', type: 'rectanglelabels', value: { ...value, rectanglelabels: ['Word'] } },
    { ...rest, from_name: 'transcription', type: 'textarea', value: { ...value, text: texts } },
  ]
}

/** Two words with their texts, joined by a relation. */
export const OCR = [
  {
    id: 1,
    data: { image: 'page.png' },
    annotations: [
      {
        id: 11,
        completed_by: { id: 4, email: 'ann@example.com' },
        result: [
          ...ocr('w1', 1, ['Hello']),
          ...ocr('w2', 50, ['wor', 'ld']),
          { type: 'relation', from_id: 'w1', to_id: 'w2', direction: 'right', labels: ['next'] },
        ],
      },
    ],
  },
]

/** Key → name, as the report tells. */
export function renamedIn(issues: readonly { code: string; message: string }[]): Record<string, string> {
  const renamed = issues.filter(({ code }) => code === 'column-renamed').map(({ message }) => /`(.*?)`.*`(.*?)`/.exec(message)!)
  return Object.fromEntries(renamed.map(([, key, written]) => [key, written]))
}
