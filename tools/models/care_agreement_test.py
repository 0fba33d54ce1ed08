"""Shows that care_agreement.py finds what is wrong with the labelled posts, measures as it should, and decides in the right order."""
import pathlib
import tempfile
import unittest

import care_agreement

POSTS = {"en-1": "where is my parcel", "en-2": "thanks a lot, lovely people", "en-3": "cancel my order please"}
LABELS = {"en-1": "question|delivery\t1\tneutral\t0\t0", "en-2": "praise\t0\tpositive\t0\t0", "en-3": "cancellation\t1\tneutral\t0\t0"}


class CareAgreement(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.posts(POSTS)
        self.labels("pass1/en.tsv", LABELS)

    def write(self, path, columns, rows):
        file = pathlib.Path(self.folder.name) / path
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join(["\t".join(columns), *rows, ""]), encoding="utf-8")

    def posts(self, texts):
        self.write("posts/en.tsv", care_agreement.POST_COLUMNS, [f"{key}\ten\tpost\tshop\t{text}" for key, text in texts.items()])

    def labels(self, path, labels):
        self.write(path, care_agreement.LABEL_COLUMNS, [f"{key}\t{value}" for key, value in labels.items()])

    def care(self):
        return care_agreement.Care(pathlib.Path(self.folder.name))

    def assert_finding(self, expected):
        care = self.care()
        found = care.findings + list(care_agreement.shape_findings(care))
        self.assertTrue(any(expected in line for line in found), found)

    def test_whole_files(self):
        self.assertEqual(self.care().findings, [])

    def test_a_row_of_a_wrong_width(self):
        self.labels("pass1/en.tsv", {"en-1": "question\t1"})
        self.assert_finding("en.tsv:2: 3 columns, not 6")

    def test_an_intent_that_the_guideline_does_not_know(self):
        self.labels("pass1/en.tsv", {"en-1": "anger\t1\tneutral\t0\t0"})
        self.assert_finding("intents 'anger'")

    def test_an_urgency_out_of_range(self):
        self.labels("pass1/en.tsv", {"en-1": "question\t3\tneutral\t0\t0"})
        self.assert_finding("is none of the guideline's")

    def test_labels_of_no_post(self):
        self.labels("pass2/en.tsv", {"en-9": LABELS["en-1"]})
        self.assert_finding("no post has the id en-9")

    def test_a_post_without_labels(self):
        self.posts({**POSTS, "en-4": "good evening"})
        self.assert_finding("en-4 has no labels in pass1")

    def test_nearly_the_same_text(self):
        self.posts({**POSTS, "en-4": "Where is my parcel?!!"})
        self.assert_finding("en-1 and en-4 are the same text")

    def test_a_word_pair_twice_in_one_text_is_no_twin(self):
        self.posts({"en-1": "sorry to hear that sorry to hear that"})
        self.assertEqual(list(care_agreement.twins(self.care().posts)), [])

    def test_a_phrase_that_is_a_post(self):
        self.write("phrases/en.tsv", care_agreement.PHRASE_COLUMNS, ["question\t1\tWhere is my parcel?", "refund\t1\tmoney back"])
        self.assert_finding("phrases/en.tsv:2: 'Where is my parcel?' is a post")

    def test_a_phrase_that_is_nearly_a_post(self):
        self.write("phrases/en.tsv", care_agreement.PHRASE_COLUMNS, ["praise\t0\tthanks a lot, you lovely people"])
        self.assert_finding("phrases/en.tsv:2: is nearly the post en-2")

    def test_a_phrase_with_an_unknown_intent(self):
        self.write("phrases/en.tsv", care_agreement.PHRASE_COLUMNS, ["anger\t1\tgrr"])
        self.assert_finding("intents 'anger'")

    def test_too_few_of_an_intent(self):
        self.assert_finding("spam: 0 posts, fewer than 80")

    def test_an_intent_missing_in_a_language(self):
        self.assert_finding("praise: none in de")

    def test_kappa(self):
        yes_no = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
        self.assertAlmostEqual(care_agreement.kappa(yes_no, (False, True)), 0.4)
        self.assertIsNone(care_agreement.kappa([(False, False)] * 3, (False, True)))

    def test_quadratic_weights_forgive_a_neighbour(self):
        near, far = [(0, 0), (1, 1), (2, 1)], [(0, 0), (1, 1), (2, 0)]
        self.assertGreater(care_agreement.kappa(near, (0, 1, 2), True), care_agreement.kappa(far, (0, 1, 2), True))

    def test_the_third_look_decides_before_agreement_and_that_before_the_first_pass(self):
        self.labels("pass2/en.tsv", {**LABELS, "en-1": "delivery\t1\tneutral\t0\t0", "en-2": "praise\t1\tpositive\t0\t0"})
        self.labels("adjudicated.tsv", {"en-1": "complaint|delivery\t1\tneutral\t0\t0"})
        care = self.care()
        self.assertEqual([care.decided(key)[1] for key in POSTS], ["adjudicated", "pass1", "agreed"])
        self.assertEqual(care.decided("en-1")[0].columns()[0], "complaint|delivery")

    def test_a_fifth_is_held_back(self):
        held = sum(care_agreement.is_held(f"en-{number:04}") for number in range(5000))
        self.assertAlmostEqual(held / 5000, 0.2, delta=0.02)


if __name__ == "__main__":
    unittest.main()
