"""Opens masks with NumPy (.npy) and Pillow (.png). Prints for each file its shape, type, values with their number of pixels, and a hash of the pixels."""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image


def main(folder):
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        if path.suffix in (".npy", ".png"):
            found[path.relative_to(folder).as_posix()] = look(path)
    print(json.dumps(found))


def look(path):
    if path.suffix == ".npy":
        mode, pixels = "", np.load(path, allow_pickle=False)
    else:
        with Image.open(path) as image:
            image.load()  # checks all checksums
            mode, pixels = image.mode, np.array(image)
    values, counts = np.unique(pixels, return_counts=True)
    return {
        "mode": mode,
        "shape": pixels.shape,
        "type": str(pixels.dtype),
        "isOrdered": bool(pixels.flags["C_CONTIGUOUS"]),
        "pixels": {str(value): int(count) for value, count in zip(values, counts)},
        "hash": hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest(),
    }


main(sys.argv[1])
