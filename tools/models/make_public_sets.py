#!/usr/bin/env python3
"""Makes of public collections, as their authors publish them, the sets that the shipped model is trained on.

make_public_sets.py SOURCES OUT     reads the folders of README.md from SOURCES, writes OUT/<task>.train.tsv, OUT/<task>.val.tsv
                                    and OUT/sets.tsv, the list for `heed triage train --sets`

It reads no test set, and each set it cannot find whole is named and left out of the list. The split is the authors'; where they have
none for choosing (val), or none at all, it is by hash of the text, so that a text is never on both sides.
"""
import csv
import hashlib
import json
import pathlib
import sys

import make_care_sets
import make_language_set

OWN = pathlib.Path(__file__).parent / "own"
LANGUAGES = "arabic english french german hindi italian portuguese spanish".split()
SENTIMENT = {"0": "negative", "1": "neutral", "2": "positive"}
HATE = {"0": "hate", "1": "offensive", "2": "neither"}


def clean(text):
    return " ".join(text.replace("\0", " ").split())


def by_hash(rows, parts):
    """Rows in two lists: one in `parts` goes to the second."""
    split = ([], [])
    for row in rows:
        split[int(hashlib.sha1(row[-1].encode()).hexdigest(), 16) % parts == 0].append(row)
    return split


def lines(path):
    text = path.read_text(encoding="utf-8")
    return text.removesuffix("\n").split("\n")


def paired(folder, part, names):
    """text and labels in two files, line by line."""
    labels = lines(folder / f"{part}_labels.txt")
    texts = lines(folder / f"{part}_text.txt")
    if len(labels) != len(texts):
        raise ValueError(f"{folder}: {len(texts)} texts and {len(labels)} labels in {part}")
    return [(names[label.strip()], "", clean(text)) for label, text in zip(labels, texts)]


def tweeteval(task, names):
    def read(sources):
        folder = sources / "tweeteval" / "datasets" / task
        return paired(folder, "train", names), paired(folder, "val", names)
    return read


def xlmt(sources):
    parts = {"train": [], "val": []}
    for language in LANGUAGES:
        folder = sources / "xlm-t" / "data" / "sentiment" / language
        for part, rows in parts.items():
            rows += [(label, language, text) for label, _, text in paired(folder, part, SENTIMENT)]
    return parts["train"], parts["val"]


def goemotions(sources):
    folder = sources / "GoEmotions-pytorch" / "data" / "original"
    names = lines(folder / "labels.txt")

    def read(file):
        cells = (line.split("\t") for line in lines(folder / file))
        return [("|".join(names[int(each)] for each in cell[1].split(",")), "", clean(cell[0])) for cell in cells]
    return read("train.tsv"), read("dev.tsv")


def rows_of_csv(path, delimiter=","):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def banking77(sources):
    rows = rows_of_csv(sources / "task-specific-datasets" / "banking_data" / "train.csv")
    return by_hash([(row["category"], "", clean(row["text"])) for row in rows], 10)


def clinc150(sources):
    data = json.loads((sources / "oos-eval" / "data" / "data_full.json").read_text(encoding="utf-8"))

    def part(name):
        return [(label, "", clean(text)) for text, label in data[name] + data[f"oos_{name}"]]
    return part("train"), part("val")


def spam(sources):
    cells = [line.split("\t", 1) for line in lines(sources / "smsspamcollection" / "SMSSpamCollection")]
    return by_hash([(label, "", text) for label, text in dict.fromkeys((label, clean(text)) for label, text in cells)], 10)


def davidson(sources):
    rows = rows_of_csv(sources / "hate-speech-and-offensive-language" / "data" / "labeled_data.csv")
    return by_hash([(HATE[row["class"]], "", clean(row["tweet"])) for row in rows], 10)


def two(first, second):
    return {"0": first, "1": second}


