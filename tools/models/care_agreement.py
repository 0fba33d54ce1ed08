#!/usr/bin/env python3
"""Checks the labelled care posts (tools/models/care), measures how far two passes agree, and writes what they decide.

care_agreement.py check            files are whole, labels known, no text twice or nearly; prints the counts. Exit 1 on a finding
care_agreement.py agree            Cohen's kappa of the two passes: by intent, urgency (quadratic weights), sentiment, abuse, sarcasm
care_agreement.py differences      the rows on which they differ, for the third look: id, both labels, text
care_agreement.py gold FILE        one table with the decided labels and the split; a fifth, by hash of the id, is `held`

A row is decided by adjudicated.tsv, else by the two passes where they agree, else by the first pass; `decided` says which.
Needs nothing but Python's own library.
"""
import collections
import dataclasses
import hashlib
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent / "care"
INTENTS = ("complaint question request praise suggestion churn_threat cancellation refund delivery billing outage account_access "
           "how_to safety legal_press spam small_talk").split()
MAIN_LANGUAGES = ("en", "de", "es", "fr", "pt", "it")
LANGUAGES = MAIN_LANGUAGES + ("nl", "pl", "tr", "ar", "ja", "id", "hi-Latn")
CHANNELS = ("post", "comment", "review", "dm", "email", "chat")
SENTIMENTS = ("negative", "neutral", "positive")
POST_COLUMNS = ["id", "lang", "channel", "industry", "text"]
LABEL_COLUMNS = ["id", "intents", "urgency", "sentiment", "abuse", "sarcasm"]
PHRASE_COLUMNS = ["intents", "urgency", "text"]
LEARN_COLUMNS = ["intents", "urgency", "sentiment", "abuse", "sarcasm", "text"]
OPEN = "?"  # the intents of a phrase that shows an urgency only
LEAST_OF_AN_INTENT = 80
NEARLY_THE_SAME = 0.7


@dataclasses.dataclass(frozen=True)
class Labels:
    intents: frozenset
    urgency: int
    sentiment: str
    abuse: bool
    sarcasm: bool

    def columns(self):
        intents = "|".join(name for name in INTENTS if name in self.intents) or "-"
        return [intents, str(self.urgency), self.sentiment, str(int(self.abuse)), str(int(self.sarcasm))]


class Findings(list):
    def add(self, place, problem):
        self.append(f"{place}: {problem}")


# --- Reading


def table(path, columns, findings):
    """Rows of a TSV file as lists, those of a wrong width reported and left out."""
    lines = path.read_text(encoding="utf-8").split("\n")
    if lines[0].split("\t") != columns:
        findings.add(f"{path.name}:1", f"the header is not {' '.join(columns)}")
    if lines[-1] != "":
        findings.add(path.name, "the last line has no end")
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) == len(columns):
            yield f"{path.parent.name}/{path.name}:{number}", cells
        elif line or number != len(lines):
            findings.add(f"{path.name}:{number}", f"{len(cells)} columns, not {len(columns)}")


def read_posts(folder, findings):
    posts = {}
    for path in sorted(folder.glob("posts/*.tsv")):
        for place, cells in table(path, POST_COLUMNS, findings):
            post = dict(zip(POST_COLUMNS, cells))
            if post["id"] in posts:
                findings.add(place, f"id {post['id']} stands twice")
            if post["lang"] not in LANGUAGES:
                findings.add(place, f"language '{post['lang']}' is not known")
            if post["channel"] not in CHANNELS:
                findings.add(place, f"channel '{post['channel']}' is not known")
            if not post["text"].strip() or not post["industry"].strip():
                findings.add(place, "text or industry is empty")
            posts[post["id"]] = post
    return posts


