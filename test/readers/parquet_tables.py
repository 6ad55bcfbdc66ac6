"""Reads Parquet files with pyarrow. Prints of each: its columns with their types, its rows, and the metadata in its footer."""

import json
import pathlib
import sys

import pyarrow.parquet


def look(path):
    file = pyarrow.parquet.ParquetFile(path)
    table = file.read()
    table.validate(full=True)
    metadata = {key.decode(): value.decode() for key, value in (file.metadata.metadata or {}).items() if key != b"ARROW:schema"}
    return {
        "columns": {field.name: str(field.type) for field in table.schema},
        "rows": table.to_pylist(),
        "groups": file.metadata.num_row_groups,
        "metadata": metadata,
    }


print(json.dumps({path.name: look(path) for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.parquet"))}))
