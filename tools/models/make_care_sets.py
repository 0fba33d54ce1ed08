#!/usr/bin/env python3
"""Makes of the labelled care posts the sets that `heed triage train` reads.

make_care_sets.py FOLDER      writes care-intent, care-urgency and care-sentiment there, each as .train.tsv, .val.tsv, .held.tsv

The held-back fifth is that of care_agreement.py and is for measuring alone. Of the rest a fifth, by another hash of the id, is
for choosing (val). The phrases go into the train part of care-intent and care-urgency, and nowhere else.
"""
import hashlib
import pathlib
import sys
import tempfile

import care_agreement

TASKS = {"care-intent": "intents", "care-urgency": "urgency", "care-sentiment": "sentiment"}


def part_of(row):
    if row["split"] == "held":
        return "held"
    return "val" if int(hashlib.sha1(f"val {row['id']}".encode()).hexdigest(), 16) % 5 == 0 else "train"


def gold_rows():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "gold.tsv"
        care_agreement.gold(care_agreement.Care(care_agreement.HERE), path)
        lines = path.read_text(encoding="utf-8").splitlines()
    columns = lines[0].split("\t")
    return [dict(zip(columns, line.split("\t"))) for line in lines[1:]]


def phrase_rows():
    findings = care_agreement.Findings()
    for path in sorted(care_agreement.HERE.glob("phrases/*.tsv")):
        for place, (intents, urgency, text) in care_agreement.table(path, care_agreement.PHRASE_COLUMNS, findings):
            yield {"id": f"phrase:{place.rpartition('/')[2]}", "intents": intents, "urgency": urgency, "lang": path.stem, "text": text}
    if findings:
        raise SystemExit("\n".join(findings))


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    rows = gold_rows()
    phrases = list(phrase_rows())
    for task, column in TASKS.items():
        for part in ("train", "val", "held"):
            lines = ["id\tlabel\tlang\ttext"]
            lines += ["\t".join((row["id"], row[column], row["lang"], row["text"])) for row in rows if part_of(row) == part]
            if part == "train":
                lines += ["\t".join((row["id"], row[column], row["lang"], row["text"])) for row in phrases
                          if row.get(column, care_agreement.OPEN) != care_agreement.OPEN]
            (folder / f"{task}.{part}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
