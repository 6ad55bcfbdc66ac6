"""Reads spans as Python counts characters: doccano's and Prodigy's JSON lines, or a folder of brat. Prints [label, text] of each text's spans."""

import json
import pathlib
import re
import sys


def main(kind, path):
    readers = {"doccano": read_doccano, "prodigy": read_prodigy, "brat": read_brat}
    print(json.dumps(list(readers[kind](pathlib.Path(path)))))


def lines(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        return [json.loads(line) for line in file]


def read_doccano(path):
    for record in lines(path):
        yield [[label, record["text"][start:end]] for start, end, label in record["label"]]


def read_prodigy(path):
    for record in lines(path):
        text, tokens = record["text"], record["tokens"]
        for token in tokens:
            assert text[token["start"] : token["end"]] == token["text"]
            assert (text[token["end"] : token["end"] + 1] == " ") == token["ws"]
        for span in record["spans"]:
            assert tokens[span["token_start"]]["start"] == span["start"]
            assert tokens[span["token_end"]]["end"] == span["end"]
        yield [[span["label"], text[span["start"] : span["end"]]] for span in record["spans"]]


def read_brat(folder):
    """Text-bound annotations: their text has to be what the offsets cut out, pieces joined by blanks."""
    for path in sorted(folder.glob("*.ann"), key=lambda path: int(re.search(r"\d+", path.stem)[0])):
        with open(path.with_suffix(".txt"), encoding="utf-8", newline="") as file:
            text = file.read()
        spans = []
        with open(path, encoding="utf-8", newline="") as file:
            for line in file.read().splitlines():
                identifier, kind, *rest = line.split("\t", 2)
                if not identifier.startswith("T"):
                    continue
                label, offsets = kind.split(" ", 1)
                pieces = [text[int(start) : int(end)] for start, end in (piece.split(" ") for piece in offsets.split(";"))]
                assert " ".join(pieces) == rest[0], (pieces, rest)
                spans.append([label, " ".join(pieces)])
        yield spans


main(*sys.argv[1:])
