import { asrManifest } from './asr-manifest.ts'
import { audacity } from './audacity.ts'
import { brat } from './brat.ts'
import { brushCoco } from './brush-coco.ts'
import { brushNpy } from './brush-npy.ts'
import { brushPng } from './brush-png.ts'
import { chatJsonl } from './chat-jsonl.ts'
import { coco } from './coco.ts'
import { cocoCaptions } from './coco-captions.ts'
import { cocoPanoptic } from './coco-panoptic.ts'
import { cocoResults } from './coco-results.ts'
import { conll2003 } from './conll2003.ts'
import { csv } from './csv.ts'
import { csvDetection } from './csv-detection.ts'
import { ctm } from './ctm.ts'
import { cvatXml } from './cvat-xml.ts'
import { doccanoJsonl } from './doccano-jsonl.ts'
import type { AnyFormat, OptionValue } from './format.ts'
import { funsd } from './funsd.ts'
import { hfTokens } from './hf-tokens.ts'
import { huggingface } from './huggingface.ts'
import { imagefolder } from './imagefolder.ts'
import { json } from './json.ts'
import { jsonMin } from './json-min.ts'
import { jsonl } from './jsonl.ts'
import { kitti } from './kitti.ts'
import { labelStudio } from './label-studio.ts'
import { labelme } from './labelme.ts'
import { maskPng } from './mask-png.ts'
import { mot } from './mot.ts'
import { parquet } from './parquet.ts'
import { pascalVoc } from './pascal-voc.ts'
import { prodigyJsonl } from './prodigy-jsonl.ts'
import { relations } from './relations.ts'
import { rttm } from './rttm.ts'
import { seriesLabels } from './series-labels.ts'
import { spacy } from './spacy.ts'
import { spacyJsonl } from './spacy-jsonl.ts'
import { srt } from './srt.ts'
import { textgrid } from './textgrid.ts'
import { tsv } from './tsv.ts'
import { via } from './via.ts'
import { webvtt } from './webvtt.ts'
import { yolo } from './yolo.ts'
import { yoloCls } from './yolo-cls.ts'
import { yoloObb } from './yolo-obb.ts'
import { yoloPose } from './yolo-pose.ts'
import { yoloSeg } from './yolo-seg.ts'

/** Every format there is, in the order in which people meet them. A new one is a file, a line here, a test folder and a docs page. */
export const formats: readonly AnyFormat[] = [
  json,
  jsonMin,
  jsonl,
  csv,
  tsv,
  parquet,
  conll2003,
  coco,
  cocoResults,
  cocoCaptions,
  cocoPanoptic,
  maskPng,
  pascalVoc,
  yolo,
  yoloObb,
  yoloSeg,
  yoloPose,
  yoloCls,
  imagefolder,
  brushPng,
  brushNpy,
  brushCoco,
  cvatXml,
  labelme,
  via,
  kitti,
  csvDetection,
  mot,
  asrManifest,
  spacy,
  spacyJsonl,
  prodigyJsonl,
  doccanoJsonl,
  brat,
  hfTokens,
  huggingface,
  relations,
  chatJsonl,
  funsd,
  rttm,
  textgrid,
  webvtt,
  srt,
  audacity,
  ctm,
  seriesLabels,
  labelStudio,
]

/** A format by its name or by one of its aliases, upper and lower case alike. */
export function findFormat(name: string): AnyFormat | undefined {
  const wanted = name.toLowerCase()
  return formats.find(({ id, aliases }) => id === wanted || aliases.some((alias) => alias.toLowerCase() === wanted))
}

/** The options that a name of a format stands for; none for most names, and none for its own: `yolo` is not `YOLO`. */
export function optionsOfName(format: AnyFormat, name: string): Readonly<Record<string, OptionValue>> {
  return ofAlias(format, name, format.aliasOptions)
}

/** The same of how the output is laid out. */
export function outputOfName(format: AnyFormat, name: string): Readonly<Record<string, OptionValue>> {
  return ofAlias(format, name, format.aliasOutput)
}

function ofAlias(
  format: AnyFormat,
  name: string,
  meanings: AnyFormat['aliasOptions'] = {},
): Readonly<Record<string, OptionValue>> {
  if (name === format.id) return {}
  const wanted = name.toLowerCase()
  const alias = Object.entries(meanings).find(([candidate]) => candidate.toLowerCase() === wanted)
  return alias?.[1] ?? {}
}
