import { coco } from './coco.ts'
import { csv } from './csv.ts'
import { media } from './media.ts'
import { parquet } from './parquet.ts'
import { pascalVoc } from './pascal-voc.ts'
import type { Reader } from './reader.ts'
import { text } from './text.ts'
import { tsv } from './tsv.ts'
import { yolo } from './yolo.ts'
import { yoloObb } from './yolo-obb.ts'
import { yoloPose } from './yolo-pose.ts'
import { yoloSeg } from './yolo-seg.ts'

/** Every format that can be read into tasks. A new one is a file, a line here, a test file and a section of docs/readers.md. */
export const readers: readonly Reader[] = [coco, pascalVoc, yolo, yoloObb, yoloSeg, yoloPose, csv, tsv, parquet, text, media]