def labels_of(cells, place, findings):
    _, intents, urgency, sentiment, abuse, sarcasm = cells
    names = [] if intents == "-" else intents.split("|")
    if len(set(names)) != len(names) or not set(names) <= set(INTENTS):
        findings.add(place, f"intents '{intents}' are not distinct names of the guideline")
        return None
    if urgency not in ("0", "1", "2") or sentiment not in SENTIMENTS or not {abuse, sarcasm} <= {"0", "1"}:
        findings.add(place, f"urgency, sentiment, abuse or sarcasm is none of the guideline's: {' '.join(cells[2:])}")
        return None
    return Labels(frozenset(names), int(urgency), sentiment, abuse == "1", sarcasm == "1")


def read_labels(paths, posts, findings):
    labels = {}
    for path in sorted(paths):
        for place, cells in table(path, LABEL_COLUMNS, findings):
            if cells[0] not in posts:
                findings.add(place, f"no post has the id {cells[0]}")
            elif cells[0] in labels:
                findings.add(place, f"id {cells[0]} is labelled twice")
            else:
                labels[cells[0]] = labels_of(cells, place, findings)
    return {key: value for key, value in labels.items() if value}


def read_training_only(folder, findings):
    """Phrases, and posts that were labelled once, by their writer: (place, row) each, a row having the columns of LEARN_COLUMNS,
    those that a phrase has not being OPEN, and `lang`."""
    for path in sorted([*folder.glob("phrases/*.tsv"), *folder.glob("learn/*.tsv")]):
        if path.stem not in LANGUAGES:
            findings.add(path.name, "is named after no known language")
        columns = PHRASE_COLUMNS if path.parent.name == "phrases" else LEARN_COLUMNS
        for place, cells in table(path, columns, findings):
            yield place, {**dict.fromkeys(LEARN_COLUMNS, OPEN), **dict(zip(columns, cells)), "lang": path.stem}


def check_training_only(folder, posts, findings):
    """None of them may be a post, nearly or wholly, or a model would have seen what is held back."""
    plain_posts = {plain(post["text"]) for post in posts.values()}
    rows, seen = {}, {}
    for place, row in read_training_only(folder, findings):
        open_as = {"intents": "-", "sentiment": SENTIMENTS[0], "abuse": "0", "sarcasm": "0"}
        labels = [open_as.get(name, row[name]) if row[name] == OPEN else row[name] for name in LEARN_COLUMNS[:-1]]
        labels_of(["", *labels], place, findings)
        text = plain(row["text"])
        if text in plain_posts:
            findings.add(place, f"'{row['text']}' is a post")
        if seen.setdefault((row["lang"], place.partition("/")[0], text), place) != place:
            findings.add(place, f"'{row['text']}' stands twice")
        rows[place] = {"text": row["text"]}
    for one, other in twins({**posts, **rows}):
        if one in posts and other in rows and plain(rows[other]["text"]) not in plain_posts:
            findings.add(other, f"is nearly the post {one}")


class Care:
    """Everything that stands in the folder."""

    def __init__(self, folder):
        self.findings = Findings()
        self.posts = read_posts(folder, self.findings)
        self.first = read_labels(folder.glob("pass1/*.tsv"), self.posts, self.findings)
        self.second = read_labels(folder.glob("pass2/*.tsv"), self.posts, self.findings)
        self.third = read_labels(folder.glob("adjudicated.tsv"), self.posts, self.findings)
        check_training_only(folder, self.posts, self.findings)
        self.both = [key for key in self.posts if key in self.first and key in self.second]

    def decided(self, key):
        """The labels that count, and what decided them. None where nobody has labelled the post yet."""
        if key in self.third:
            return self.third[key], "adjudicated"
        if key in self.first and self.first[key] == self.second.get(key):
            return self.first[key], "agreed"
        return self.first.get(key), "pass1"


def is_held(key):
    """The held-back fifth: fixed for ever by the id, whatever is added later."""
    return int(hashlib.sha1(key.encode()).hexdigest(), 16) % 5 == 0


# --- No text twice


def plain_words(text):
    return re.findall(r"\w+", text.casefold())


