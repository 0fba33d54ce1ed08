#!/usr/bin/env python3
"""The care report, computed a second time: plainly, from its definitions, to check what `heed report care --json` prints.

    care_report.py ARCHIVE                    prints the report as JSON
    care_report.py ARCHIVE --compare FILE     compares it with a report that Heed printed ("-" reads standard input);
                                              exit status 0 when equal, 1 when not, each difference on a line of its own

ARCHIVE is the public customer-care archive: CSV (tweet_id, author_id, inbound, created_at, text, response_tweet_id,
in_response_to_tweet_id) or TSV (tweet_id, author, inbound, created_at, in_response_to, text), gzipped or not.

The definitions. A brand is an author with at least one post that is not inbound. A thread is the tree that the reply column
makes among the posts of the file; a post whose parent is not in the file starts one, and where replies go round in a ring,
its earliest post does, as if it had no parent. A conversation is one customer (the author of inbound posts) in one thread,
begun by that customer's first post in it. Its brand is the author of the first brand post in the thread, else the first brand
named by an @mention in the conversation's posts, else `unknown`. It is answered by the first brand post that replies directly
to one of that customer's posts in it. First response is the time of that post minus the time of the conversation's first post.
Posts at the same second go by id. Names compare without case. Of an id that comes twice, the first post counts.
"""

import argparse
import csv
import datetime
import gzip
import io
import json
import re
import statistics
import string
import sys
from collections import defaultdict

FOLD = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
MENTION = re.compile(r"(?<![A-Za-z0-9_])@([A-Za-z0-9_]+)")
TOLERANCE = 1e-9


def open_text(path):
    with open(path, "rb") as file:
        gzipped = file.read(2) == b"\x1f\x8b"
    raw = gzip.open(path, "rb") if gzipped else open(path, "rb")
    return io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="\n")


def read_records(path):
    """Yields every data line as a dictionary by column name."""
    csv.field_size_limit(sys.maxsize)
    with open_text(path) as text:
        header = text.readline().rstrip("\r\n")
        if "\t" in header:
            names = header.split("\t")
            lines = (line.rstrip("\r\n").split("\t") for line in text)
        else:
            names = next(csv.reader([header]))
            lines = csv.reader(text)
        names = [name.strip().lower() for name in names]
        for fields in lines:
            if len(fields) == len(names):
                yield dict(zip(names, fields))
            elif fields not in ([], [""]):
                print(f"left out: {len(fields)} columns where {len(names)} are expected", file=sys.stderr)


def parse_time(text):
    """Milliseconds since 1970, from either way the archive writes a time."""
    if text[:1].isalpha():
        time = datetime.datetime.strptime(text, "%a %b %d %H:%M:%S %z %Y")
    else:
        time = datetime.datetime.fromisoformat(text)
    return round(time.timestamp() * 1000)


def parse_id(text):
    text = text.strip()
    return text[:-2] if text.endswith(".0") else text


def read_posts(path):
    """Posts by id; a dictionary keeps the order of the file."""
    posts = {}
    for record in read_records(path):
        post_id = parse_id(record["tweet_id"])
        try:
            post = {
                "id": post_id,
                "number": int(post_id),
                "author": (record.get("author_id") or record.get("author")).strip(),
                "inbound": {"true": True, "1": True, "false": False, "0": False}[record["inbound"].strip().lower()],
                "at": parse_time(record["created_at"].strip()),
                "parent": parse_id(record.get("in_response_to_tweet_id") or record.get("in_response_to") or ""),
                "text": record["text"],
            }
        except (ValueError, KeyError, AttributeError) as error:
            print(f"left out: post {post_id!r}: {error!r}", file=sys.stderr)
            continue
        posts.setdefault(post_id, post)
    return posts


def moment(post):
    return post["at"], post["number"]


def cut_rings(posts):
    """Leaves only links to posts in the file, and none that closes a ring."""
    for post in posts.values():
        if post["parent"] not in posts:
            post["parent"] = None
    settled = set()
    for start in posts:
        path, on_path, here = [], set(), start
        while here is not None and here not in settled and here not in on_path:
            path.append(here)
            on_path.add(here)
            here = posts[here]["parent"]
        if here in on_path:
            ring = path[path.index(here):]
            posts[min(ring, key=lambda each: moment(posts[each]))]["parent"] = None
        settled |= on_path


def find_threads(posts):
    """The id of the post that starts the thread, for every post."""
    start_of = {}
    for post in posts.values():
        path, here = [], post["id"]
        while here not in start_of and posts[here]["parent"] is not None:
            path.append(here)
            here = posts[here]["parent"]
        start = start_of.setdefault(here, here)
        for each in path:
            start_of[each] = start
    return start_of


