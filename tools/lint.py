#!/usr/bin/env python3
"""Runs clang-tidy (checks in .clang-tidy) on src/ and connectors/, tests aside, and prints each finding once.

lint.py [FILE…]: all files, or those given. It reads build/release/compile_commands.json, so configure that build first;
without what concerns precompiled headers, so that a file which includes too little is found out.

Two checks are narrowed here, because clang-tidy 19 has no option for it:
- misc-include-cleaner: only includes that are not used; what comes through another of our headers is not asked for again.
- cppcoreguidelines-avoid-reference-coroutine-parameters: a reference is accepted where the line says /*outlives*/, or
  where its type outlives every coroutine that gets it by construction (OUTLIVES).
"""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "release"
COMMANDS = ROOT / "build" / "lint"
PRECOMPILED = re.compile(r" -Winvalid-pch| -Xclang -include(-pch)? -Xclang [^ ]*cmake_pch[^ ]*|^.*?(?=[^ ]*clang)")
OUTLIVES = {"Call": "the route that awaits the handler owns it"}
FINDING = re.compile(r"^(?P<file>/[^:]+):(?P<line>\d+):\d+: (?:error|warning): (?P<text>.*) \[(?P<check>[^\]]+)\]$")


def commands_without_precompiled():
    commands = json.loads((BUILD / "compile_commands.json").read_text(encoding="utf-8"))
    for command in commands:
        command["command"] = PRECOMPILED.sub("", command["command"])
    COMMANDS.mkdir(exist_ok=True)
    (COMMANDS / "compile_commands.json").write_text(json.dumps(commands), encoding="utf-8")
    return commands


def files_to_check(wanted):
    for command in commands_without_precompiled():
        path = pathlib.Path(command["file"])
        if not path.is_relative_to(ROOT):
            continue
        file = path.relative_to(ROOT)
        is_ours = file.parts[0] in ("src", "connectors") and not file.name.endswith("_test.cpp")
        if is_ours and path.exists() and (not wanted or str(file) in wanted):
            yield path


def counts(file, line, text, check):
    if check == "misc-include-cleaner":
        return "is not used directly" in text
    if check == "cppcoreguidelines-avoid-reference-coroutine-parameters":
        source = pathlib.Path(file).read_text(encoding="utf-8").splitlines()[line - 1]
        return "/*outlives*/" not in source and not any(re.search(rf"\b{name}& ", source) for name in OUTLIVES)
    return True


def findings_in(path):
    run = subprocess.run(["clang-tidy-19", "-p", str(COMMANDS), "--quiet", str(path)], capture_output=True, text=True, check=False)
    found = set()
    for output_line in run.stdout.splitlines():
        match = FINDING.match(output_line)
        if match and counts(match["file"], int(match["line"]), match["text"], match["check"].split(",")[0]):
            file = os.path.relpath(os.path.realpath(match["file"]), ROOT)
            found.add((file, int(match["line"]), f"{match['text']} [{match['check'].split(',')[0]}]"))
    if run.returncode != 0 and not found and "error:" not in run.stdout:
        found.add((os.path.relpath(path, ROOT), 1, "clang-tidy broke off: " + run.stderr.strip()[-200:]))
    return found


def main(wanted):
    paths = sorted(files_to_check(wanted), key=lambda path: -path.stat().st_size)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = set().union(*pool.map(findings_in, paths))
    for file, line, text in sorted(found):
        print(f"{file}:{line}: {text}")
    print(f"{len(paths)} files, {len(found)} findings")
    return 1 if found or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
