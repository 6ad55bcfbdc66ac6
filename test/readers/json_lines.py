"""Reads JSON files with Python's json module, those after `--lines` or called .jsonl line by line. Prints what each holds."""

import json
import sys


def refuse(constant):
    raise ValueError(f"{constant} is no JSON")


def read(path, is_lines):
    with open(path, encoding="utf-8", newline="\n") as file:
        text = file.read()
    if not text.endswith("\n") and text:
        raise ValueError(f"{path} has no final line end")
    if not is_lines and not path.endswith(".jsonl"):
        return json.loads(text, parse_constant=refuse)
    return [json.loads(line, parse_constant=refuse) for line in text.split("\n")[:-1]]


paths = sys.argv[1:]
is_lines = paths[0] == "--lines"
print(json.dumps([read(path, is_lines) for path in paths[is_lines:]]))
