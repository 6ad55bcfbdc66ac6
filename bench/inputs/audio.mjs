import { annotation, envelope, regionId } from './envelope.mjs'
import { WORDS } from './words.mjs'

/** @typedef {import('./random.mjs').Random} Random */

export const audioConfig = `<View>
  <Audio name="audio" value="$audio"/>
  <TextArea name="transcription" toName="audio" maxSubmissions="1"/>
  <Labels name="speaker" toName="audio"><Label value="Speaker A"/><Label value="Speaker B"/></Labels>
  <TextArea name="region_text" toName="audio" perRegion="true" whenTagName="speaker"/>
</View>
`

/**
 * Two to five segments, each with a speaker and a transcript, and a transcript of the whole clip.
 *
 * @param {Random} random @param {number} index
 */
export function audioTask(random, index) {
  const original_length = random.uniform(5, 60) // seconds
  const segments = Array.from({ length: random.between(2, 5) }, () => utterance(random))
  const to = { to_name: 'audio', origin: 'manual' }
  const whole = {
    id: regionId(random),
    ...to,
    value: { text: [segments.join(' ')] },
    from_name: 'transcription',
    type: 'textarea',
  }
  let end = 0
  const parts = segments.flatMap((text) => {
    const start = end + random.unit()
    end = start + random.uniform(0.5, 8)
    const base = { original_length, id: regionId(random), ...to }
    const labels = [random.pick(['Speaker A', 'Speaker B'])]
    return [
      { ...base, value: { start, end, channel: 0, labels }, from_name: 'speaker', type: 'labels' },
      { ...base, value: { start, end, channel: 0, text: [text] }, from_name: 'region_text', type: 'textarea' },
    ]
  })
  const name = clipName(index)
  const data = { audio: `/data/upload/1/${name}`, lang: random.pick(['en', 'de', 'ru']) }
  return envelope(random, index, data, [annotation(random, index, [whole, ...parts])], name)
}

/** @param {number} index */
export function clipName(index) {
  return `clip_${String(index).padStart(6, '0')}.wav`
}

/** A quarter of a second of silence and a bit: 8 bits, 8000 Hz, one channel. @param {number} index */
export function clipBytes(index) {
  const samples = 2000 + (index % 500)
  const header = Buffer.alloc(44)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(36 + samples, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16) // bytes of this part
  header.writeUInt16LE(1, 20) // PCM
  header.writeUInt16LE(1, 22) // channels
  header.writeUInt32LE(8000, 24) // samples per second
  header.writeUInt32LE(8000, 28) // bytes per second
  header.writeUInt16LE(1, 32) // bytes per sample
  header.writeUInt16LE(8, 34) // bits per sample
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(samples, 40)
  return Buffer.concat([header, Buffer.alloc(samples, 0x80)])
}

/** @param {Random} random */
function utterance(random) {
  return Array.from({ length: random.between(3, 25) }, () => random.pick(WORDS)).join(' ')
}
