#!/usr/bin/env python3
"""expect_output.py EXPECTED COMMAND...: runs the command and compares what it prints with a file.

Fails, and shows the difference, if the two differ or the command fails.
"""

import difflib
import subprocess
import sys
from pathlib import Path


def main(expected_path, *command):
    run = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    expected = Path(expected_path).read_text(encoding="utf-8")
    sys.stdout.writelines(
        difflib.unified_diff(
            expected.splitlines(keepends=True),
            run.stdout.splitlines(keepends=True),
            expected_path,
            "what was printed",
        )
    )
    if run.returncode != 0:
        print(f"{command[0]} failed with status {run.returncode}")
    return run.returncode != 0 or run.stdout != expected


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
