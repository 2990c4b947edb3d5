#!/usr/bin/env python3
"""What scripts/expect_output.py accepts and refuses."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "expect_output.py"


class ExpectOutput(unittest.TestCase):
    def run_on(self, expected, shell_command):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write(expected)
            file.flush()
            command = [sys.executable, SCRIPT, file.name, "sh", "-c", shell_command]
            return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    def test_the_same_output_passes(self):
        self.assertEqual(self.run_on("one\ntwo\n", "echo one; echo two").returncode, 0)

    def test_another_output_fails_and_the_difference_is_shown(self):
        run = self.run_on("one\ntwo\n", "echo one; echo three")
        self.assertEqual(run.returncode, 1)
        self.assertIn("-two\n+three\n", run.stdout)

    def test_a_missing_end_of_line_is_a_difference(self):
        self.assertEqual(self.run_on("one\n", "printf one").returncode, 1)

    def test_a_command_that_fails_fails_whatever_it_prints(self):
        self.assertEqual(self.run_on("one\n", "echo one; exit 3").returncode, 1)


if __name__ == "__main__":
    unittest.main()
