import fc from 'fast-check'

/** A value as it usually is, now and then another. */
const usually = <T>(usual: fc.Arbitrary<T>, ...odd: readonly T[]) =>
  fc.oneof({ weight: 300, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...odd) })

const oneOf = (texts: string) => fc.constantFrom(...texts.split(' '))
const word = fc.oneof(
  { weight: 20, arbitrary: oneOf('the Berlin said We naïve Zürich Москва été Ünal a I über comment letter No Then') },
  {
    weight: 4,
    arbitrary: oneOf('Dr. U.S. z.B. No. p. Mar. vol. J. й. e\u0301. 5. 12. 123. 1.5 3,000 10:30 a:b , etc. Inc. Москва. approx.'),
  },
  { weight: 4, arbitrary: oneOf("don't They're dogs' o'clock '90s I'LL we've o''s x's. '' ' 'a' \"don't\" n't") },
  { weight: 1, arbitrary: oneOf("'tis 'Twas d'ye more'n cannot Gonna gotta, wanna. scannot gimme lemme; can'not x'tis") },
  {
    weight: 4,
    arbitrary: oneOf('"yes" “Yes.” «Да» (see [1] {x} <b> well--known ``hm ... … ?! !" .) -- - ¿Qué ¡Ay! end; $3.99 12% #tag'),
  },
  {
    weight: 2,
    arbitrary: oneOf(
      'a@b.c https://x.y/z?a=1&b=2 and/or C++ _x_ \\ / \t \\n \u00a0 \u2009 \u200b \u0301 .... .....) a,,b ,,5 .,',
    ),
  },
  { weight: 1, arbitrary: oneOf('٣ ، ١٢,١٣ ؟ । नमस्ते। שלום ǅ ½ ² Ⅷ. ² a² İ. 5m') },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom(...'aNnt\'".,:;!?-()[]`$ié’”„…0٣\u00a0M'), minLength: 1, maxLength: 9 }),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }).map((length) => 'long'.repeat(length)) },
)
const oddWord = fc.oneof(
  oneOf('-DOCSTART- 漢字。 👍 ไทย ậ ꙮ \u2028 \u0085 \u001f \ufeff \ud800 \u212a ſo cannot-not'),
  fc.constant(`${'x'.repeat(1200)}'s`),
)
const space = fc.oneof(
  { weight: 12, arbitrary: fc.constant(' ') },
  { weight: 4, arbitrary: fc.constantFrom('', '. ', ', ', '.\n', '\n', '! ', '? ') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('  ', '\r\n', '\n\r', '\t', '\u00a0', ' \n ', '\v', '\f', '.  ', '." ', ".' (", '.\r'),
  },
)
const prose = fc
  .array(fc.tuple(fc.oneof({ weight: 400, arbitrary: word }, { weight: 1, arbitrary: oddWord }), space), { maxLength: 60 })
  .map((pairs) => pairs.flat().join(''))

/** Spelled as Label Studio does, as Python does, or with more escapes than need be. */
const spelled = (text: string, spelling: number) => {
  const json = JSON.stringify(text)
  if (spelling === 0) return json
  const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
  return json.replaceAll(spelling === 1 ? /[\u0080-\uffff]/g : /(?<!\\)[/e\u0080-\uffff]/g, escaped)
}

interface Marked {
  readonly text: string
  readonly spans: readonly { start: number; end: number; text: string }[]
}

/** Spans between borders of words, or anywhere; seldom upon each other. */
const marked: fc.Arbitrary<Marked> = fc
  .tuple(prose, fc.array(fc.nat({ max: 9999 }), { maxLength: 24 }), fc.boolean(), usually(fc.constant(0), 1, 2))
  .map(([text, places, isAnywhere, shift]) => {
    const borders = isAnywhere ? [] : [...text.matchAll(/(?<=\s)(?=\S)|(?<=\S)(?=\s)|^|$/g)].map(({ index }) => index)
    const placeOf = (number: number) => borders[number % borders.length] ?? number % (text.length + 1)
    const sorted = [...new Set(places.map(placeOf))].sort((a, b) => a - b)
    const spans: { start: number; end: number; text: string }[] = []
    for (let k = 0; k + 1 < sorted.length; k += 2) {
      const [start, end] = [sorted[k]!, sorted[k + 1]! + (k === 0 ? shift : 0)]
      if (text.slice(start, end).trim() !== '') spans.push({ start, end, text: text.slice(start, end) })
    }
    return { text, spans: spans.sort((a, b) => (a.end % 7) - (b.end % 7)) }
  })

