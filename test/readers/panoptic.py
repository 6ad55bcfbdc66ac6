"""Reads COCO panoptic files as https://cocodataset.org/#format-data defines them: a segment's pixels are those whose R + 256 G + 256 * 256 B is its id. Prints counts and problems."""

import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image


def main(folder):
    root, problems = Path(folder), []
    data = json.loads((root / "panoptic.json").read_text(encoding="utf-8"))
    images = {image["id"]: image for image in data["images"]}
    categories = {category["id"] for category in data["categories"]}
    segments = 0
    for annotation in data["annotations"]:
        name = annotation["file_name"]
        image = images[annotation["image_id"]]
        if Path(image["file_name"]).stem != Path(name).stem and Path(image["file_name"]).suffix:
            problems.append(f"{name} is not called as its image {image['file_name']}")
        with Image.open(root / "panoptic" / name) as picture:
            channels = np.asarray(picture, dtype=np.uint32)
            if picture.mode != "RGB":
                problems.append(f"{name} is {picture.mode}")
        ids = channels[..., 0] + 256 * channels[..., 1] + 256 * 256 * channels[..., 2]
        if ids.shape != (image["height"], image["width"]):
            problems.append(f"{name} is {ids.shape}")
        if set(np.unique(ids)) - {0} != {segment["id"] for segment in annotation["segments_info"]}:
            problems.append(f"{name} has {np.unique(ids)}")
        for segment in annotation["segments_info"]:
            segments += 1
            problems += [f"{name}, segment {segment['id']}: {problem}" for problem in look(segment, ids == segment["id"], categories)]
    print(json.dumps({"images": len(images), "segments": segments, "problems": problems}))


def look(segment, mask, categories):
    rows, columns = np.nonzero(mask)
    box = [int(columns.min()), int(rows.min()), int(columns.max() - columns.min() + 1), int(rows.max() - rows.min() + 1)]
    if segment["area"] != len(rows) or segment["bbox"] != box:
        yield f"{segment['area']} {segment['bbox']}, pixels say {len(rows)} {box}"
    if segment["category_id"] not in categories:
        yield f"no category {segment['category_id']}"


main(sys.argv[1])
