"""Moves many messages with the program, and tells how long it takes and how much memory.

Runs under scripts/with-postgres, by scripts/soak.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time

# What a transfer may need at the most, whatever it moves. Its working set is a page of rows.
MOST_MEMORY = 128 * 1024  # KiB


def run(command, **options):
    """Runs a command and returns its output, its seconds, and its peak memory in KiB."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command[:3])} … ended with status {process.returncode}")
    return output, time.monotonic() - started, usage.ru_maxrss


class Soak:
    def __init__(self, program, messages):
        self.program = program
        self.messages = messages
        self.digests = set()
        self.failed = False

    def step(self, title, *arguments):
        output, seconds, memory = run([self.program, *arguments])
        digest = re.search(r"^digest (\w+)$", output, re.MULTILINE)
        if digest:
            self.digests.add(digest.group(1))
        print(
            f"{title:<32} {seconds:8.1f} s {self.messages / seconds:10,.0f} messages/s "
            f"{memory / 1024:7.1f} MiB at most",
            flush=True,
        )
        if memory > MOST_MEMORY:
            print(f"That is more than {MOST_MEMORY // 1024} MiB.")
            self.failed = True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--fill", required=True)
    parser.add_argument("--messages", type=int, required=True)
    options = parser.parse_args()
    server = os.environ["BOTSTORE_TEST_POSTGRES_URL"]
    with tempfile.TemporaryDirectory() as folder:
        source = f"sqlite:{folder}/source.db"
        other = f"sqlite:{folder}/other.db"
        export = f"{folder}/store.ndjson"
        threads = max(1, options.messages // 1000)
        run([options.fill, source, str(threads), "1000"])
        soak = Soak(options.program, threads * 1000)
        soak.step("export from SQLite", "--store", source, "export", "--output", export)
        print(f"{'the file':<32} {os.path.getsize(export) / 2**20:8.1f} MiB")
        soak.step("import into SQLite", "--store", other, "import", export)
        schema = f"{server}?schema=imported"
        soak.step("import into PostgreSQL", "--store", schema, "import", export)
        soak.step("export from PostgreSQL", "--store", schema, "export", "--output", export)
        copied = f"{server}?schema=copied"
        soak.step("copy SQLite to PostgreSQL", "copy", "--from", source, "--to", copied)
        if len(soak.digests) != 1:
            print("The digests differ:", *soak.digests)
            soak.failed = True
    sys.exit(1 if soak.failed else 0)


if __name__ == "__main__":
    main()
