#!/usr/bin/env python3
"""Adds up result files of ctest (JUnit), vitest and Playwright (JSON).

count_results.py FILE… prints one line: passed failed skipped. A file that is missing or cannot be read counts as one
failure: its tests did not run to the end.
"""
import json
import sys
import xml.etree.ElementTree as ElementTree


def from_junit(root):
    passed = failed = skipped = 0
    for case in root.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None or case.get("status") == "fail":
            failed += 1
        elif case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"):
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


def from_vitest(report):
    # A test file that does not load has no tests of its own; it counts as one that failed.
    broken = sum(1 for file in report["testResults"] if file["status"] == "failed" and not file["assertionResults"])
    skipped = report["numPendingTests"] + report.get("numTodoTests", 0)
    return report["numPassedTests"], report["numFailedTests"] + broken, skipped


def from_playwright(report):
    stats = report["stats"]
    return stats["expected"] + stats["flaky"], stats["unexpected"] + len(report.get("errors", [])), stats["skipped"]


def count(path):
    try:
        if path.endswith(".xml"):
            return from_junit(ElementTree.parse(path).getroot())
        with open(path, encoding="utf-8") as file:
            report = json.load(file)
        return from_playwright(report) if "stats" in report else from_vitest(report)
    except (OSError, ValueError, KeyError, ElementTree.ParseError):
        return 0, 1, 0


if __name__ == "__main__":
    print(*(sum(column) for column in zip(*map(count, sys.argv[1:]))))