def plain(text):
    """What is left of a text without case, marks and spaces; of one that is emoji only, itself."""
    return " ".join(plain_words(text)) or text.strip()


def shingles(text):
    squeezed = plain(text)
    return {squeezed[at:at + 4] for at in range(max(1, len(squeezed) - 3))}


def twins(posts):
    """Pairs of ids whose texts are the same, or nearly. Only texts that share two words in a row are compared."""
    seen, by_pair, pieces = {}, collections.defaultdict(list), {}
    for key, post in posts.items():
        text = post["text"].strip()
        if text in seen:
            yield seen[text], key
        seen[text] = key
        words = plain_words(text)
        if len(words) < 4:
            continue
        pieces[key] = shingles(text)
        candidates = set()
        for pair in set(zip(words, words[1:])):
            candidates.update(by_pair[pair])
            by_pair[pair].append(key)
        for other in candidates:
            common = len(pieces[key] & pieces[other])
            if common > NEARLY_THE_SAME * (len(pieces[key]) + len(pieces[other]) - common):
                yield other, key


# --- Measuring


def kappa(pairs, classes, quadratic=False):
    """Cohen's kappa of (first, second) pairs; None when there is nothing to disagree about."""
    place = {name: at for at, name in enumerate(classes)}

    def distance(one, other):
        return (place[one] - place[other]) ** 2 if quadratic else float(one != other)

    left = collections.Counter(one for one, _ in pairs)
    right = collections.Counter(other for _, other in pairs)
    seen = sum(distance(one, other) for one, other in pairs) / max(1, len(pairs))
    by_chance = sum(left[one] * right[other] * distance(one, other) for one in classes for other in classes) / max(1, len(pairs)) ** 2
    return 1 - seen / by_chance if by_chance else None


def intent_kappas(pairs):
    return [kappa([(name in one.intents, name in other.intents) for one, other in pairs], (False, True)) for name in INTENTS]


def shown(value):
    return "   -" if value is None else f"{value:4.2f}"


def agreement(care, keys):
    """Lines of a report on the posts that both passes have labelled."""
    pairs = [(care.first[key], care.second[key]) for key in keys]
    yield f"{len(pairs)} posts in both passes"
    if not pairs:
        return
    values = intent_kappas(pairs)
    yield f"{'intent':15} kappa first second  both"
    for name, value in zip(INTENTS, values):
        first, second = ({at for at, pair in enumerate(pairs) if name in pair[side].intents} for side in (0, 1))
        yield f"{name:15}  {shown(value)} {len(first):5} {len(second):6} {len(first & second):5}"
    known = [value for value in values if value is not None]
    yield f"{'mean':15}  {shown(sum(known) / len(known))}"
    urgencies = [(one.urgency, other.urgency) for one, other in pairs]
    yield f"urgency         {shown(kappa(urgencies, (0, 1, 2), quadratic=True))} (quadratic weights)"
    yield f"urgent or not   {shown(kappa([(one == 2, other == 2) for one, other in urgencies], (False, True)))}"
    for row in range(3):
        cells = (urgencies.count((row, column)) for column in range(3))
        yield f"  first says {row}, second 0 1 2: " + " ".join(f"{cell:5}" for cell in cells)
    yield f"sentiment       {shown(kappa([(one.sentiment, other.sentiment) for one, other in pairs], SENTIMENTS))}"
    yield f"abuse           {shown(kappa([(one.abuse, other.abuse) for one, other in pairs], (False, True)))}"
    yield f"sarcasm         {shown(kappa([(one.sarcasm, other.sarcasm) for one, other in pairs], (False, True)))}"
    same_intents = sum(one.intents == other.intents for one, other in pairs) / len(pairs)
    yield f"same intents    {same_intents:.1%}, whole row {sum(one == other for one, other in pairs) / len(pairs):.1%}"


