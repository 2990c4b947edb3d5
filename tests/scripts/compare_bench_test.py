#!/usr/bin/env python3
"""What scripts/compare_bench.py makes of the figures of two programs."""

import contextlib
import io
import json
import stat
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import compare_bench  # noqa: E402

# Notes each call, and answers with a rate that grows with every call of it.
PROGRAM = """#!{python}
import json, sys
name, rate = {name!r}, {rate}
arguments = sys.argv[1:]
log = open({log!r}, "a+")
log.seek(0)
calls = sum(line.startswith(name) for line in log)
if "--prepare" in arguments:
    log.write("prepare\\n")
elif "--help" in arguments:
    print("Options\\n\\nOperations: get, save")
else:
    log.write(name + " " + " ".join(arguments) + "\\n")
    figures = dict(per_second=rate * (calls + 1), p50_us=1, p95_us=2, p99_us=3, cpu_us=rate)
    print(json.dumps(dict(store="the store of " + name, results=[figures])))
"""


def figures(per_second, cpu_us=10.0):
    return {"per_second": per_second, "p50_us": 1, "p95_us": 2, "p99_us": 3, "cpu_us": cpu_us}


class Summary(unittest.TestCase):
    def test_the_ratio_is_the_median_of_the_ratios_of_runs_side_by_side(self):
        # The machine became ten times as fast in between, which the medians of either side hide.
        pairs = [(figures(90), figures(100)), (figures(800), figures(1000)), (figures(50), figures(100))]
        row = compare_bench.summary("get", 8, 8, pairs)
        self.assertEqual(row["ratio"], 0.8)
        self.assertEqual(row["ratios"], [0.9, 0.8, 0.5])
        self.assertEqual(row["botstore"]["per_second"], 90)
        self.assertEqual(row["libpq"]["per_second"], 100)

    def test_the_cpu_ratio_is_ours_by_theirs(self):
        row = compare_bench.summary("get", 1, 1, [(figures(1, 30.0), figures(1, 20.0))])
        self.assertEqual(row["cpu_ratio"], 1.5)

    def test_a_line_has_a_cell_for_each_of_the_heads(self):
        row = compare_bench.summary("get", 1, 1, [(figures(12345), figures(1000))])
        head = compare_bench.HEAD.splitlines()[0]
        self.assertEqual(compare_bench.line(row).count("|"), head.count("|"))
        self.assertIn("| 12,345 | 1,000 |", compare_bench.line(row))


class Alternation(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.log = Path(self.folder.name) / "log"

    def program(self, name, rate):
        path = Path(self.folder.name) / name
        path.write_text(PROGRAM.format(python=sys.executable, name=name, rate=rate, log=str(self.log)))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    def compare(self, *options):
        """What is printed, and who was called in which order."""
        printed = io.StringIO()
        programs = ["--ours", self.program("ours", 8), "--raw", self.program("raw", 10)]
        with contextlib.redirect_stdout(printed):
            compare_bench.main([*programs, "--store", "s:", *options])
        return printed.getvalue(), self.log.read_text().splitlines()

    def test_both_run_in_every_repeat_and_each_goes_first_in_turn(self):
        _, calls = self.compare("--operation", "get", "--callers", "1", "--repeats", "3")
        self.assertEqual([call.split()[0] for call in calls], ["prepare", "ours", "raw", "raw", "ours", "ours", "raw"])

    def test_both_get_the_same_number_of_connections(self):
        _, calls = self.compare("--operation", "get", "--callers", "32", "--repeats", "1", "--connections", "20")
        self.assertEqual(len(calls), 3)
        for call in calls[1:]:
            self.assertIn("--callers 32 --connections 20", call)

    def test_all_means_what_the_program_says_it_has(self):
        printed, _ = self.compare("--all", "--callers", "1,8", "--repeats", "1")
        for cells in ("| get | 1 |", "| get | 8 |", "| save | 1 |", "| save | 8 |"):
            self.assertIn(cells, printed)

    def test_the_figures_are_written_as_json(self):
        file = Path(self.folder.name) / "figures.json"
        self.compare("--operation", "get", "--callers", "1", "--repeats", "1", "--json", str(file))
        report = json.loads(file.read_text())
        self.assertEqual(report["store"], "the store of raw")
        self.assertEqual([row["ratio"] for row in report["rows"]], [0.8])

    def test_a_program_that_fails_ends_it(self):
        with self.assertRaises(compare_bench.subprocess.CalledProcessError):
            compare_bench.main(["--ours", "false", "--raw", "false", "--store", "s:"])


if __name__ == "__main__":
    unittest.main()
