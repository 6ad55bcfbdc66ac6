"""Reads CVAT XML with Python's XML parser and looks at it as CVAT's importer does. Prints shapes in pixels: kind, label, corners or runs' pixels."""

import json
import math
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

SHAPES = {"box", "polygon", "polyline", "points", "ellipse", "mask"}


def main(folder):
    problems, images, tracks = [], [], []
    for path in sorted(Path(folder).rglob("*.xml")):
        root = ET.parse(path).getroot()
        labels = [label.findtext("name") for label in root.iterfind("meta/task/labels/label")]
        questions = {name.text for name in root.iterfind("meta/task/labels/label/attributes/attribute/name")}
        if root.tag != "annotations" or root.findtext("version") != "1.1" or len(set(labels)) != len(labels):
            problems.append(f"{path.name}: {root.tag} {root.findtext('version')} {labels}")
        found = root.findall("image")
        if found and int(root.findtext("meta/task/size")) != len(found):
            problems.append(f"{path.name}: {len(found)} images")
        for number, image in enumerate(found):
            if int(image.get("id")) != number:
                problems.append(f"image {image.get('id')} is number {number}")
            shapes = [look(shape, labels, questions, problems) for shape in image if shape.tag != "tag"]
            tags = [tag_of(tag, labels, questions, problems) for tag in image.findall("tag")]
            images.append({"name": image.get("name"), "shapes": shapes, "tags": tags})
        for track in root.findall("track"):
            boxes = list(track)
            frames = [int(one.get("frame")) for one in boxes]
            if track.get("label") not in labels or frames != sorted(set(frames)):
                problems.append(f"track {track.get('id')} of {track.get('label')}: {frames}")
            tracks.append({"label": track.get("label"), "boxes": [[int(one.get("frame")), int(one.get("outside")), *corners(one)] for one in boxes]})
    print(json.dumps({"images": images, "tracks": tracks, "problems": problems}))


def tag_of(tag, labels, questions, problems):
    answers = {attribute.get("name"): attribute.text or "" for attribute in tag.iterfind("attribute")}
    if tag.get("label") not in labels or not set(answers) <= questions:
        problems.append(f"tag {tag.get('label')!r} with {answers}")
    return {"label": tag.get("label"), "answers": answers}


def look(shape, labels, questions, problems):
    if shape.tag not in SHAPES or shape.get("label") not in labels:
        problems.append(f"{shape.tag} of {shape.get('label')!r}")
    answers = {attribute.get("name"): attribute.text or "" for attribute in shape.iterfind("attribute")}
    if not set(answers) <= questions:
        problems.append(f"undeclared attributes {answers}")
    return {"kind": shape.tag, "label": shape.get("label"), "geometry": geometry(shape, problems), "answers": answers}


def geometry(shape, problems):
    if shape.tag == "box":
        return corners(shape)
    if shape.tag == "ellipse":
        return [float(shape.get(key)) for key in ("cx", "cy", "rx", "ry")]
    if shape.tag == "mask":
        width, height, runs = int(shape.get("width")), int(shape.get("height")), [int(run) for run in shape.get("rle").split(", ")]
        if sum(runs) != width * height:
            problems.append(f"runs of {sum(runs)} pixels in a box of {width} x {height}")
        return [int(shape.get("left")), int(shape.get("top")), width, height, sum(runs[1::2])]
    return [float(number) for point in shape.get("points").split(";") for number in point.split(",")]


def corners(box):
    """Turned about the centre, clockwise on the screen."""
    left, top, right, bottom = (float(box.get(key)) for key in ("xtl", "ytl", "xbr", "ybr"))
    angle = math.radians(float(box.get("rotation", 0)))
    cx, cy = (left + right) / 2, (top + bottom) / 2
    turned = []
    for x, y in ((left, top), (right, top), (right, bottom), (left, bottom)):
        dx, dy = x - cx, y - cy
        turned += [round(cx + dx * math.cos(angle) - dy * math.sin(angle), 2), round(cy + dx * math.sin(angle) + dy * math.cos(angle), 2)]
    return turned


main(sys.argv[1])
