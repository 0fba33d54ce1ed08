#!/usr/bin/env python3
"""Makes the set that tells languages apart: language.train.tsv and language.val.tsv.

make_language_set.py FOLDER     FOLDER holds what make_public_sets.py and make_care_sets.py wrote, and gets the two files

Labels are those of ISO 639-1; Hindi in Latin letters is Hindi. Read are the care posts (held-back ones are not), the lines of languages/,
a file a language, and the multilingual sentiment posts where they are there. One text in ten is for choosing.
"""
import gzip
import pathlib
import sys

import make_care_sets

HERE = pathlib.Path(__file__).resolve().parent
NAMES = {"arabic": "ar", "english": "en", "french": "fr", "german": "de", "hindi": "hi", "italian": "it", "portuguese": "pt", "spanish": "es",
         "hi-Latn": "hi"}
MOST = 4000  # Of one language.


def rows_of(path):
    if not path.exists():
        return
    with open(path, "rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
    with gzip.open(path, "rt", encoding="utf-8") if zipped else open(path, encoding="utf-8") as file:
        columns = file.readline().rstrip("\n").split("\t")
        for line in file:
            row = dict(zip(columns, line.rstrip("\n").split("\t")))
            yield NAMES.get(row["lang"], row["lang"]), row["text"]


def main(folder):
    texts = {}
    for path in sorted((HERE / "languages").glob("*.txt")):
        texts.setdefault(path.stem, []).extend(path.read_text(encoding="utf-8").splitlines())
    for name in ("care-intent.train.tsv", "care-intent.val.tsv", "xlmt.train.tsv", "xlmt.val.tsv"):
        for language, text in rows_of(folder / name):
            texts.setdefault(language, []).append(text)
    parts = {"train": [], "val": []}
    for language, lines in sorted(texts.items()):
        for text in list(dict.fromkeys(lines))[:MOST]:
            parts["val" if make_care_sets.one_in(10, f"language {text}") else "train"].append(f"{language}\t{text}")
    for part, lines in parts.items():
        (folder / f"language.{part}.tsv").write_text("label\ttext\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
