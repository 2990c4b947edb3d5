#!/usr/bin/env python3
"""What scripts/lint.py looks at, and when it looks again; with a made-up clang-tidy."""

import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "lint.py"

# Finds fault with the word BAD, and writes down what it looked at.
TIDY = """#!/bin/sh
[ "$1" != --version ] || { echo version 1; exit; }
for source; do :; done
echo "$source" >>looked-at
! grep -H BAD "$source"
"""


@unittest.skipUnless(shutil.which("c++"), "needs a compiler to preprocess with")
class Lint(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = Path(temporary.name).resolve()
        for folder in ("build", "lib", "elsewhere"):
            (self.root / folder).mkdir()
        self.write("tidy", TIDY)
        (self.root / "tidy").chmod(0o755)
        self.write(".clang-tidy", "Checks: all")
        self.write("lib/used.hpp", "int used();\n")
        self.write("lib/one.cpp", '#include "used.hpp"\n')
        self.write("lib/two.cpp", "int two();\n")
        self.write("elsewhere/three.cpp", "int three(); // BAD\n")
        names = ("lib/one.cpp", "lib/two.cpp", "elsewhere/three.cpp")
        self.write("build/compile_commands.json", json.dumps([self.command(name) for name in names]))

    def command(self, name):
        return {
            "directory": str(self.root / "build"),
            "file": f"../{name}",
            "command": f"c++ -MD -MQ x.o -MF x.o.d -o x.o -c ../{name}",
        }

    def write(self, name, text):
        (self.root / name).write_text(text)

    def lint(self, *folders):
        """The status, and the names of what was looked at."""
        (self.root / "looked-at").write_text("")
        command = [sys.executable, SCRIPT, "build", "./tidy", *folders]
        run = subprocess.run(command, cwd=self.root, capture_output=True, check=False)
        looked_at = (self.root / "looked-at").read_text().split()
        return run.returncode, sorted(Path(path).name for path in looked_at)

    def test_only_the_named_folders_are_looked_at(self):
        self.assertEqual(self.lint("lib"), (0, ["one.cpp", "two.cpp"]))
        self.assertEqual(self.lint("elsewhere"), (1, ["three.cpp"]))

    def test_what_passed_is_not_looked_at_again(self):
        self.lint("lib")
        self.assertEqual(self.lint("lib"), (0, []))

    def test_a_change_of_the_source_its_header_or_a_comment_is_looked_at(self):
        self.lint("lib")
        self.write("lib/two.cpp", "int three();\n")
        self.assertEqual(self.lint("lib"), (0, ["two.cpp"]))
        self.write("lib/used.hpp", "int unused();\n")
        self.assertEqual(self.lint("lib"), (0, ["one.cpp"]))
        self.write("lib/two.cpp", "int three(); // BAD\n")
        self.assertEqual(self.lint("lib"), (1, ["two.cpp"]))

    def test_a_change_of_the_configuration_looks_at_everything(self):
        self.lint("lib")
        self.write(".clang-tidy", "Checks: none")
        self.assertEqual(self.lint("lib"), (0, ["one.cpp", "two.cpp"]))

    def test_what_failed_fails_again(self):
        self.assertEqual(self.lint("elsewhere"), (1, ["three.cpp"]))
        self.assertEqual(self.lint("elsewhere"), (1, ["three.cpp"]))

    def test_no_source_at_all_is_a_failure(self):
        (self.root / "none").mkdir()
        self.assertEqual(self.lint("none"), (1, []))

    def test_only_the_current_state_is_remembered(self):
        self.lint("lib")
        self.write("lib/two.cpp", "int three();\n")
        self.lint("lib")
        self.assertEqual(len(list((self.root / "build" / "lint").iterdir())), 2)


if __name__ == "__main__":
    unittest.main()
