"""Opens a folder with Hugging Face `datasets`, offline. Prints the features of its training split, and its rows with classes by name."""

import json
import os
import sys
import tempfile

os.environ |= {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}

from datasets import Audio, ClassLabel, Image, List, disable_progress_bars, load_dataset  # noqa: E402

# A recording is only named, never decoded or encoded: what `datasets` would load for that is a gigabyte.
Audio.encode_example = lambda _self, path: {"bytes": None, "path": path}


def main(folder):
    disable_progress_bars()
    with tempfile.TemporaryDirectory() as cache:
        splits = load_dataset(folder, cache_dir=cache)
        data = splits["train"]
        features = {name: describe(feature) for name, feature in data.features.items()}
        for name, feature in data.features.items():
            if isinstance(feature, (Audio, Image)):
                data = data.cast_column(name, type(feature)(decode=False))
        rows = [{name: plain(data.features[name], value) for name, value in row.items()} for row in data]
        print(json.dumps({"splits": {name: len(split) for name, split in splits.items()}, "features": features, "rows": rows}, default=str))


def describe(feature):
    if isinstance(feature, ClassLabel):
        return ["ClassLabel", feature.names]
    if isinstance(feature, List):
        return ["List", describe(feature.feature)]
    if isinstance(feature, dict):
        return {name: describe(inner) for name, inner in feature.items()}
    return getattr(feature, "dtype", None) if type(feature).__name__ == "Value" else type(feature).__name__


def plain(feature, value):
    """Classes by name; of a file whether it is there."""
    if isinstance(feature, ClassLabel):
        return None if value is None else feature.int2str(value)
    if isinstance(feature, List) and isinstance(feature.feature, ClassLabel):
        return None if value is None else feature.feature.int2str(value)
    if isinstance(feature, (Audio, Image)):
        return None if value is None else os.path.basename(value["path"])
    return value


main(sys.argv[1])
