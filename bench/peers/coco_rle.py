"""Brush masks as COCO run lengths, by Label Studio's decoder and pycocotools: `coco_rle.py INPUT OUTPUT`."""

import json
import sys

import numpy as np
from label_studio_sdk.converter.brush import decode_rle
from pycocotools import mask as masks

source, output = sys.argv[1:]
with open(source, encoding="utf-8") as file:
    tasks = json.load(file)
images, annotations, categories = [], [], {}
for task in tasks:
    for annotation in task["annotations"]:
        for region in annotation["result"]:
            width, height = region["original_width"], region["original_height"]
            plane = decode_rle(region["value"]["rle"]).reshape(height, width, 4)[:, :, 3] > 0
            code = masks.encode(np.asfortranarray(plane, dtype=np.uint8))
            annotations.append(
                {
                    "id": len(annotations),
                    "image_id": len(images),
                    "category_id": categories.setdefault(region["value"]["brushlabels"][0], len(categories)),
                    "segmentation": {"size": code["size"], "counts": code["counts"].decode("ascii")},
                    "area": int(masks.area(code)),
                    "bbox": masks.toBbox(code).tolist(),
                    "iscrowd": 1,
                }
            )
    images.append({"id": len(images), "file_name": task["data"]["image"].rsplit("/", 1)[-1], "width": width, "height": height})
with open(output, "w", encoding="utf-8") as file:
    named = [{"id": number, "name": name} for name, number in categories.items()]
    json.dump({"images": images, "annotations": annotations, "categories": named}, file)
