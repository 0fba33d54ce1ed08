"""Shows that make_public_sets.py reads each collection in its authors' form, keeps texts on one side, and names what is missing."""
import contextlib
import io
import json
import pathlib
import tempfile
import unittest

import make_public_sets


def lay_out(root):
    def write(path, text):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    for task in ("sentiment", "emotion", "irony", "offensive", "hate", "emoji"):
        for part in ("train", "val"):
            write(f"tweeteval/datasets/{task}/{part}_text.txt", f"a\ttabbed  text of {part}\nanother\n")
            write(f"tweeteval/datasets/{task}/{part}_labels.txt", "1\n0\n")
    for language in make_public_sets.LANGUAGES:
        for part in ("train", "val"):
            write(f"xlm-t/data/sentiment/{language}/{part}_text.txt", f"{language}\n")
            write(f"xlm-t/data/sentiment/{language}/{part}_labels.txt", "2\n")
    write("GoEmotions-pytorch/data/original/labels.txt", "admiration\nanger\nneutral\n")
    for part in ("train", "dev"):
        write(f"GoEmotions-pytorch/data/original/{part}.tsv", "both\t0,1\tid1\nplain\t2\tid2\n")
    write("task-specific-datasets/banking_data/train.csv",
          "text,category\n" + "".join(f'"where, is card {i}?",card_arrival\n' for i in range(100)))
    in_scope = [["hello", "greeting"]]
    write("oos-eval/data/data_full.json", json.dumps({"train": in_scope, "val": in_scope, "oos_train": [["x", "oos"]], "oos_val": []}))
    write("smsspamcollection/SMSSpamCollection", "".join(f"ham\thi {i}\nspam\twin {i}\nham\thi {i}\n" for i in range(50)))
    write("hate-speech-and-offensive-language/data/labeled_data.csv", "".join(["count,class,tweet\n"] + [f"3,2,hm {i}\n" for i in range(50)]))


def rows(path):
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


class MakePublicSets(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.sources = pathlib.Path(folder.name) / "sources"
        self.out = pathlib.Path(folder.name) / "out"
        lay_out(self.sources)

    def test_every_collection_is_read_in_its_own_form(self):
        self.assertEqual(make_public_sets.main(self.sources, self.out), 0)
        self.assertEqual(rows(self.out / "tweeteval-irony.train.tsv")[1], ["irony", "", "a tabbed text of train"])
        self.assertEqual(rows(self.out / "xlmt.val.tsv")[1], ["positive", "arabic", "arabic"])
        self.assertEqual(rows(self.out / "goemotions.train.tsv")[1], ["admiration|anger", "", "both"])
        self.assertIn(["oos", "", "x"], rows(self.out / "clinc150.train.tsv"))
        self.assertEqual(rows(self.out / "davidson.train.tsv")[1][0], "neither")
        listed = rows(self.out / "sets.tsv")
        self.assertIn("banking77", [row[0] for row in listed])
        for row in listed[1:]:
            self.assertTrue((self.out / row[3]).exists() and (self.out / row[4]).exists(), row)

    def test_no_text_is_on_both_sides_of_a_split_by_hash(self):
        make_public_sets.main(self.sources, self.out)
        for task in ("banking77", "spam", "davidson"):
            training = {row[2] for row in rows(self.out / f"{task}.train.tsv")[1:]}
            validation = {row[2] for row in rows(self.out / f"{task}.val.tsv")[1:]}
            self.assertTrue(training and validation, task)
            self.assertFalse(training & validation, task)

    def test_own_posts_are_learnt_from_in_the_sets_own_labels(self):
        training = list(self.known("banking77"))
        self.assertGreater(len(training), 1000)
        make_public_sets.main(self.sources, self.out)
        there = {tuple(row) for row in rows(self.out / "banking77.train.tsv")}
        self.assertTrue(all(row in there for row in training))
        self.assertIn("Heed's own posts", (self.out / "sets.tsv").read_text(encoding="utf-8"))

    def known(self, task):
        for row in make_public_sets.own_posts(task):
            self.assertEqual(len(row), 3, row)
            self.assertTrue(row[0] and row[2].strip(), row)
            yield row

    def test_what_is_missing_is_named_and_left_out(self):
        (self.sources / "oos-eval" / "data" / "data_full.json").unlink()
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            self.assertEqual(make_public_sets.main(self.sources, self.out), 1)
        self.assertIn("clinc150 is left out", said.getvalue())
        self.assertNotIn("clinc150", [row[0] for row in rows(self.out / "sets.tsv")])


if __name__ == "__main__":
    unittest.main()
