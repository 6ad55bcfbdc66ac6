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
import type { AnyFormat } from './format.ts'
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
import { findNamed } from './names.ts'
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

/**
 * Every format there is, in the order in which people meet them. A new one is a file, a line here, a line in load.ts, a test folder and a docs page.
 * Who needs one of them only takes it from load.ts.
 */
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
  return findNamed(formats, name)
}
