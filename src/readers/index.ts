import { asrManifest } from './asr-manifest.ts'
import { coco } from './coco.ts'
import { conll2003 } from './conll2003.ts'
import { csv } from './csv.ts'
import { doccanoJsonl } from './doccano-jsonl.ts'
import { media } from './media.ts'
import { parquet } from './parquet.ts'
import { pascalVoc } from './pascal-voc.ts'
import { prodigyJsonl } from './prodigy-jsonl.ts'
import type { Reader } from './reader.ts'
import { spacyJsonl } from './spacy-jsonl.ts'
import { text } from './text.ts'
import { tsv } from './tsv.ts'
import { yolo } from './yolo.ts'
import { yoloObb } from './yolo-obb.ts'
import { yoloPose } from './yolo-pose.ts'
import { yoloSeg } from './yolo-seg.ts'

/** Every format that can be read into tasks. A new one is a file, a line here, a test file and a section of docs/readers.md. */
export const readers: readonly Reader[] = [
  coco,
  pascalVoc,
  yolo,
  yoloObb,
  yoloSeg,
  yoloPose,
  conll2003,
  doccanoJsonl,
  prodigyJsonl,
  spacyJsonl,
  asrManifest,
  csv,
  tsv,
  parquet,
  text,
  media,
]
