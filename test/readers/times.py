"""Reads the files of a folder that mark pieces of recordings: TextGrid with praatio, WebVTT with webvtt-py, SRT with pysubs2, and plain columns.

Prints file → [start, end, text] in seconds; of a TextGrid tier → intervals."""

import json
import pathlib
import sys

import pysubs2
import webvtt
from praatio import textgrid


def main(folder):
    readers = {".TextGrid": read_grid, ".vtt": read_vtt, ".srt": read_srt, ".txt": read_labels, ".rttm": read_rttm, ".ctm": read_ctm}
    paths = sorted(path for path in pathlib.Path(folder).iterdir() if path.suffix in readers)
    print(json.dumps({path.name: readers[path.suffix](path) for path in paths}))


def read_grid(path):
    grid = textgrid.openTextgrid(str(path), includeEmptyIntervals=True)
    tiers = {name: [[start, end, label] for start, end, label in grid.getTier(name).entries] for name in grid.tierNames}
    return {"seconds": grid.maxTimestamp, "tiers": tiers}


def read_vtt(path):
    return [[clock(cue.start), clock(cue.end), cue.text] for cue in webvtt.read(str(path))]


def clock(text):
    hours, minutes, seconds = text.split(":")
    return (int(hours) * 3600_000 + int(minutes) * 60_000 + round(float(seconds) * 1000)) / 1000


def read_srt(path):
    events = pysubs2.load(str(path), encoding="utf-8", format_="srt")
    return [[event.start / 1000, event.end / 1000, event.plaintext] for event in events]


def read_labels(path):
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [[float(start), float(end), text] for start, end, text in rows]


def columns(path, count):
    rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    assert all(len(row) == count for row in rows), rows
    return rows


def read_rttm(path):
    turns = []
    for kind, name, channel, start, length, orthography, subtype, speaker, confidence, lookahead in columns(path, 10):
        assert (kind, orthography, subtype, confidence, lookahead) == ("SPEAKER", *["<NA>"] * 4) and int(channel) > 0
        turns.append([name, float(start), float(length), speaker])
    return turns


def read_ctm(path):
    words = [[name, int(channel), float(start), float(length), word] for name, channel, start, length, word in columns(path, 5)]
    assert all(length > 0 for _, _, _, length, _ in words)
    return words


main(sys.argv[1])
