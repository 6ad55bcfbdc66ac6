"""Reads a folder of Pascal VOC files as the usual detection loaders do. Prints per file what they take from it, and every problem."""

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

SIDES = ("xmin", "ymin", "xmax", "ymax")


def main(folder):
    found = {}
    for path in sorted(Path(folder).rglob("*.xml")):
        found[path.relative_to(folder).as_posix()] = look(ElementTree.parse(path).getroot())
    print(json.dumps(found))


def look(root):
    problems = [] if root.tag == "annotation" else [f"root is {root.tag}"]
    size = {side: root.findtext(f"size/{side}") for side in ("width", "height", "depth")}
    objects = []
    for element in root.iter("object"):
        box = [int(element.findtext(f"bndbox/{side}")) for side in SIDES]
        objects.append([element.findtext("name"), *box])
        xmin, ymin, xmax, ymax = box
        if not (0 <= xmin < xmax <= int(size["width"]) and 0 <= ymin < ymax <= int(size["height"])):
            problems.append(f"{box} is not in {size}")
        for flag in ("truncated", "difficult"):
            if element.findtext(flag) not in ("0", "1"):
                problems.append(f"{flag} is {element.findtext(flag)}")
    return {"filename": root.findtext("filename"), "size": size, "objects": objects, "problems": problems}


main(sys.argv[1])