def find_conversations(posts):
    """Every conversation as {brand, posts, response}; response is milliseconds, or None where nobody answered."""
    start_of = find_threads(posts)
    in_order = sorted(posts.values(), key=moment)
    brands = {post["author"].translate(FOLD) for post in in_order if not post["inbound"]}

    first_brand = {}  # thread -> brand
    conversations = {}  # (thread, customer) -> conversation
    for post in in_order:
        thread, author = start_of[post["id"]], post["author"].translate(FOLD)
        if post["inbound"]:
            conversations.setdefault((thread, author), {"posts": [], "response": None})["posts"].append(post)
        else:
            first_brand.setdefault(thread, author)
    for post in in_order:
        parent = posts.get(post["parent"])
        if post["inbound"] or parent is None or not parent["inbound"]:
            continue
        conversation = conversations[start_of[post["id"]], parent["author"].translate(FOLD)]
        if conversation["response"] is None:
            conversation["response"] = post["at"] - conversation["posts"][0]["at"]
    for (thread, _), conversation in conversations.items():
        named = (name.translate(FOLD) for post in conversation["posts"] for name in MENTION.findall(post["text"]))
        conversation["brand"] = first_brand.get(thread) or next((name for name in named if name in brands), "unknown")
    return list(conversations.values())


def figures(conversations, outbound):
    responses = [each["response"] for each in conversations if each["response"] is not None]
    count, answered = len(conversations), len(responses)

    def share_within(minutes):
        return sum(response <= minutes * 60_000 for response in responses) / answered if answered else None

    return {
        "inbound": sum(len(each["posts"]) for each in conversations),
        "outbound": outbound,
        "conversations": count,
        "answered": answered,
        "unanswered_rate": 1 - answered / count if count else None,
        "within_5min": share_within(5),
        "within_60min": share_within(60),
        "median_first_response_s": statistics.median(responses) / 1000 if answered else None,
    }


def care_report(posts):
    cut_rings(posts)
    conversations = find_conversations(posts)
    outbound, shown = defaultdict(int), {}
    for post in posts.values():
        shown.setdefault(post["author"].translate(FOLD), post["author"])
        if not post["inbound"]:
            outbound[post["author"].translate(FOLD)] += 1
    of_brand = {brand: [] for brand in outbound}
    for conversation in conversations:
        of_brand.setdefault(conversation["brand"], []).append(conversation)
    brands = [
        {"brand": shown[brand] if brand in outbound else brand, **figures(theirs, outbound.get(brand, 0))}
        for brand, theirs in of_brand.items()
    ]
    brands.sort(key=lambda row: (-row["conversations"], row["brand"].translate(FOLD)))
    return {"brands": brands, "total": figures(conversations, sum(outbound.values()))}


def same(ours, theirs):
    numbers = (int, float)
    if isinstance(ours, numbers) and isinstance(theirs, numbers) and not isinstance(theirs, bool):
        return abs(ours - theirs) <= TOLERANCE * max(1, abs(ours))
    return ours == theirs and type(ours) is type(theirs)


def compare_rows(name, ours, theirs):
    for key in sorted(ours.keys() | theirs.keys()):
        if key not in theirs:
            yield f"{name}: {key} is missing"
        elif key not in ours:
            yield f"{name}: {key} is not part of the report"
        elif not same(ours[key], theirs[key]):
            yield f"{name}: {key} is {theirs[key]!r}, expected {ours[key]!r}"


def compare(ours, theirs):
    if not isinstance(theirs, dict) or not isinstance(theirs.get("brands"), list) or not isinstance(theirs.get("total"), dict):
        yield 'expected {"brands": [...], "total": {...}}'
        return
    yield from (f"{key} is not part of the report" for key in sorted(theirs.keys() - {"brands", "total"}))
    rows = {row.get("brand"): row for row in theirs["brands"]}
    for row in ours["brands"]:
        name = row["brand"]
        yield from compare_rows(name, row, rows.pop(name)) if name in rows else [f"{name}: missing"]
    yield from (f"{name}: not expected" for name in rows)
    order = [row.get("brand") for row in theirs["brands"]]
    expected = [row["brand"] for row in ours["brands"]]
    if sorted(map(str, order)) == sorted(expected) and order != expected:
        yield "the brands stand in another order"
    yield from compare_rows("total", ours["total"], theirs["total"])


def main():
    parser = argparse.ArgumentParser(description="Computes the care report of an archive, independently of Heed.")
    parser.add_argument("archive")
    parser.add_argument("--compare", metavar="FILE", help="a report that Heed printed")
    arguments = parser.parse_args()
    report = care_report(read_posts(arguments.archive))
    if arguments.compare is None:
        print(json.dumps(report, indent=1, sort_keys=True, ensure_ascii=False))
        return 0
    with sys.stdin if arguments.compare == "-" else open(arguments.compare, encoding="utf-8") as file:
        differences = list(compare(report, json.load(file)))
    print("\n".join(differences) if differences else f"equal: {len(report['brands'])} brands, {report['total']['conversations']} conversations")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
