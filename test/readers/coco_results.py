"""Loads a list of results with pycocotools' loadRes against its annotations and evaluates it. Prints counts, boxes' scores and, where there are masks, theirs."""

import contextlib
import io
import json
import sys

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def main(annotations, results):
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(annotations)
        found = truth.loadRes(results)
        scores = {kind: evaluate(truth, found, kind) for kind in ("bbox", "segm")}
    listed = found.dataset["annotations"]
    print(json.dumps({"results": len(listed), "scores": [one["score"] for one in listed], "averagePrecision": scores}))


def evaluate(truth, found, kind):
    evaluation = COCOeval(truth, found, kind)
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    return round(float(evaluation.stats[0]), 6)


main(*sys.argv[1:])
