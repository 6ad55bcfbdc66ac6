"""A row per box, by DuckDB with a schema written by hand, so that it need not guess: `duckdb_csv.py INPUT OUTPUT`."""

import sys

import duckdb

VALUE = "STRUCT(x DOUBLE, y DOUBLE, width DOUBLE, height DOUBLE, rotation DOUBLE, rectanglelabels VARCHAR[])"
RESULT = f'STRUCT(id VARCHAR, from_name VARCHAR, to_name VARCHAR, "type" VARCHAR, original_width INT, original_height INT, "value" {VALUE})'
ANNOTATION = (
    "STRUCT(id BIGINT, completed_by BIGINT, was_cancelled BOOLEAN, created_at VARCHAR, updated_at VARCHAR,"
    f" lead_time DOUBLE, result {RESULT}[])"
)
DATA = "STRUCT(image VARCHAR, camera VARCHAR, captured_at VARCHAR)"

QUERY = f"""
COPY (
  WITH tasks AS (
    SELECT id, data, unnest(annotations) AS a
    FROM read_json($source, format = 'array', columns = {{id: 'BIGINT', data: '{DATA}', annotations: '{ANNOTATION}[]'}})
  ), regions AS (SELECT id, data, a, unnest(a.result) AS r FROM tasks WHERE NOT a.was_cancelled)
  SELECT id AS task_id, a.id AS annotation_id, a.completed_by AS annotator, a.created_at, a.updated_at, a.lead_time, r.id AS region_id,
    r."type", r.from_name, r.to_name, r."value".rectanglelabels[1] AS label, r."value".x, r."value".y, r."value".width, r."value".height,
    r."value".rotation, r.original_width, r.original_height, data.camera, data.captured_at, data.image
  FROM regions
) TO '{{output}}' (HEADER)
"""

source, output = sys.argv[1:]
duckdb.connect().execute(QUERY.replace("{output}", output.replace("'", "''")), {"source": source})
