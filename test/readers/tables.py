"""Reads tables with Python's csv module: `tables.py DELIMITER FILE …`. Prints header and rows of each file."""

import csv
import json
import sys


def main(delimiter, paths):
    csv.field_size_limit(1 << 30)
    tables = []
    for path in paths:
        with open(path, encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file, delimiter=delimiter, strict=True)) or [[]]
        tables.append({"header": header, "rows": rows})
    print(json.dumps(tables))


main(sys.argv[1], sys.argv[2:])
