import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Downloads } from '../../src/io/media/downloads.ts'

const BYTES = new Uint8Array([1, 2, 3])

it('a download is given out as it came', async () => {
  const downloads = new Downloads(BYTES.length)
  const media = await downloads.keep(inOnePiece())
  if ('problem' in media) throw new Error(media.problem)
  const chunks: Uint8Array[] = []
  for await (const chunk of media.open()) chunks.push(chunk)
  expect(Buffer.concat(chunks)).toEqual(Buffer.from(BYTES))
  await media.release?.()
  await downloads.close()
})

it('a download that nobody reads any more can go', async () => {
  const downloads = new Downloads(BYTES.length)
  const media = await downloads.keep(inOnePiece())
  if ('problem' in media) throw new Error(media.problem)
  const chunks = media.open()
  await downloads.close()
  await setTimeout(100) // a file that was being opened would end the process by now
  await expect(async () => {
    for await (const _ of chunks);
  }).rejects.toMatchObject({ code: 'ENOENT' })
})

it('a download that is too large is told, and not kept', async () => {
  const downloads = new Downloads(BYTES.length - 1)
  expect(await downloads.keep(inOnePiece())).toEqual({
    problem: 'it is larger than 2 bytes, see [--media-max-size]',
  })
  await downloads.close()
})

async function* inOnePiece(): AsyncGenerator<Uint8Array> {
  yield BYTES
}