def counts(care):
    """Lines of a report on what there is, by the labels that count."""
    decided = {key: care.decided(key) for key in care.posts}
    labels = {key: value for key, (value, _) in decided.items() if value}
    by_decision = collections.Counter(how for value, how in decided.values() if value)
    yield f"{len(care.posts)} posts; pass1 {len(care.first)}, pass2 {len(care.second)}; " + ", ".join(
        f"{how} {number}" for how, number in sorted(by_decision.items()))
    languages = [name for name in LANGUAGES if any(post["lang"] == name for post in care.posts.values())]
    yield f"{'':15}   all  held " + " ".join(f"{name:>7}" for name in languages)

    def line(title, keys):
        by_language = collections.Counter(care.posts[key]["lang"] for key in keys)
        return f"{title:15} {len(keys):5} {sum(map(is_held, keys)):5} " + " ".join(f"{by_language[name]:7}" for name in languages)

    yield line("posts", list(care.posts))
    for name in INTENTS:
        yield line(name, [key for key, value in labels.items() if name in value.intents])
    yield line("(no intent)", [key for key, value in labels.items() if not value.intents])
    for level in range(3):
        yield line(f"urgency {level}", [key for key, value in labels.items() if value.urgency == level])
    for name in SENTIMENTS:
        yield line(name, [key for key, value in labels.items() if value.sentiment == name])
    yield line("abuse", [key for key, value in labels.items() if value.abuse])
    yield line("sarcasm", [key for key, value in labels.items() if value.sarcasm])


def shape_findings(care):
    """What is wrong with the whole, beside the single rows."""
    for one, other in twins(care.posts):
        yield f"{one} and {other} are the same text, or nearly"
    for key in care.posts:
        if key not in care.first:
            yield f"{key} has no labels in pass1"
    for name in INTENTS:
        with_it = [care.posts[key]["lang"] for key, value in care.first.items() if name in value.intents]
        if len(with_it) < LEAST_OF_AN_INTENT:
            yield f"{name}: {len(with_it)} posts, fewer than {LEAST_OF_AN_INTENT}"
        for language in MAIN_LANGUAGES:
            if language not in with_it:
                yield f"{name}: none in {language}"


# --- Commands


def check(care):
    print("\n".join(counts(care)))
    found = care.findings + list(shape_findings(care))
    print("\n".join(found + [f"{len(found)} findings"]))
    return 1 if found else 0


def agree(care):
    print("\n".join(agreement(care, care.both)))
    for language in LANGUAGES:
        keys = [key for key in care.both if care.posts[key]["lang"] == language]
        if keys:
            pairs = [(care.first[key], care.second[key]) for key in keys]
            known = [value for value in intent_kappas(pairs) if value is not None]
            urgency = kappa([(one.urgency, other.urgency) for one, other in pairs], (0, 1, 2), quadratic=True)
            print(f"{language:8} {len(keys):5} posts, mean kappa of intents {sum(known) / len(known):.2f}, urgency {shown(urgency)}")
    return 0


def differences(care):
    for key in care.both:
        if care.first[key] != care.second[key] and key not in care.third:
            print("\t".join([key, " ".join(care.first[key].columns()), " ".join(care.second[key].columns()), care.posts[key]["text"]]))
    return 0


def gold(care, path):
    with open(path, "w", encoding="utf-8") as file:
        file.write("\t".join(["id", "split", "decided"] + LABEL_COLUMNS[1:] + POST_COLUMNS[1:]) + "\n")
        for key, post in care.posts.items():
            labels, how = care.decided(key)
            if labels:
                row = [key, "held" if is_held(key) else "train", how] + labels.columns() + [post[name] for name in POST_COLUMNS[1:]]
                file.write("\t".join(row) + "\n")
    return 0


def main(arguments):
    simple = {"check": check, "agree": agree, "differences": differences}
    care = Care(HERE)
    if len(arguments) == 1 and arguments[0] in simple:
        return simple[arguments[0]](care)
    if len(arguments) == 2 and arguments[0] == "gold":
        return gold(care, arguments[1])
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
