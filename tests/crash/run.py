#!/usr/bin/env python3
"""The crash drills: the real server is killed, its disk fills and fails, its database goes away, and nothing that it
acknowledged may be lost or doubled.

    run.py [--short] [--seed N] [--junit FILE] [DRILL…]

Without a name, all of them, two at a time. --short: a few rounds of each, about a minute. HEED_BINARY names the program,
HEED_KEEP=1 leaves the folders of drills that failed.
"""

import argparse
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import xml.etree.ElementTree as ElementTree

import drill_power
import drills_calls
import drills_feed
import drills_full
import drills_kill
import drills_load
from drill import Broken, Drill

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BESIDE_POSTGRES = [str(ROOT / "tools" / "with_postgres.sh")]
WITH_MOUNTS_OF_ITS_OWN = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"]), "--"]
AT_ONCE = 2

# The longest first: name → (what runs, what it has to run beside)
DRILLS = {
    "kill_at_writes": (drills_calls.kill_at_writes, []),
    "postgres_goes": (drills_kill.postgres_goes, BESIDE_POSTGRES),
    "kill_sqlite": (drills_kill.kill_sqlite, []),
    "fail_syncs": (drills_calls.fail_syncs, []),
    "fail_writes": (drills_calls.fail_writes, []),
    "kill_postgres": (drills_kill.kill_postgres, BESIDE_POSTGRES),
    "lose_power": (drill_power.lose_power, []),
    "lose_power_of_server": (drill_power.lose_power_of_server, []),
    "stop": (drills_kill.stop, []),
    "postgres_stops": (drills_kill.postgres_stops, BESIDE_POSTGRES),
    "overload": (drills_load.overload, []),
    "feed_restarts": (drills_feed.feed_restarts, []),
    "many_sockets": (drills_feed.many_sockets, []),
    "kill_import": (drills_kill.kill_import, []),
    "fill_disk": (drills_full.fill_disk, WITH_MOUNTS_OF_ITS_OWN),
}


def run_one(name, options):
    """In this process; prints what was found and writes it to the file."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"heed-crash-{name}-"))
    drill = Drill(name, folder, not options.short, options.seed)
    try:
        DRILLS[name][0](drill)
    except Broken:
        pass
    except Exception:  # pylint: disable=broad-except  # Whatever it was: the drill did not come to its end.
        drill.check("the drill comes to its end", traceback.format_exc())
    finally:
        is_good = bool(drill.checks) and not any(trouble for _, trouble in drill.checks)
        if is_good or not os.environ.get("HEED_KEEP"):
            shutil.rmtree(folder, ignore_errors=True)
        else:
            print(f"{name}: kept {folder}", flush=True)
    if options.junit:
        write_junit(options.junit, drill)
    return 0 if is_good else 1


def write_junit(path, drill):
    suite = ElementTree.Element("testsuite", name="crash")
    for what, trouble in drill.checks:
        case = ElementTree.SubElement(suite, "testcase", classname=drill.name, name=what)
        if trouble:
            ElementTree.SubElement(case, "failure", message=trouble)
    ElementTree.ElementTree(suite).write(path)


class Running:
    """A drill in a process of its own."""

    def __init__(self, name, options, folder):
        self.name = name
        self.junit = folder / f"{name}.xml"
        self.began = time.monotonic()
        self._words = open(folder / f"{name}.txt", "w+", encoding="utf-8")
        command = [*DRILLS[name][1], sys.executable, "-B", __file__, "--one", name, "--junit", str(self.junit), "--seed", str(options.seed)]
        self.process = subprocess.Popen(command + (["--short"] if options.short else []), stdout=self._words, stderr=subprocess.STDOUT)

    def finish(self):
        self._words.seek(0)
        print(self._words.read(), end="")
        self._words.close()
        print(f"measured: {self.name}: took {time.monotonic() - self.began:.0f} s", flush=True)
        try:
            return list(ElementTree.parse(self.junit).getroot())
        except (OSError, ElementTree.ParseError):
            case = ElementTree.Element("testcase", classname=self.name, name="the drill comes to its end")
            ElementTree.SubElement(case, "failure", message=f"it ended with {self.process.returncode}")
            return [case]


def run_all(names, options):
    began = time.monotonic()
    suite = ElementTree.Element("testsuite", name="crash")
    waiting, running = list(names), []
    with tempfile.TemporaryDirectory(prefix="heed-crash-") as folder:
        try:
            while waiting or running:
                while waiting and len(running) < AT_ONCE:
                    running.append(Running(waiting.pop(0), options, pathlib.Path(folder)))
                time.sleep(0.1)
                for each in [each for each in running if each.process.poll() is not None]:
                    running.remove(each)
                    suite.extend(each.finish())
        finally:
            for each in running:  # We were told to stop.
                each.process.terminate()
                each.process.wait()
    if options.junit:
        ElementTree.ElementTree(suite).write(options.junit)
    failed = sum(case.find("failure") is not None for case in suite)
    print(f"measured: all drills took {time.monotonic() - began:.0f} s")
    print(f"{len(suite) - failed} passed, {failed} failed")
    return 1 if failed or len(suite) == 0 else 0


def main():
    parser = argparse.ArgumentParser(description="Breaks the server in every way and looks what became of the record.")
    parser.add_argument("drills", nargs="*", metavar="DRILL", help=" ".join(DRILLS))
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--junit")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if options.one:
        return run_one(options.one, options)
    for name in options.drills:
        if name not in DRILLS:
            parser.error(f"there is no drill '{name}'; there are: {' '.join(DRILLS)}")
    return run_all(options.drills or DRILLS, options)


if __name__ == "__main__":
    sys.exit(main())
