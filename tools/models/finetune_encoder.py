#!/usr/bin/env python3
"""Teaches the second tier's encoder the tasks of triage, all at once, on the processor (PyTorch: Debian's python3-torch).

finetune_encoder.py ENCODER SETS OUT [--heed PROGRAM] [--tokens MILLIONS] [--only LANGUAGE]

ENCODER is what make_encoder.py wrote, SETS the list that `heed triage train --sets` reads; posts are cut by `heed triage pieces`. Each task has
a linear head over the pooled last layer. OUT is a file of the same kind with the heads in it; it is written at every quarter, so whoever
stops early keeps the last one. Of sets with a column `lang` only posts of LANGUAGE (en) are read: the vocabulary knows no other.
"""
import argparse
import array
import gzip
import json
import pathlib
import random
import subprocess
import time

import torch
import torch.nn.functional as F
from torch import nn

import encoder_file

HEADS = 4
WIDTH = 512
POOLED = 3 * WIDTH
MOST = 64  # Pieces of a post while training.
BATCH = 1400  # Pieces of a batch.
SEED = 1
# How often a pass goes over a set: small ones more often, those that only lend less.
PASSES = {"tweeteval-sentiment": 1, "tweeteval-emotion": 2.5, "tweeteval-irony": 2, "tweeteval-offensive": 1, "tweeteval-hate": 0.7,
          "goemotions": 0.5, "spam": 0.4, "tweeteval-emoji": 0.35, "davidson": 0.35, "banking77": 3, "clinc150": 1.5,
          "care-intent": 2.5, "care-urgency": 2.5, "care-sentiment": 2.5}
RATE = 1.2e-4
HEAD_RATE = 1e-3
SMOOTHING = 0.05


def open_text(path):
    with open(path, "rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rt", encoding="utf-8") if zipped else open(path, encoding="utf-8")


class Set:
    def __init__(self, task, training, validation, pieces, language):
        self.task = task
        rows = [self.rows(path, language) for path in (training, validation)]
        self.labels = sorted({one for _, labels in rows[0] for one in labels})
        self.many = any(len(labels) != 1 for _, labels in rows[0])
        place = {label: number for number, label in enumerate(self.labels)}
        self.parts = []
        for part in rows:
            cut = pieces([text for text, _ in part])
            gold = torch.zeros(len(part), len(self.labels))
            for row, (_, labels) in enumerate(part):
                for label in labels:
                    if label in place:
                        gold[row, place[label]] = 1
            self.parts.append((cut, gold))
        share = self.parts[0][1].mean(0).clamp(min=1e-4)
        self.weight = (1 / (len(self.labels) * share)).pow(0.5).clamp(max=4)

    @staticmethod
    def rows(path, language):
        with open_text(path) as file:
            columns = file.readline().rstrip("\n").split("\t")
            cells = [dict(zip(columns, line.rstrip("\n").split("\t"))) for line in file]
        return [(row["text"], [one for one in row["label"].split("|") if one != "-"]) for row in cells
                if row.get("lang", language) in (language, "")]


