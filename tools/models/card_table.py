#!/usr/bin/env python3
"""Prints the measures of both tiers' cards beside published figures, as the table of docs/triage.md.

card_table.py models/triage.model.json models/encoder.model.json
"""
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
# On the sets' tests: TweetEval's board (Barbieri et al. 2020, arXiv 2010.12421), XLM-T's README, Casanueva et al. 2020 (Banking77), Larson et al.
# 2019 (CLINC150), the paper of GoEmotions (Demszky et al. 2020).
PUBLISHED = {
    "tweeteval-sentiment": "fastText 62.9, RoBERTa-base 71.3",
    "tweeteval-emotion": "fastText 65.2, RoBERTa-base 76.1",
    "tweeteval-irony": "fastText 63.1, RoBERTa-base 59.7",
    "tweeteval-offensive": "fastText 73.4, RoBERTa-base 79.5",
    "xlmt": "fastText 51.0, XLM-R 64.8 (a model a language)",
    "goemotions": "BERT 46",
    "banking77": "USE 92.8, BERT-tuned 93.7",
    "clinc150": "BERT 96.9; recall out of scope 40.3",
}


def told(measure):
    if measure is None:
        return "–"
    out_of_scope = f"; recall out of scope {100 * measure['reject_recall']:.1f}" if measure.get("reject_recall") else ""
    return f"{100 * measure['validation']:.1f}{out_of_scope} ({measure['calibration_error']:.3f})"


def rows(first, second):
    posts = {each["task"]: each for each in first["trained_on"] if each["answers"]}
    sharp = {each["task"]: each for each in second["measures"]}
    for each in first["measures"]:
        sizes = posts[each["task"]]
        yield (f"`{each['task']}`", f"{sizes['training_posts']:,} / {sizes['validation_posts']:,}", MEASURES[each["measure"]],
               told(each), told(sharp.get(each["task"])), PUBLISHED.get(each["task"], ""))


def main(*paths):
    cards = [json.loads(pathlib.Path(path).read_text(encoding="utf-8")) for path in paths]
    print("| task | posts to learn / to choose | measure | first tier | both tiers | published, on the set's test |\n|---|---|---|---|---|---|")
    for row in rows(*cards):
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main(*sys.argv[1:3])
