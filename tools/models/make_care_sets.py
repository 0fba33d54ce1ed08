#!/usr/bin/env python3
"""Makes of the labelled care posts the sets that `heed triage train` reads.

make_care_sets.py FOLDER      writes care-intent, care-urgency and care-sentiment there, each as .train.tsv, .val.tsv, .held.tsv

The held-back fifth is that of care_agreement.py and is for measuring alone. Of the rest a fifth, by another hash of the id, is
for choosing (val), and so is a twentieth of the posts of learn/. The others of those, and the phrases, go into the train part, as far as
they are labelled.
"""
import hashlib
import pathlib
import sys
import tempfile

import care_agreement

TASKS = {"care-intent": "intents", "care-urgency": "urgency", "care-sentiment": "sentiment"}


def one_in(parts, text):
    return int(hashlib.sha1(f"val {text}".encode()).hexdigest(), 16) % parts == 0


def part_of(row):
    if row["split"] == "held":
        return "held"
    return "val" if one_in(5, row["id"]) else "train"


def gold_rows():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "gold.tsv"
        care_agreement.gold(care_agreement.Care(care_agreement.HERE), path)
        lines = path.read_text(encoding="utf-8").splitlines()
    columns = lines[0].split("\t")
    return [dict(zip(columns, line.split("\t"))) for line in lines[1:]]


def training_only_rows():
    findings = care_agreement.Findings()
    rows = [{**row, "id": place.replace(".tsv", "")} for place, row in care_agreement.read_training_only(care_agreement.HERE, findings)]
    if findings:
        raise SystemExit("\n".join(findings))
    return rows


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    rows = gold_rows()
    more = training_only_rows()
    for task, column in TASKS.items():
        parts = {"train": [], "val": [], "held": []}
        for row in rows:
            parts[part_of(row)].append(row)
        for row in more:
            if row[column] != care_agreement.OPEN:
                parts["val" if row["id"].startswith("learn/") and one_in(20, row["text"]) else "train"].append(row)
        for part, chosen in parts.items():
            lines = ["id\tlabel\tlang\ttext"] + ["\t".join((row["id"], row[column], row["lang"], row["text"])) for row in chosen]
            (folder / f"{task}.{part}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
