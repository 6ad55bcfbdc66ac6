/** The elements of a JSON list, each part with its own commas, a line break between elements and around all. */
export async function* inBrackets(parts: AsyncIterable<Uint8Array>): AsyncIterable<string | Uint8Array> {
  let before = '[\n'
  for await (const part of parts) {
    if (part.length === 0) continue
    yield before
    yield part
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}