class Layer(nn.Module):
    def __init__(self, weights, number, width):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(WIDTH, eps=1e-6)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, WIDTH)
        self.skip = nn.Linear(width, WIDTH) if f"l{number}.skip.w" in weights else None
        self.up, self.down = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(3 * WIDTH, WIDTH)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, hidden):
        posts, length, width = x.shape
        parts = self.qkv(self.norm1(x)).view(posts, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        asked = parts[0] @ parts[1].transpose(-1, -2) * (width // HEADS) ** -0.5
        seen = (asked + hidden).softmax(-1) @ parts[2]
        x = self.drop(self.out(seen.transpose(1, 2).reshape(posts, length, width))) + (self.skip(x) if self.skip else x)
        return x + self.drop(self.down(F.relu(self.up(self.norm2(x)))))


class Net(nn.Module):
    """Names of its parameters are those of the sections, save for .weight and .bias."""
    def __init__(self, sections, sets):
        super().__init__()
        numbers = {name: torch.frombuffer(bytearray(data), dtype=torch.float32) for name, data in sections.items()
                   if name not in ("vocabulary", "emoji")}
        self.embedding = nn.Embedding(len(numbers["embedding"]) // 256, 256)
        self.register_buffer("timing", numbers["timing"])
        self.l0, self.l1 = Layer(numbers, 0, 256), Layer(numbers, 1, WIDTH)
        self.pool = nn.Linear(WIDTH, WIDTH)
        self.mean, self.most = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.heads = nn.ModuleDict({one.task: nn.Linear(POOLED, len(one.labels)) for one in sets})
        self.drop, self.drop_pooled = nn.Dropout(0.1), nn.Dropout(0.2)
        for head in self.heads.values():
            nn.init.normal_(head.weight, std=0.005)
            nn.init.zeros_(head.bias)
        with torch.no_grad():
            for name, part, kind in self.sectioned():
                if name in numbers:
                    part.copy_(numbers[name].view(part.t().shape).t() if kind == "w" else numbers[name].view(part.shape))

    def sectioned(self):
        """Section, parameter, kind ("w" lies the other way round in a section)."""
        yield "embedding", self.embedding.weight, ""
        for name, module in self.named_modules():
            if isinstance(module, nn.Linear) and not name.startswith("heads"):
                yield name + ".w", module.weight, "w"
                yield name + ".b", module.bias, ""
            elif isinstance(module, nn.LayerNorm):
                yield name + ".g", module.weight, ""
                yield name + ".b", module.bias, ""

    def forward(self, ids, lengths, task):
        there = torch.arange(ids.shape[1])[None] < lengths[:, None]
        turns = torch.arange(ids.shape[1])[:, None] * self.timing[None]
        x = self.drop(2 * self.embedding(ids) + torch.cat([turns.sin(), turns.cos()], -1))
        hidden = (~there).float()[:, None, None] * -1e9
        x = self.l1(self.l0(x, hidden), hidden)
        mean = (x * there[..., None]).sum(1) / lengths[:, None]
        most = (x - (~there).float()[..., None] * 1e4).max(1)[0]
        told = F.normalize(torch.tanh(self.pool(mean)), dim=-1) * WIDTH ** 0.5
        return self.heads[task](self.drop_pooled(torch.cat([told, self.mean(mean), self.most(most)], -1)))


def batches(cut, order, size):
    """Posts of like length together, `size` pieces at most."""
    order = sorted(order, key=lambda post: len(cut[post]))
    batch = []
    for post in order:
        if batch and (len(batch) + 1) * len(cut[post]) > size:
            yield batch
            batch = []
        batch.append(post)
    if batch:
        yield batch


def padded(cut, batch):
    lengths = torch.tensor([len(cut[post]) for post in batch])
    ids = torch.zeros(len(batch), int(lengths.max()), dtype=torch.long)
    for row, post in enumerate(batch):
        ids[row, :lengths[row]] = torch.tensor(cut[post])
    return ids, lengths


def a_pass(one):
    cut, _ = one.parts[0]
    order = list(range(len(cut)))
    random.shuffle(order)
    passes = PASSES.get(one.task, 1)
    chosen = order * int(passes) + order[:int((passes - int(passes)) * len(order))]
    for begin in range(0, len(chosen), 2000):
        for batch in batches(cut, chosen[begin:begin + 2000], BATCH):
            yield one, batch


def loss_of(net, one, batch):
    cut, gold = one.parts[0]
    said = net(*padded(cut, batch), one.task)
    if one.many:
        return F.binary_cross_entropy_with_logits(said, gold[batch], reduction="none").sum(1).mean()
    return F.cross_entropy(said, gold[batch].argmax(1), weight=one.weight, label_smoothing=SMOOTHING)


def measure(net, one):
    """Macro-F1 and mean recall on validation, each label where it is likelier than not or the likeliest: to follow the progress."""
    cut, gold = one.parts[1]
    said = torch.zeros_like(gold)
    net.eval()
    with torch.no_grad():
        for batch in batches(cut, range(len(cut)), 4000):
            scores = net(*padded(cut, batch), one.task)
            said[batch] = (scores > 0).float() if one.many else F.one_hot(scores.argmax(1), gold.shape[1]).float()
    net.train()
    right = (said * gold).sum(0)
    recall, precision = right / gold.sum(0).clamp(min=1), right / said.sum(0).clamp(min=1)
    f1 = 2 * recall * precision / (recall + precision).clamp(min=1e-9)
    return f"{one.task} F1 {100 * f1.mean():.1f} recall {100 * recall.mean():.1f} right {100 * right.sum() / len(cut):.1f}"


def write(path, sections, net, sets):
    out = {name: sections[name] for name in ("vocabulary", "emoji", "timing")}
    with torch.no_grad():
        for name, part, kind in net.sectioned():
            out[name] = array.array("f", (part.t() if kind == "w" else part).contiguous().flatten().tolist()).tobytes()
        weights = torch.cat([net.heads[one.task].weight for one in sets]).t().contiguous()
        bias = torch.cat([net.heads[one.task].bias for one in sets])
    out["heads.w"] = array.array("f", weights.flatten().tolist()).tobytes()
    out["heads.b"] = array.array("f", bias.tolist()).tobytes()
    heads = [f"{one.task}\t{label}" for one in sets for label in one.labels]
    out["heads"] = "\n".join(heads).encode()
    encoder_file.write(path, out)


def read_sets(arguments):
    def pieces(texts):
        run = subprocess.run([arguments.heed, "triage", "pieces", "--encoder", str(arguments.encoder)], input="\n".join(texts) + "\n",
                             capture_output=True, text=True, check=True)
        return [[int(number) for number in line.split()][:MOST] for line in run.stdout.splitlines()]

    with open_text(arguments.sets) as file:
        columns = file.readline().rstrip("\n").split("\t")
        rows = [dict(zip(columns, line.rstrip("\n").split("\t"))) for line in file]
    sets = {}
    for row in rows:
        if row["task"] not in sets and row["task"] in PASSES:
            sets[row["task"]] = Set(row["task"], arguments.sets.parent / row["training"], arguments.sets.parent / row["validation"],
                                    pieces, arguments.only)
    return list(sets.values())


def main(arguments):
    torch.manual_seed(SEED)
    random.seed(SEED)
    torch.set_num_threads(1)
    sections = encoder_file.read(arguments.encoder)
    sets = read_sets(arguments)
    net = Net(sections, sets)
    steps = []
    pieces = 0
    while pieces < arguments.tokens * 1e6:
        round_of = [step for one in sets for step in a_pass(one)]
        random.shuffle(round_of)
        for one, batch in round_of:
            pieces += sum(len(one.parts[0][0][post]) for post in batch)
            steps.append((one, batch))
            if pieces >= arguments.tokens * 1e6:
                break
    heads = [part for name, part in net.named_parameters() if name.startswith("heads")]
    others = [part for name, part in net.named_parameters() if not name.startswith("heads")]
    optimizer = torch.optim.Adam([{"params": others, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}])
    warm = 0.05 * len(steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1, (step + 1) / warm) * max(0.02, 1 - step / len(steps)))
    began = time.monotonic()
    print(f"{len(steps)} steps", flush=True)
    for number, (one, batch) in enumerate(steps, 1):
        loss = loss_of(net, one, batch)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if number % 100 == 0:
            print(f"{number} of {len(steps)}, {time.monotonic() - began:.0f} s", flush=True)
        if number % (len(steps) // 4) == 0 or number == len(steps):
            for each in sets:
                print("  " + measure(net, each), flush=True)
            write(arguments.out, sections, net, sets)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("encoder", "sets", "out"):
        parser.add_argument(name, type=pathlib.Path)
    parser.add_argument("--heed", default="heed")
    parser.add_argument("--tokens", type=float, default=8, help="millions of pieces to learn from in all")
    parser.add_argument("--only", default="en", help="the language read of sets that name theirs")
    main(parser.parse_args())
