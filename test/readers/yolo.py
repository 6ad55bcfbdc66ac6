"""Reads a YOLO dataset by the rules of Ultralytics' documentation (https://docs.ultralytics.com/datasets/): finds label files from image paths as the trainer does,
checks what it checks, and prints rows with their class names."""

import json
import sys
from pathlib import Path

import yaml


def main(folder, kind):
    root, problems = Path(folder), []
    data = yaml.safe_load((root / "data.yaml").read_text(encoding="utf-8"))
    names = [data["names"][index] for index in range(len(data["names"]))]
    if (root / "classes.txt").read_text(encoding="utf-8").split("\n") != [*names, ""]:
        problems.append("classes.txt has other names than data.yaml")
    for key in ("train", "val"):
        if not isinstance(data.get(key), str) or not data[key].startswith("images"):
            problems.append(f"{key} is {data.get(key)!r}")
    columns = columns_of(kind, data)
    rows, seen = {}, set()
    for line in (root / "index.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        label_file = label_path(entry["image_file"])
        if not entry["image_file"].startswith(data["train"] + "/") or label_file in seen:
            problems.append(f"{entry['image_file']} is not an image of its own in {data['train']}")
        seen.add(label_file)
        rows[label_file] = read_rows(root / label_file, names, columns, kind, problems)
    on_disk = {path.relative_to(root).as_posix() for path in root.glob("labels/**/*.txt")}
    if on_disk != seen:
        problems.append(f"label files without an image: {sorted(on_disk - seen)}, images without: {sorted(seen - on_disk)}")
    print(json.dumps({"names": names, "rows": rows, "keypoints": data.get("kpt_shape"), "problems": problems}))


def label_path(image):
    """The last `/images/` becomes `/labels/`, the extension `.txt`."""
    head, _, tail = ("/" + image).rpartition("/images/")
    stem = tail.rsplit(".", 1)[0] if "." in tail else tail
    return f"{head}/labels/{stem}.txt"[1:]


def columns_of(kind, data):
    """How many columns a row has; None for outlines, which have 1 + 2 n."""
    if kind == "pose":
        points, dimensions = data["kpt_shape"]
        return 5 + points * dimensions
    return {"detect": 5, "obb": 9, "segment": None}[kind]


def read_rows(path, names, columns, kind, problems):
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        first, *rest = line.split()
        numbers = [float(number) for number in rest]
        if columns is None:
            if len(numbers) < 6 or len(numbers) % 2 != 0:
                problems.append(f"{path.name}: no outline: {line}")
        elif len(numbers) + 1 != columns:
            problems.append(f"{path.name}: {len(numbers) + 1} columns instead of {columns}")
        coordinates = [n for k, n in enumerate(numbers) if kind != "pose" or k < 4 or (k - 4) % 3 != 2]
        if any(not 0 <= number <= 1 for number in coordinates):
            problems.append(f"{path.name}: coordinates beyond 0 to 1: {line}")
        if kind == "pose" and not set(numbers[6::3]) <= {0, 1, 2}:
            problems.append(f"{path.name}: visibilities {numbers[6::3]}")
        if kind in ("detect", "pose") and min(numbers[2:4]) <= 0:
            problems.append(f"{path.name}: no box: {line}")
        if not first.isdigit() or int(first) >= len(names):
            problems.append(f"{path.name}: class {first} of {len(names)}")
        else:
            rows.append([names[int(first)], *numbers])
    return rows


main(*sys.argv[1:])
