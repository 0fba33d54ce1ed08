#!/usr/bin/env python3
"""Reads and writes the file of the second tier's encoder while it is made: named sections, as src/domain/triage/sections.hpp says.

Numbers are 32-bit floats here, row after row; `heed triage train --encoder` makes of them the eight-bit file that ships. The sections:

vocabulary          a line a piece: the piece, a tab, its log probability
emoji               a line each: the emoji, a tab, its name
embedding           pieces x width
timing              the inverse time scales of the place of a piece
lN.norm1.g  .b      of layer N: its norms (gain and bias), and the products (weights, inputs x outputs, and bias) in the order
lN.qkv.w  .b        in which they are taken. The first layer, whose output is wider than its input, has lN.skip.w besides.
lN.out.w  .b
lN.norm2.g  .b
lN.up.w  .b
lN.down.w  .b
pool.w  .b          what the mean of the last layer goes through, before tanh
"""
import pathlib
import struct

MAGIC = b"HEEDENC1"
VERSION = 1
ALIGNMENT = 64
LANES = (0x243F6A8885A308D3, 0x13198A2E03707344, 0xA4093822299F31D0, 0x082EFA98EC4E6C89)
MASK = (1 << 64) - 1


def stir(lane, word):
    mixed = ((lane ^ word) * 0x9E3779B97F4A7C15) & MASK
    return ((mixed << 29) | (mixed >> 35)) & MASK


def checksum(data):
    whole = len(data) // 32 * 32
    lanes = list(LANES)
    for one, two, three, four in struct.iter_unpack("<4Q", data[:whole]):
        lanes = [stir(lanes[0], one), stir(lanes[1], two), stir(lanes[2], three), stir(lanes[3], four)]
    for byte in data[whole:]:
        lanes[0] = stir(lanes[0], byte)
    total = len(data)
    for lane in lanes:
        total = stir(total, lane)
    return total


def write(path, sections):
    """sections: name to bytes."""
    body = bytearray(32 * len(sections))
    for place, (name, data) in enumerate(sections.items()):
        body += bytes(-(32 + len(body)) % ALIGNMENT)
        struct.pack_into("<16sQQ", body, 32 * place, name.encode(), 32 + len(body), len(data))
        body += data
    head = struct.pack("<8sIIQQ", MAGIC, VERSION, len(sections), 32 + len(body), checksum(bytes(body)))
    pathlib.Path(path).write_bytes(head + bytes(body))


def read(path):
    data = pathlib.Path(path).read_bytes()
    magic, version, count, size, total = struct.unpack_from("<8sIIQQ", data)
    if magic != MAGIC or version != VERSION or size != len(data) or checksum(data[32:]) != total:
        raise SystemExit(f"{path} is no whole encoder file of version {VERSION}.")
    sections = {}
    for place in range(count):
        name, offset, length = struct.unpack_from("<16sQQ", data, 32 + 32 * place)
        sections[name.rstrip(b"\0").decode()] = data[offset:offset + length]
    return sections
