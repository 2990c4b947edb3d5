#!/usr/bin/env python3
"""count_tests.py TESTLOG: counts what `meson test` ran, from its testlog.json.

A program that prints a line `tests: N passed, N failed[, N skipped]` counts as what it says; any
other test counts one. A program that failed in another way than its line says (it crashed, it timed
out, a sanitizer spoke at its end) counts one failure more.

Shows the output of what failed, then, as the last line, `N passed, N failed[, N skipped]`. Fails if
anything failed. That nothing ran is a failure.
"""

import json
import re
import sys
from dataclasses import dataclass

OWN_COUNT = re.compile(r"^tests: (\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", re.MULTILINE)
PASSED = ("OK", "EXPECTEDFAIL")


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other):
        return Count(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
        )

    def __str__(self):
        text = f"{self.passed} passed, {self.failed} failed"
        return f"{text}, {self.skipped} skipped" if self.skipped else text


def count(test):
    """What one entry of the log counts."""
    result = test["result"]
    counted_itself = OWN_COUNT.findall(test.get("stdout") or "")
    if counted_itself:
        own = Count(*(int(number or 0) for number in counted_itself[-1]))
        unaccounted = result not in PASSED + ("SKIP",) and own.failed == 0
        return own + Count(failed=1) if unaccounted else own
    if result == "SKIP":
        return Count(skipped=1)
    return Count(passed=1) if result in PASSED else Count(failed=1)


def report(test):
    """The output of a failed test."""
    parts = [f"=== {test['name']}: {test['result']} (status {test.get('returncode')})"]
    parts += [test[stream].rstrip() for stream in ("stdout", "stderr") if test.get(stream)]
    return "\n".join(parts)


def main(log_path):
    with open(log_path, encoding="utf-8") as log:
        tests = [json.loads(line) for line in log if line.strip()]
    total = Count()
    for test in tests:
        of_test = count(test)
        total += of_test
        if of_test.failed:
            print(report(test), end="\n\n")
    if not tests:
        print("No test ran.")
        total.failed = 1
    print(total)
    return total.failed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
