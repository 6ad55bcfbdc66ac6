"""Opens LabelMe files as LabelMe's label_file.py and utils/shape.py do: keys, shape types with their points, masks put back into the image. Prints counts and problems."""

import base64
import io
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

FILE_KEYS = {"version", "imageData", "imagePath", "shapes", "flags", "imageHeight", "imageWidth"}
SHAPE_KEYS = {"label", "points", "group_id", "shape_type", "flags", "description", "mask"}
LEAST_POINTS = {"polygon": 3, "linestrip": 2}
EXACT_POINTS = {"rectangle": 2, "circle": 2, "point": 1, "mask": 2}


def main(folder):
    counts, problems = {}, []
    for path in sorted(Path(folder).glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        if set(data) != FILE_KEYS or Path(data["imagePath"]).stem != path.stem:
            problems.append(f"{path.name}: {sorted(data)} of {data['imagePath']}")
        for shape in data["shapes"]:
            kind = shape["shape_type"]
            counts[kind] = counts.get(kind, 0) + 1
            problems += [f"{path.name}, {kind}: {problem}" for problem in look(shape, kind, (data["imageHeight"], data["imageWidth"]))]
    print(json.dumps({"counts": counts, "problems": problems}))


def look(shape, kind, size):
    points = np.array(shape["points"], dtype=float)
    if set(shape) != SHAPE_KEYS or points.ndim != 2 or points.shape[1] != 2:
        yield f"{sorted(shape)} {points.shape}"
    if len(points) < LEAST_POINTS.get(kind, 0) or len(points) != EXACT_POINTS.get(kind, len(points)):
        yield f"{len(points)} points"
    if kind == "mask":
        mask = np.asarray(Image.open(io.BytesIO(base64.b64decode(shape["mask"])))).astype(bool)
        (x1, y1), (x2, y2) = points.astype(int)
        whole = np.zeros(size, dtype=bool)
        if whole[y1 : y2 + 1, x1 : x2 + 1].shape != mask.shape:
            yield f"mask of {mask.shape} at {points.tolist()} of {size}"
        if not (mask.any(axis=0)[[0, -1]].all() and mask.any(axis=1)[[0, -1]].all()):
            yield "empty border"


main(sys.argv[1])
