/**
 * A format for each kind of part and join: bytes, planned columns, records with ids, a file per image, documents, pictures that are moved, typed arrays.
 * That every format gives the same bytes for parts that were copied from one thread to another is tried without threads in test/batches.test.ts.
 */
export const PART_KINDS = ['json', 'csv', 'parquet', 'coco', 'pascal-voc', 'conll2003', 'mask-png', 'yolo'] as const