EMOTIONS = dict(zip("0123", ("anger", "joy", "optimism", "sadness")))
EMOJI = {str(number): str(number) for number in range(20)}
# (task, collection, licence as stated, reader)
COLLECTIONS = [
    ("tweeteval-sentiment", "TweetEval sentiment", "free of restrictions, save those of its parts", tweeteval("sentiment", SENTIMENT)),
    ("tweeteval-emotion", "TweetEval emotion", "free of restrictions, save those of its parts", tweeteval("emotion", EMOTIONS)),
    ("tweeteval-irony", "TweetEval irony", "free of restrictions, save those of its parts", tweeteval("irony", two("non_irony", "irony"))),
    ("tweeteval-offensive", "TweetEval offensive", "free of restrictions, save those of its parts",
     tweeteval("offensive", two("not-offensive", "offensive"))),
    ("tweeteval-hate", "TweetEval hate", "free of restrictions, save those of its parts", tweeteval("hate", two("not-hate", "hate"))),
    ("tweeteval-emoji", "TweetEval emoji", "free of restrictions, save those of its parts", tweeteval("emoji", EMOJI)),
    ("xlmt", "XLM-T multilingual sentiment", "open, with the restrictions of its sources", xlmt),
    ("goemotions", "GoEmotions", "Apache-2.0", goemotions),
    ("banking77", "Banking77", "CC BY 4.0", banking77),
    ("clinc150", "CLINC150", "CC BY 3.0", clinc150),
    ("spam", "SMS Spam Collection", "CC BY 4.0", spam),
    ("davidson", "Hate speech and offensive language (Davidson)", "MIT", davidson),
]
# Which sets of which table answer (yes) or only lend (no): what was best on validation.
TABLES = {
    "posts": {"tweeteval-sentiment": "yes", "tweeteval-emotion": "yes", "tweeteval-irony": "yes", "tweeteval-offensive": "yes",
              "tweeteval-hate": "yes", "goemotions": "yes", "spam": "yes", "tweeteval-emoji": "no", "davidson": "no", "xlmt": "no"},
    "languages": {"xlmt": "yes", "tweeteval-sentiment": "no"},
    "care": {"care-intent": "yes", "care-urgency": "yes", "care-sentiment": "yes"},
    "banking": {"banking77": "yes"},
    "requests": {"clinc150": "yes"},
    "language": {"language": "yes"},
}


# Tables that count concepts: where posts are few and of many languages. Elsewhere they cost a point or two.
CONCEPTS = {"care"}
# Features to keep in each, for all of them to be under 24 MB.
ROWS = {"posts": 140_000, "languages": 100_000, "care": 75_000, "banking": 40_000, "requests": 35_000, "language": 30_000}


def own_posts(task):
    """What was written for this project in the labels of a public set; to learn from alone, nothing is chosen by it."""
    path = OWN / f"{task}.tsv"
    return [tuple(line.split("\t")) for line in lines(path)[1:]] if path.exists() else []


def write_set(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        file.write("label\tlang\ttext\n")
        file.writelines("\t".join(row) + "\n" for row in rows)


def write_list(out, about):
    with open(out / "sets.tsv", "w", encoding="utf-8") as file:
        file.write("task\ttable\tkept\ttraining\tvalidation\tsource\tlicence\trows\tconcepts\n")
        for table, sets in TABLES.items():
            for task, kept in sets.items():
                if task in about:
                    file.write("\t".join((task, table, kept, f"{task}.train.tsv", f"{task}.val.tsv", *about[task],
                                          str(ROWS[table]), "yes" if table in CONCEPTS else "no")) + "\n")


def main(sources, out):
    make_care_sets.main(out)
    about = {task: ("Heed's labelled care posts", "the project's own") for task in make_care_sets.TASKS}
    missing = 0
    for task, source, licence, read in COLLECTIONS:
        try:
            training, validation = read(sources)
        except (OSError, ValueError, KeyError) as problem:
            print(f"{task} is left out: {problem}", file=sys.stderr)
            missing = 1
            continue
        own = own_posts(task)
        write_set(out / f"{task}.train.tsv", training + own)
        write_set(out / f"{task}.val.tsv", validation)
        about[task] = (f"{source}, Heed's own posts", f"{licence}; the project's own") if own else (source, licence)
    make_language_set.main(out)
    about["language"] = ("Heed's own posts in 24 languages, XLM-T", "the project's own; that of XLM-T")
    write_list(out, about)
    return missing


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
