import { coco } from './coco.ts'
import { pascalVoc } from './pascal-voc.ts'
import type { Reader } from './reader.ts'
import { yolo } from './yolo.ts'
import { yoloObb } from './yolo-obb.ts'
import { yoloPose } from './yolo-pose.ts'
import { yoloSeg } from './yolo-seg.ts'

/** Every format that can be read into tasks. A new one is a file, a line here, a test folder and a docs page. */
export const readers: readonly Reader[] = [coco, pascalVoc, yolo, yoloObb, yoloSeg, yoloPose]
