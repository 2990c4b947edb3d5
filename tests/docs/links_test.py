#!/usr/bin/env python3
"""Which links tests/docs/links.py accepts and which it reports."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import links


class Links(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        (self.root / "docs").mkdir()
        (self.root / "docs/guide.md").write_text("# Guide\n\n## A scheme for open()\n")

    def problems_of(self, text):
        document = self.root / "README.md"
        document.write_text(text)
        return links.problems_of(self.root, document)

    def test_a_link_to_a_file_or_a_heading_is_right(self):
        self.assertEqual(self.problems_of("[a](docs/guide.md) [b](docs/guide.md#guide)"), [])
        self.assertEqual(self.problems_of("[a](docs/guide.md#a-scheme-for-open)"), [])
        self.assertEqual(self.problems_of("# Here\n[a](#here) [b](https://example.org/)"), [])

    def test_a_link_to_a_missing_file_is_reported(self):
        self.assertIn("leads nowhere", self.problems_of("[a](docs/lost.md)")[0])

    def test_a_link_to_a_missing_heading_is_reported(self):
        self.assertIn("no heading", self.problems_of("[a](docs/guide.md#lost)")[0])
        self.assertIn("no heading", self.problems_of("[a](#lost)")[0])

    def test_a_path_that_is_named_must_exist(self):
        self.assertEqual(self.problems_of("`docs/guide.md` and `text/lost.md`"), [])
        self.assertIn("there is no docs/lost.md", self.problems_of("`docs/lost.md`")[0])

    def test_code_blocks_are_left_out(self):
        self.assertEqual(self.problems_of("```cpp\nitems[0](lost)\n```\n"), [])

    def test_the_status_tells_whether_there_are_problems(self):
        for text, status in (("[a](docs/guide.md)", 0), ("[a](docs/lost.md)", 1)):
            (self.root / "README.md").write_text(text)
            command = [sys.executable, "-B", links.__file__, self.root, self.root / "README.md"]
            run = subprocess.run(command, capture_output=True, check=False)
            self.assertEqual(run.returncode, status)


if __name__ == "__main__":
    unittest.main()
