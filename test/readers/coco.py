"""Loads COCO files with pycocotools and checks what trainers take for granted. Prints what was found, and every problem, per file."""

import contextlib
import io
import json
import sys

import numpy as np
from pycocotools import mask as mask_utils
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def main(paths):
    print(json.dumps([check(path) for path in paths]))


def check(path):
    problems = []
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO(path)
        average_precision = evaluate(coco)
    images, annotations = coco.dataset["images"], coco.dataset["annotations"]
    for records, name in ((images, "image"), (annotations, "annotation"), (coco.dataset["categories"], "category")):
        if len({record["id"] for record in records}) != len(records):
            problems.append(f"{name} ids repeat")
    if len({(image["file_name"], image.get("width"), image.get("height")) for image in images}) != len(images):
        problems.append("an image is listed twice")
    counts = {"rle": 0, "polygon": 0, "keypoints": 0}
    for annotation in annotations:
        for kind, problem in look(coco, annotation):
            if kind is not None:
                counts[kind] += 1
            if problem is not None:
                problems.append(f"annotation {annotation['id']}: {problem}")
    return {"images": len(images), "annotations": len(annotations), **counts, "averagePrecision": average_precision, "problems": problems}


def look(coco, annotation):
    """Yields (kind of content or None, problem or None)."""
    image = coco.imgs.get(annotation["image_id"])
    if image is None or annotation["category_id"] not in coco.cats:
        yield None, "its image or category does not exist"
        return
    box = np.array(annotation["bbox"], dtype=float)
    if box.shape != (4,) or not np.isfinite(box).all() or (box[2:] < 0).any() or not annotation["area"] >= 0:
        yield None, f"no box: {annotation['bbox']}, area {annotation['area']}"
    segmentation = annotation.get("segmentation", [])
    if isinstance(segmentation, dict):
        yield "rle", look_at_mask(coco, annotation, image)
    elif segmentation:
        yield "polygon", look_at_polygons(coco, annotation, image)
    if "keypoints" in annotation:
        yield "keypoints", look_at_keypoints(coco, annotation)


def look_at_mask(coco, annotation, image):
    mask = coco.annToMask(annotation)
    code = coco.annToRLE(annotation)
    if mask.shape != (image["height"], image["width"]):
        return f"mask of {mask.shape} on an image of {image['width']}x{image['height']}"
    if int(mask.sum()) != annotation["area"] or int(mask_utils.area(code)) != annotation["area"]:
        return f"area {annotation['area']}, mask has {int(mask.sum())} pixels"
    if list(mask_utils.toBbox(code)) != annotation["bbox"]:
        return f"bbox {annotation['bbox']}, mask has {list(mask_utils.toBbox(code))}"
    return None


def look_at_polygons(coco, annotation, image):
    points = np.concatenate([np.array(polygon, dtype=float).reshape(-1, 2) for polygon in annotation["segmentation"]])
    if any(len(polygon) < 6 for polygon in annotation["segmentation"]):
        return "a polygon of less than three points"
    box = [*points.min(axis=0), *(points.max(axis=0) - points.min(axis=0))]
    slack = 1e-4 + 0.0013 * max(box[2:])  # an ellipse has its own box, its polygon of 64 points lies inside
    if not np.allclose(box, annotation["bbox"], rtol=0, atol=slack):
        return f"bbox {annotation['bbox']}, points have {box}"
    if "width" in image and coco.annToMask(annotation).shape != (image["height"], image["width"]):
        return "cannot be drawn"
    return None


def look_at_keypoints(coco, annotation):
    names = coco.cats[annotation["category_id"]]["keypoints"]
    triples = np.array(annotation["keypoints"], dtype=float).reshape(-1, 3)
    if len(triples) != len(names):
        return f"{len(triples)} key points, its category has {len(names)}"
    if not set(triples[:, 2]) <= {0, 1, 2} or annotation["num_keypoints"] != (triples[:, 2] > 0).sum():
        return f"visibilities {list(triples[:, 2])}, num_keypoints {annotation['num_keypoints']}"
    if triples[triples[:, 2] == 0].any():
        return "a key point that is not there has coordinates"
    return None


def evaluate(coco):
    """The usual score of the annotations as their own predictions: 1.0 if boxes, images and categories hold together; -1 without any."""
    boxes = [one for one in coco.dataset["annotations"] if min(one["bbox"][2:]) > 0]
    results = [{"image_id": one["image_id"], "category_id": one["category_id"], "bbox": one["bbox"], "score": 1.0} for one in boxes]
    if not results:
        return -1.0
    truth = COCO()
    truth.dataset = {**coco.dataset, "annotations": boxes}
    truth.createIndex()
    evaluation = COCOeval(truth, coco.loadRes(results), "bbox")
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    return round(float(evaluation.stats[0]), 6)


main(sys.argv[1:])
