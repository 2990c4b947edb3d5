#!/usr/bin/env python3
"""What scripts/count_tests.py makes of a testlog.json."""

import contextlib
import io
import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import count_tests  # noqa: E402


def entry(result="OK", stdout="", stderr=""):
    return {
        "name": "t",
        "result": result,
        "returncode": 0 if result == "OK" else 1,
        "stdout": stdout,
        "stderr": stderr,
    }


class CountTests(unittest.TestCase):
    def run_on(self, *entries):
        """The lines printed, and the status."""
        printed = io.StringIO()
        with tempfile.NamedTemporaryFile("w", suffix=".json") as log:
            log.writelines(json.dumps(one) + "\n" for one in entries)
            log.flush()
            with contextlib.redirect_stdout(printed):
                failed = count_tests.main(log.name)
        return printed.getvalue().splitlines(), failed

    def expect(self, last_line, failed, *entries):
        lines, status = self.run_on(*entries)
        self.assertEqual(lines[-1], last_line)
        self.assertEqual(bool(status), failed)

    def test_a_plain_test_counts_one(self):
        self.expect("2 passed, 0 failed", False, entry(), entry("EXPECTEDFAIL"))
        self.expect("0 passed, 1 failed", True, entry("FAIL"))
        self.expect("1 passed, 0 failed, 1 skipped", False, entry("SKIP"), entry())

    def test_a_program_that_counts_itself_counts_so_many(self):
        self.expect("41 passed, 0 failed", False, entry(stdout="a\ntests: 40 passed, 0 failed\n"), entry())
        self.expect("3 passed, 2 failed", True, entry("FAIL", "tests: 3 passed, 2 failed\n"))
        self.expect("3 passed, 0 failed, 4 skipped", False, entry(stdout="tests: 3 passed, 0 failed, 4 skipped"))
        self.expect("0 passed, 0 failed, 4 skipped", False, entry("SKIP", "tests: 0 passed, 0 failed, 4 skipped"))

    def test_only_a_whole_line_counts_and_of_several_the_last(self):
        self.expect("1 passed, 0 failed", False, entry(stdout="said tests: 9 passed, 0 failed\n"))
        self.expect("2 passed, 0 failed", False, entry(stdout="tests: 9 passed, 9 failed\ntests: 2 passed, 0 failed\n"))

    def test_a_program_that_crashes_or_hangs_before_its_line_is_one_failure(self):
        for result in ("FAIL", "ERROR", "TIMEOUT", "INTERRUPT", "UNEXPECTEDPASS"):
            self.expect("0 passed, 1 failed", True, entry(result, "some output"))

    def test_a_program_that_fails_after_its_line_is_one_failure_more(self):
        for result in ("FAIL", "TIMEOUT"):
            self.expect("5 passed, 1 failed", True, entry(result, "tests: 5 passed, 0 failed\n"))

    def test_a_failure_that_the_exit_status_hides_counts(self):
        self.expect("1 passed, 1 failed", True, entry(stdout="tests: 1 passed, 1 failed\n"))

    def test_no_test_at_all_is_a_failure(self):
        self.expect("0 passed, 1 failed", True)

    def test_the_output_of_failed_tests_is_shown_and_no_other(self):
        lines, _ = self.run_on(entry("FAIL", "why", "and where"), entry("OK", "chatter"))
        self.assertIn("why", lines)
        self.assertIn("and where", lines)
        self.assertNotIn("chatter", lines)


if __name__ == "__main__":
    unittest.main()
