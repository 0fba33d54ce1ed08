"""What a disk may hold after the power went: all that was synced, any part of what was not, torn at sectors, in any order.

Reads the log that torn_disk.c wrote, beside the files as they were before.
"""

import pathlib
import struct

SECTOR = 512
KEEPS = 0.5


def read_log(path):
    """Yields (kind, path of the file, offset, bytes); a note that was cut off ends it."""
    log = pathlib.Path(path).read_bytes() if pathlib.Path(path).exists() else b""
    at = 0
    while at + 9 <= len(log):
        kind, name_length = log[at:at + 1].decode(), struct.unpack_from("<Q", log, at + 1)[0]
        begin = at + 9 + name_length
        if begin + 16 > len(log):
            return
        offset, length = struct.unpack_from("<QQ", log, begin)
        if begin + 16 + length > len(log):
            return
        yield kind, log[at + 9:begin].decode(), offset, log[begin + 16:begin + 16 + length]
        at = begin + 16 + length


def write(content, offset, data):
    if len(content) < offset:
        content.extend(b"\0" * (offset - len(content)))
    content[offset:offset + len(data)] = data


class Disk:
    """`folder`: the record's files as they are now, which is what was synced."""

    def __init__(self, folder):
        self._folder = pathlib.Path(folder)
        self._synced = {str(file): bytearray(file.read_bytes()) for file in self._files()}
        self._waiting = {}
        self.lost = 0  # Writes that were not synced and are gone, in part or whole.

    def _files(self):
        return [file for file in self._folder.glob("heed.db*") if not file.name.endswith("-shm")]

    def replay(self, log, syncs_hold=True):
        for kind, name, offset, data in read_log(log):
            waiting = self._waiting.setdefault(name, [])
            if kind in "wt":
                waiting.append((kind, offset, data))
            elif kind == "u":
                self._synced.pop(name, None)
                waiting.clear()
            elif syncs_hold:
                for each in waiting:
                    self._apply(name, *each)
                waiting.clear()

    def _apply(self, name, kind, offset, data):
        content = self._synced.setdefault(name, bytearray())
        if kind == "w":
            write(content, offset, data)
        elif offset < len(content):
            del content[offset:]
        else:
            content.extend(b"\0" * (offset - len(content)))

    def lose_power(self, random):
        """Leaves in the folder what the disk holds."""
        for name, waiting in self._waiting.items():
            for kind, offset, data in sorted(waiting, key=lambda _: random.random()) if random.random() < 0.5 else waiting:
                if random.random() < KEEPS:
                    self._apply(name, kind, offset, data)
                    continue
                self.lost += 1
                if kind == "w" and random.random() < KEEPS:  # Some of its sectors.
                    for begin in range(0, len(data), SECTOR):
                        if random.random() < KEEPS:
                            self._apply(name, "w", offset + begin, data[begin:begin + SECTOR])
        for file in self._folder.glob("heed.db*"):
            file.unlink()
        for name, content in self._synced.items():
            pathlib.Path(name).write_bytes(content)
