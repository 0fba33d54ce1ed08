#!/usr/bin/env python3
"""Prints the measures of a model's card as the table of docs/triage.md: card_table.py models/triage.model.json"""
import json
import pathlib
import sys

MEASURES = {
    "macro_f1": "macro-F1",
    "average_recall": "average recall",
    "accuracy": "accuracy",
    "positive_f1": "F1 of irony",
    "macro_f1_by_group": "macro-F1, mean of languages",
    "in_scope_accuracy": "accuracy in scope",
}


def rows(card):
    posts = {each["task"]: each for each in card["trained_on"] if each["answers"]}
    for each in card["measures"]:
        sizes = posts[each["task"]]
        out_of_scope = f"; recall out of scope {100 * each['reject_recall']:.1f}" if each["reject_recall"] else ""
        yield (f"`{each['task']}`", f"{sizes['training_posts']:,} / {sizes['validation_posts']:,}", MEASURES[each["measure"]],
               f"{100 * each['validation']:.1f}{out_of_scope}", f"{each['calibration_error']:.3f}")


def main(path):
    print("| task | posts to learn / to choose | measure | on validation | calibration error |\n|---|---|---|---|---|")
    for row in rows(json.loads(pathlib.Path(path).read_text(encoding="utf-8"))):
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main(sys.argv[1])
