"""Reads a DocBin, and a JSON lines file of the same texts, with spaCy. Prints what the documents of each hold, or with --numbers
by which number spaCy knows each of its symbols and the strings that follow."""

import json
import sys
import warnings

import spacy
from spacy.strings import StringStore
from spacy.symbols import IDS
from spacy.tokens import DocBin
from spacy.training import Example, offsets_to_biluo_tags


def numbers(*texts):
    store = StringStore()
    print(json.dumps({text: str(store.add(text)) for text in [*IDS, *texts]}))


def main(binary, lines):
    nlp = spacy.blank("xx")
    docs = [look(doc) | {"meta": doc.user_data} for doc in DocBin().from_disk(binary).get_docs(nlp.vocab)]
    with open(lines, encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    print(json.dumps({"docs": docs, "records": [read(nlp, record) for record in records]}))


def look(doc):
    spans = sorted([span.start_char, span.end_char, span.label_, span.text] for span in doc.spans.get("sc", []))
    entities = [[entity.start_char, entity.end_char, entity.label_, entity.text] for entity in doc.ents]
    return {"text": doc.text, "words": [token.text for token in doc], "entities": entities, "spans": spans, "cats": doc.cats}


def read(nlp, record):
    """The record as the reference of a training example; the words are spaCy's own, so spans that cut them are left out there."""
    text, meta = record.pop("text"), record.pop("meta")
    doc = nlp.make_doc(text)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            offsets_to_biluo_tags(doc, record["entities"])
            fits = all(doc.char_span(start, end) is not None for start, end, _ in record["spans"]["sc"])
        except UserWarning:
            fits = False
    example = look(Example.from_dict(doc, record).reference) if fits else None
    slices = [[start, end, label, text[start:end]] for start, end, label in record["entities"]]
    return {"text": text, "entities": slices, "cats": record["cats"], "meta": meta, "example": example}


numbers(*sys.argv[2:]) if sys.argv[1] == "--numbers" else main(*sys.argv[1:])
