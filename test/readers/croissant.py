# Prints, for a croissant.json, what the mlcroissant package finds wrong with it, and the records of each set.
import itertools
import json
import logging
import os
import sys

logging.disable(logging.WARNING)
import mlcroissant

os.chdir(os.path.dirname(sys.argv[1]))
data_set = mlcroissant.Dataset(jsonld=os.path.basename(sys.argv[1]))


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(element) for element in value]
    return value.decode() if isinstance(value, bytes) else value if isinstance(value, (int, float)) else str(value)


records = {
    each.uuid: [{key: plain(value) for key, value in row.items()} for row in itertools.islice(data_set.records(each.uuid), 50)]
    for each in data_set.metadata.record_sets
}
issues = data_set.metadata.ctx.issues
print(json.dumps({'errors': sorted(issues.errors), 'warnings': sorted(issues.warnings), 'records': records}))
