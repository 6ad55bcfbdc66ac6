import { asrManifest } from './asr-manifest.ts'
import { audacity } from './audacity.ts'
import { brat } from './brat.ts'
import { coco } from './coco.ts'
import { conll2003 } from './conll2003.ts'
import { csv } from './csv.ts'
import { cvatXml } from './cvat-xml.ts'
import { doccanoJsonl } from './doccano-jsonl.ts'
import { labelme } from './labelme.ts'
import { maskPng } from './mask-png.ts'
import { media } from './media.ts'
import { parquet } from './parquet.ts'
import { pascalVoc } from './pascal-voc.ts'
import { prodigyJsonl } from './prodigy-jsonl.ts'
import type { Reader } from './reader.ts'
import { rttm } from './rttm.ts'
import { spacyJsonl } from './spacy-jsonl.ts'
import { srt } from './srt.ts'
import { text } from './text.ts'
import { textgrid } from './textgrid.ts'
import { tsv } from './tsv.ts'
import { webvtt } from './webvtt.ts'
import { yolo } from './yolo.ts'
import { yoloObb } from './yolo-obb.ts'
import { yoloPose } from './yolo-pose.ts'
import { yoloSeg } from './yolo-seg.ts'

/** Every format that can be read into tasks. A new one is a file, a line here, a test and a row of docs/readers.md. */
export const readers: readonly Reader[] = [
  coco,
  pascalVoc,
  yolo,
  yoloObb,
  yoloSeg,
  yoloPose,
  cvatXml,
  labelme,
  maskPng,
  conll2003,
  doccanoJsonl,
  prodigyJsonl,
  spacyJsonl,
  brat,
  asrManifest,
  rttm,
  textgrid,
  webvtt,
  srt,
  audacity,
  csv,
  tsv,
  parquet,
  text,
  media,
]
