#!/usr/bin/env python3
"""Throws bytes at the readers of what strangers send, under both sanitizers.

    fuzz.py FOLDER [--seconds N] [--short] [--junit FILE] [TARGET…]     FOLDER: where the programs were built
    fuzz.py --programs                                                  prints which programs there are to build

Each target begins with the samples that its tests use and goes on from there for N seconds (60; with --short a quarter of it for all but
the reading of mail), two targets at a time. A crash, an input that takes ten seconds, a gigabyte of memory or a broken promise (see *_fuzz.cpp) fails it; the input is kept in build/log/fuzz.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "log" / "fuzz"
AT_ONCE = 2
LIMITS = ["-timeout=10", "-rss_limit_mb=1024", "-print_final_stats=1"]


SAMPLES = {"mail": ROOT / "src/channel/testdata/mail"}
LONGEST = {"mail": 16384, "decode": 16384}  # Bytes; of the others 4096.


def targets():
    """name → (program, environment, folder of samples, longest input)"""
    found = {}
    for source in sorted([*ROOT.glob("src/**/*_fuzz.cpp"), *ROOT.glob("connectors/**/*_fuzz.cpp")]):
        name = source.stem.removesuffix("_fuzz")
        for what, environment, samples in channels() if name == "decode" else [(name, {}, SAMPLES.get(name))]:
            found[what] = (source.stem, environment, samples, LONGEST.get(name, 4096))
    return found


def channels():
    """The targets of decode_fuzz: one for each channel that reads payloads."""
    for readme in sorted(ROOT.glob("connectors/[a-z]*/README.md")):
        folder = readme.parent
        if any(re.search(r"\.(decode|read_webhook) = ", file.read_text()) for file in folder.glob("*.cpp")):
            samples = folder / "testdata"
            yield f"decode-{folder.name}", {"HEED_FUZZ_CHANNEL": folder.name}, samples if samples.is_dir() else None


def run(name, target, programs, seconds):
    """What went wrong, "" when nothing did; and how many inputs were tried."""
    program, environment, samples, longest = target
    with tempfile.TemporaryDirectory(prefix="heed-fuzz-") as folder:
        corpus = pathlib.Path(folder) / "corpus"
        corpus.mkdir()
        for sample in sorted(samples.iterdir()) if samples else []:
            if sample.is_file() and sample.stat().st_size <= longest:
                shutil.copy(sample, corpus)
        command = [str(programs / program), f"-max_total_time={seconds}", f"-max_len={longest}", *LIMITS]
        command += [f"-artifact_prefix={KEPT}/{name}-", str(corpus)]
        done = subprocess.run(command, cwd=folder, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, text=True,
                              errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds + 300)
    tried = re.search(r"stat::number_of_executed_units:\s*(\d+)", done.stdout)
    if done.returncode != 0:
        return "\n".join(done.stdout.splitlines()[-60:]), 0
    if tried is None or int(tried.group(1)) == 0:
        return "It tried nothing.", 0
    return "", int(tried.group(1))


def main():
    known = targets()
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=pathlib.Path, nargs="?")
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--short", action="store_true")
    options.add_argument("--junit", type=pathlib.Path)
    options.add_argument("--programs", action="store_true")
    options.add_argument("targets", nargs="*", metavar="TARGET")
    options = options.parse_args()
    if options.programs:
        print(*sorted({program for program, *_ in known.values()}))
        return 0
    if options.folder is None:
        sys.exit("Name the folder where the programs were built.")
    if unknown := set(options.targets) - set(known):
        sys.exit(f"There is no target {', '.join(sorted(unknown))}. There are: {' '.join(known)}")
    KEPT.mkdir(parents=True, exist_ok=True)
    suite = ElementTree.Element("testsuite", name="fuzz")
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        seconds_of = {name: options.seconds // 4 if options.short and name != "mail" else options.seconds for name in known}
        running = {name: pool.submit(run, name, known[name], options.folder.resolve(), seconds_of[name])
                   for name in options.targets or known}
        for name, future in running.items():
            wrong, tried = future.result()
            case = ElementTree.SubElement(suite, "testcase", name=name)
            if wrong:
                failed += 1
                ElementTree.SubElement(case, "failure").text = wrong
                print(f"{name}: failed\n{wrong}")
            else:
                print(f"measured: {name}: {tried:,} inputs in {seconds_of[name]} s, nothing found", flush=True)
    if options.junit:
        ElementTree.ElementTree(suite).write(options.junit)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
