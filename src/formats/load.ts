import type { AnyFormat } from './format.ts'
import { findNamed } from './names.ts'

/** What a format is called. */
export type FormatNames = Pick<AnyFormat, 'id' | 'aliases'>

interface FormatEntry extends FormatNames {
  readonly load: () => Promise<AnyFormat>
}

/**
 * The table of formats for those who need one of them: to read and start all fifty would be a good part of a short run's time, and of each thread's
 * memory. The same formats, and names, as in index.ts; test/formats/load.test.ts sees to it.
 */
const ENTRIES: readonly FormatEntry[] = [
  { id: 'json', aliases: ['JSON'], load: async () => (await import('./json.ts')).json },
  { id: 'json-min', aliases: ['JSON_MIN'], load: async () => (await import('./json-min.ts')).jsonMin },
  { id: 'jsonl', aliases: ['ndjson', 'json-lines'], load: async () => (await import('./jsonl.ts')).jsonl },
  { id: 'csv', aliases: ['CSV'], load: async () => (await import('./csv.ts')).csv },
  { id: 'tsv', aliases: ['TSV'], load: async () => (await import('./tsv.ts')).tsv },
  { id: 'parquet', aliases: [], load: async () => (await import('./parquet.ts')).parquet },
  { id: 'conll2003', aliases: ['CONLL2003', 'conll'], load: async () => (await import('./conll2003.ts')).conll2003 },
  { id: 'coco', aliases: ['COCO', 'COCO_WITH_IMAGES'], load: async () => (await import('./coco.ts')).coco },
  { id: 'coco-results', aliases: [], load: async () => (await import('./coco-results.ts')).cocoResults },
  { id: 'coco-captions', aliases: [], load: async () => (await import('./coco-captions.ts')).cocoCaptions },
  { id: 'coco-panoptic', aliases: [], load: async () => (await import('./coco-panoptic.ts')).cocoPanoptic },
  { id: 'mask-png', aliases: ['semantic-masks'], load: async () => (await import('./mask-png.ts')).maskPng },
  { id: 'pascal-voc', aliases: ['VOC', 'pascal_voc', 'voc2012'], load: async () => (await import('./pascal-voc.ts')).pascalVoc },
  {
    id: 'yolo',
    aliases: ['YOLO', 'YOLO_WITH_IMAGES', 'yolov5', 'yolov8', 'yolo11'],
    load: async () => (await import('./yolo.ts')).yolo,
  },
  {
    id: 'yolo-obb',
    aliases: ['YOLO_OBB', 'YOLO_OBB_WITH_IMAGES', 'yolov8-obb', 'yolo11-obb'],
    load: async () => (await import('./yolo-obb.ts')).yoloObb,
  },
  {
    id: 'yolo-seg',
    aliases: ['yolov5-seg', 'yolov8-seg', 'yolo11-seg'],
    load: async () => (await import('./yolo-seg.ts')).yoloSeg,
  },
  { id: 'yolo-pose', aliases: ['yolov8-pose', 'yolo11-pose'], load: async () => (await import('./yolo-pose.ts')).yoloPose },
  { id: 'yolo-cls', aliases: ['yolov8-cls', 'yolo11-cls'], load: async () => (await import('./yolo-cls.ts')).yoloCls },
  { id: 'imagefolder', aliases: ['image-folder'], load: async () => (await import('./imagefolder.ts')).imagefolder },
  { id: 'brush-png', aliases: ['BRUSH_TO_PNG'], load: async () => (await import('./brush-png.ts')).brushPng },
  { id: 'brush-npy', aliases: ['BRUSH_TO_NUMPY'], load: async () => (await import('./brush-npy.ts')).brushNpy },
  { id: 'brush-coco', aliases: ['BRUSH_TO_COCO'], load: async () => (await import('./brush-coco.ts')).brushCoco },
  { id: 'cvat-xml', aliases: ['cvat'], load: async () => (await import('./cvat-xml.ts')).cvatXml },
  { id: 'labelme', aliases: [], load: async () => (await import('./labelme.ts')).labelme },
  { id: 'via', aliases: ['via-json'], load: async () => (await import('./via.ts')).via },
  { id: 'kitti', aliases: [], load: async () => (await import('./kitti.ts')).kitti },
  { id: 'csv-detection', aliases: ['openimages'], load: async () => (await import('./csv-detection.ts')).csvDetection },
  { id: 'mot', aliases: ['motchallenge'], load: async () => (await import('./mot.ts')).mot },
  { id: 'asr-manifest', aliases: ['ASR_MANIFEST'], load: async () => (await import('./asr-manifest.ts')).asrManifest },
  { id: 'spacy', aliases: ['docbin', 'spacy-docbin'], load: async () => (await import('./spacy.ts')).spacy },
  { id: 'spacy-jsonl', aliases: ['spacy-json'], load: async () => (await import('./spacy-jsonl.ts')).spacyJsonl },
  { id: 'prodigy-jsonl', aliases: ['prodigy'], load: async () => (await import('./prodigy-jsonl.ts')).prodigyJsonl },
  { id: 'doccano-jsonl', aliases: ['doccano'], load: async () => (await import('./doccano-jsonl.ts')).doccanoJsonl },
  { id: 'brat', aliases: ['standoff', 'brat-standoff'], load: async () => (await import('./brat.ts')).brat },
  { id: 'hf-tokens', aliases: ['hf-ner', 'token-classification'], load: async () => (await import('./hf-tokens.ts')).hfTokens },
  {
    id: 'huggingface',
    aliases: ['hf', 'imagefolder-metadata', 'audiofolder'],
    load: async () => (await import('./huggingface.ts')).huggingface,
  },
  { id: 'relations', aliases: ['relation-table'], load: async () => (await import('./relations.ts')).relations },
  { id: 'chat-jsonl', aliases: ['llm-jsonl', 'dpo', 'sft'], load: async () => (await import('./chat-jsonl.ts')).chatJsonl },
  { id: 'funsd', aliases: ['layoutlm'], load: async () => (await import('./funsd.ts')).funsd },
  { id: 'rttm', aliases: ['diarization'], load: async () => (await import('./rttm.ts')).rttm },
  { id: 'textgrid', aliases: ['praat'], load: async () => (await import('./textgrid.ts')).textgrid },
  { id: 'webvtt', aliases: ['vtt'], load: async () => (await import('./webvtt.ts')).webvtt },
  { id: 'srt', aliases: ['subrip'], load: async () => (await import('./srt.ts')).srt },
  { id: 'audacity', aliases: ['audacity-labels'], load: async () => (await import('./audacity.ts')).audacity },
  { id: 'ctm', aliases: [], load: async () => (await import('./ctm.ts')).ctm },
  { id: 'series-labels', aliases: ['time-series-csv'], load: async () => (await import('./series-labels.ts')).seriesLabels },
  {
    id: 'label-studio',
    aliases: ['predictions', 'pre-annotations'],
    load: async () => (await import('./label-studio.ts')).labelStudio,
  },
]

/** The names of all formats, in the order of the list in index.ts. */
export const formatNames: readonly FormatNames[] = ENTRIES

/** A format by its name or by one of its aliases, upper and lower case alike. */
export async function loadFormat(name: string): Promise<AnyFormat | undefined> {
  return findNamed(ENTRIES, name)?.load()
}
