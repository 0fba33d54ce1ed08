"""The disk is full, again and again (T-R04)."""

import subprocess
import time

from drill import Broken
from rig import Rig

DISK = "16m"
RECOVERS_S = 5
FULL_FOR_S = 1.2  # Longer than a background job sleeps: its commit, which writes nothing, may not say that all is well.
IDLE_EVERY = 5  # So often nobody writes when there is space again, and it has to notice by itself.
RATE = 200  # Slow enough for a disk of this size to last.


def fill_disk(drill):
    """In a mount namespace of our own (see run.py), which nobody else sees."""
    place = drill.folder / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=700", "tmpfs", str(place)], check=True)
    try:
        fill_and_free(drill, place)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill_and_free(drill, place):
    rounds = drill.count(20, 2)
    recovered, noticed = [], []
    with Rig(drill, place=place, rate=RATE) as rig:
        for number in range(rounds):
            rig.load.resume()
            time.sleep(drill.random.uniform(0.1, 0.4))
            fill(place)
            stay_full(drill, rig, place)
            is_idle = number % IDLE_EVERY == 1
            if is_idle:
                rig.load.pause()
            (place / "filler").unlink()
            if is_idle:
                noticed.append(wait_until_ready(drill, rig))
            else:
                recovered.append(wait_for_acknowledgement(drill, rig))
                rig.load.pause()
            rig.look(f"after the disk was full for the {number + 1}. time")
            rig.verify(f"after the disk was full for the {number + 1}. time")
        drill.measured(f"{rounds} times full")
        drill.check_times("acknowledging again after there is space", recovered, RECOVERS_S)
        drill.check_times("ready again after there is space, with nobody asking", noticed, RECOVERS_S)
        drill.check("a full disk is said by /readyz")
        drill.check("nothing is acknowledged that does not fit, and reads go on")
        drill.check("each refusal is a 503", f"{rig.load.counts.broken} times 500" if rig.load.counts.broken else "")
        rig.server.terminate()
        rig.server.start()
        rig.finish()


def fill(place):
    with open(place / "filler", "ab", buffering=0) as filler:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    filler.write(b"\0" * size)
            except OSError:
                continue


def stay_full(drill, rig, place):
    """What still fits into pages that the log already has may be acknowledged; then nothing more."""
    end = time.monotonic() + 10
    while time.monotonic() - rig.load.acknowledged_at < FULL_FOR_S:
        fill(place)
        if time.monotonic() > end:
            drill.check("nothing is acknowledged that does not fit, and reads go on", "it is still acknowledging after 10 s")
            raise Broken
        time.sleep(0.02)
    if not rig.server.answers("/healthz") or not rig.server.answers(f"/api/v1/widget/{rig.company.chat}"):
        drill.check("nothing is acknowledged that does not fit, and reads go on", "reads do not")
        raise Broken
    if rig.server.answers("/readyz"):
        drill.check("a full disk is said by /readyz", "it says that it is ready")
        raise Broken


def wait_for_acknowledgement(drill, rig):
    began = time.monotonic()
    while rig.load.acknowledged_at < began:
        if time.monotonic() - began > 4 * RECOVERS_S:
            drill.check("it recovers by itself", rig.server.last_words())
            raise Broken
        time.sleep(0.005)
    return rig.load.acknowledged_at - began


def wait_until_ready(drill, rig):
    began = time.monotonic()
    while not rig.server.answers("/readyz"):
        if time.monotonic() - began > 4 * RECOVERS_S:
            drill.check("it recovers by itself", rig.server.last_words())
            raise Broken
        time.sleep(0.02)
    return time.monotonic() - began
