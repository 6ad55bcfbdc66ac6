import { parseJson } from '../json/node.ts'
import { JsonSyntaxError } from '../json/scan.ts'
import { GoldpanError } from '../model/error.ts'
import type { LabelConfig } from '../model/label-config.ts'
import { configTextOf, parseLabelConfig } from './label-config-xml.ts'

/**
 * The labeling config in the text of a file: XML, or JSON that holds the XML in a string (a project's `config.json`).
 * Undefined when the JSON holds none: it is some other file of that name.
 * @throws GoldpanError `config-empty`, `config-invalid`
 */
export function readLabelConfig(text: string, file?: string): LabelConfig | undefined {
  const xml = labelConfigXml(text, file)
  return xml === undefined ? undefined : parseLabelConfig(xml, file)
}

/** The XML itself, as it stands there. @throws GoldpanError `config-invalid` for broken JSON */
export function labelConfigXml(text: string, file?: string): string | undefined {
  return /^\uFEFF?\s*[[{]/.test(text) ? xmlInJson(text, file) : text
}

function xmlInJson(json: string, file: string | undefined): string | undefined {
  try {
    return configTextOf(parseJson(json.replace(/^\uFEFF/, '')))
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw new GoldpanError(
      'config-invalid',
      error.message,
      'a labeling config is XML, or JSON that holds it in a string',
      { file, byte: error.byte },
      { cause: error },
    )
  }
}