const label = usually(
  fc.constantFrom('["PER"]', '["LOC"]', '["Größe"]'),
  '[]',
  '["PER","LOC"]',
  '["a b"]',
  '["a\u00a0b"]',
  '[""]',
  '["P\\u0045R"]',
  '"PER"',
)
const result = ({ start, end, text }: Marked['spans'][number], number: number, spelling: number) =>
  fc
    .record({
      start: usually(fc.constant(String(start)), `${start}.0`, `"${start}"`, '-1', 'null', '99999', '0.5'),
      end: usually(fc.constant(String(end)), '0', '99999', '1e1'),
      text: usually(
        fc.constantFrom(
          ...[spelled(text, spelling), spelled(text, spelling), spelled(text.replaceAll('\n', '\\n'), 0)],
          ...[spelled(text.replaceAll(/\s+/g, ' '), spelling), spelled(` ${text}\t`, 0)],
        ),
        ...['"other"', 'null', '""', spelled(`${text}\\`, 0), spelled(text.replace(/\w/, '\ufeff'), 0)],
      ),
      labels: label,
      more: usually(
        fc.constant(''),
        ',"x":1,"y":2',
        ',"startOffset":0',
        ',"points":[]',
        ',"channel":0',
        ',"hidden":true',
        ',"globalOffsets":{"start":0,"end":1}',
      ),
      id: usually(fc.constant(`"r${number}"`), '"same"', '"\\u0061"', '7'),
      type: usually(fc.constant('"labels"'), '"Labels"', '"hypertextlabels"', '"choices"', '"relation"', '"timeserieslabels"'),
      toName: usually(fc.constant('"text"'), '"image"', '"other"'),
      rest: usually(
        fc.constant(',"from_name":"label"'),
        '',
        ',"from_name":"label","parentID":"a"',
        ',"from_name":"x","score":0.5',
        ',"from_name":"label","meta":{}',
      ),
    })
    .map(
      ({ start, end, text, labels, more, id, type, toName, rest }) =>
        `{"value":{"start":${start},"end":${end},"text":${text},"labels":${labels}${more}},"id":${id},"type":${type},"to_name":${toName}${rest}}`,
    )

const date = '"2024-01-21T12:00:00.000000Z"'
const annotation = (spans: Marked['spans'], spelling: number) =>
  fc
    .record({
      results: fc.tuple(...spans.map((span, k) => result(span, k, spelling))).map((all) => `[${all.join(',')}]`),
      odd: usually(
        fc.constantFrom(...Array<string>(9).fill('"was_cancelled":false'), '"was_cancelled":true'),
        ...['"skipped":true', '"model_version":"m"', '"ground_truth":true', '"result":null', '"result":[7]'],
      ),
    })
    .map(({ results, odd }) => `{"id":5,"completed_by":3,"created_at":${date},"updated_at":${date},"result":${results},${odd}}`)

/** Tasks of texts, as text, most of them plain: with `data.text`, and spans on it. */
export const textTask = fc.tuple(marked, fc.constantFrom(0, 0, 1, 2)).chain(([{ text, spans }, spelling]) =>
  fc
    .record({
      id: usually(fc.nat().map(String), '"t"', 'null'),
      text: usually(fc.constant(spelled(text, spelling)), '5', 'null', '[]', '""', '{"a":1}'),
      data: usually(
        fc.constantFrom(',"other":1', ',"list":[1,{"a":"b"}],"none":null'),
        ',"text":"again."',
        ',"te\\u0078t":"hidden"',
        ',"long":"\\u00e9\\n"',
      ),
      annotations: fc.oneof(
        { weight: 9, arbitrary: annotation(spans, spelling) },
        { weight: 1, arbitrary: fc.constant('') },
        { weight: 1, arbitrary: fc.tuple(annotation(spans, spelling), annotation([], 0)).map((both) => both.join(',')) },
      ),
      more: usually(
        fc.constant(',"predictions":[]'),
        '',
        ',"predictions":[{"result":[]}]',
        ',"completions":[]',
        ',"annotations":null',
      ),
    })
    .map(
      ({ id, text, data, annotations, more }) =>
        `{"id":${id},"data":{"text":${text}${data}},"annotations":[${annotations}]${more}}`,
    ),
)
