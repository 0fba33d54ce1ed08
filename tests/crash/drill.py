"""What every drill is given: how many rounds, a folder that goes with it, and where it writes down what it found."""

import random
import statistics


class Drill:
    def __init__(self, name, folder, full, seed):
        self.name = name
        self.folder = folder
        self.is_full = full
        self.seed = seed
        self.random = random.Random(seed)
        self.checks = []  # (what was to hold, "" or why it did not)

    def count(self, full, short):
        return full if self.is_full else short

    def check(self, what, trouble=""):
        """Notes that `what` held, or what was in its way."""
        self.checks.append((what, trouble))
        if trouble:
            print(f"FAILED: {self.name}: {what}: {trouble} (seed {self.seed})", flush=True)

    def measured(self, text):
        print(f"measured: {self.name}: {text}", flush=True)

    def check_times(self, what, seconds, limit_s):
        """The median counts: one slow start on a busy machine is the machine's."""
        middle = statistics.median(seconds)
        self.measured(f"{what} {middle:.2f} s (median of {len(seconds)}; longest {max(seconds):.2f} s, limit {limit_s} s)")
        self.check(f"{what} within {limit_s} s", "" if middle <= limit_s else f"{middle:.2f} s")


class Broken(Exception):
    """The drill cannot go on: what it found stands in its checks."""
