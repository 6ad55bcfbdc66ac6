import { type JsonNode, parseJson } from '../../json/node.ts'
import { JsonSyntaxError } from '../../json/scan.ts'
import { GoldpanError } from '../../model/error.ts'

/** What a store wrote for itself. @throws GoldpanError `store-damaged` */
export function readOwn(bytes: Uint8Array | string, file: string, hint: string): JsonNode {
  try {
    return parseJson(bytes)
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw damagedOwn(file, hint, error)
    throw error
  }
}

export function damagedOwn(file: string, hint: string, cause?: Error): GoldpanError {
  return new GoldpanError('store-damaged', `\`${file}\` is not as the store wrote it`, hint, { file }, { cause })
}
