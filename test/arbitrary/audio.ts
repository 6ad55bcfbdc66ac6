import fc from 'fast-check'
import { type Drawn, type Fields, labelsOf, projectOf, rarely, type Subject, workOf } from './project.ts'

const LABELS = ['Agent', 'big customer']
const CONFIG = `<View>
  <Audio name="clip" value="$audio"/>
  <Labels name="speaker" toName="clip">${LABELS.map((label) => `<Label value="${label}"/>`).join('')}</Labels>
  <TextArea name="transcript" toName="clip" perRegion="true" rows="2"/>
  <TextArea name="summary" toName="clip"/>
  <Choices name="noise" toName="clip"><Choice value="good"/><Choice value="bad"/></Choices>
</View>`

const ANSWERS: readonly Fields[] = [
  { from_name: 'summary', to_name: 'clip', type: 'textarea', value: { text: ['A whole clip, "quoted"'] } },
  { from_name: 'summary', to_name: 'clip', type: 'textarea', value: { text: [] } },
  { from_name: 'noise', to_name: 'clip', type: 'choices', value: { choices: ['bad'] } },
]

/** Speakers' turns, some with transcripts of no, one or several rows, some of no length. */
export const audioProject = projectOf(
  CONFIG,
  fc
    .record({
      seconds: fc.integer({ min: 1, max: 90 }),
      isKnown: rarely(fc.boolean(), true),
      reference: fc.constantFrom('http://localhost/a/ü 1.wav', 'http://localhost/b/ü 1.wav', '/data/upload/1/x.mp3', undefined),
    })
    .map(
      ({ seconds, isKnown, reference }): Subject => ({
        data: reference === undefined ? {} : { audio: reference },
        work: workOf(turnOf(seconds, isKnown), fc.constantFrom(...ANSWERS)),
      }),
    ),
)

function turnOf(seconds: number, isKnown: boolean): fc.Arbitrary<Drawn> {
  const at = fc.nat(seconds * 1000)
  return fc
    .record({
      ends: fc.oneof({ weight: 8, arbitrary: fc.tuple(at, at) }, { weight: 1, arbitrary: at.map((only) => [only, only]) }),
      labels: labelsOf(LABELS),
      rows: fc.option(fc.subarray(['Hello, how can I help?', 'Я хочу café\n', ''])),
      channel: fc.constantFrom({}, { channel: 0 }, { channel: 1 }),
    })
    .map(({ ends, labels, rows, channel }) => {
      const range = { start: Math.min(...ends) / 1000, end: Math.max(...ends) / 1000, ...channel }
      const whole = { to_name: 'clip', ...(isKnown ? { original_length: seconds } : {}) }
      const turn = { ...whole, from_name: 'speaker', type: 'labels', value: { ...range, labels } }
      const transcript = { ...whole, from_name: 'transcript', type: 'textarea', value: { ...range, text: rows } }
      return { results: rows === null ? [turn] : [turn, transcript] }
    })
}
