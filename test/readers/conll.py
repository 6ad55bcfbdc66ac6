"""Reads a CoNLL-2003 file as token classification loaders do. Prints its documents: sentences, and the entities their tags make."""

import json
import re
import sys


def main(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        lines = file.read().split("\n")
    if lines.pop() != "":
        raise ValueError("no final line end")
    documents, sentence, problems = [], [], []
    for number, line in enumerate([*lines, ""], 1):
        if line.startswith("-DOCSTART- "):
            documents.append([])
        elif line == "":
            if sentence:
                if not documents:
                    documents.append([])
                documents[-1].append(sentence)
            sentence = []
        else:
            columns = line.split(" ")
            if len(columns) != 4 or re.search(r"\s", line.replace(" ", "")) or not all(columns):
                problems.append(f"line {number} has no four columns: {line!r}")
            sentence.append((columns[0], columns[-1]))
    print(json.dumps({"documents": [[look(one, problems) for one in document] for document in documents], "problems": problems}))


def look(sentence, problems):
    """Entities by IOB2: [label, text]."""
    entities, previous = [], "O"
    for token, tag in sentence:
        if tag.startswith("B-"):
            entities.append([tag[2:], token])
        elif tag.startswith("I-"):
            if previous[2:] != tag[2:]:
                problems.append(f"{tag} of {token!r} follows {previous}")
            else:
                entities[-1][1] += " " + token
        elif tag != "O":
            problems.append(f"tag {tag!r}")
        previous = tag
    return {"tokens": [token for token, _ in sentence], "entities": entities}


main(sys.argv[1])
