#!/usr/bin/env python3
"""lint.py BUILD TIDY FOLDER...: runs clang-tidy on the sources in these folders that BUILD compiles.

A source that passed is not looked at again until what the compiler sees of it changes, or
.clang-tidy does; BUILD/lint remembers. Shows the findings and fails if there are any.
"""

import hashlib
import json
import os
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def sources(build, folders):
    """Each source with its compile command, once."""
    commands = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = Path(os.path.normpath(Path(entry["directory"]) / entry["file"]))
        if source.suffix == ".cpp" and any(folder in source.parents for folder in folders):
            commands.setdefault(source, entry)
    return sorted(commands.items())


def preprocessed(entry):
    """What the compiler sees of a source, with its comments, of which some speak to clang-tidy."""
    words = iter(shlex.split(entry["command"]))
    command = []
    for word in words:
        if word in ("-o", "-MF", "-MQ"):
            next(words)
        elif word not in ("-c", "-MD"):
            command.append(word)
    command += ["-E", "-CC"]
    return subprocess.run(
        command, cwd=entry["directory"], stdout=subprocess.PIPE, check=True
    ).stdout


def fingerprint(entry, tidy_version):
    """Names all that the outcome depends on."""
    config = Path(".clang-tidy").read_bytes()
    parts = [preprocessed(entry), entry["command"].encode(), config, tidy_version]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def lint(source, entry, build, tidy, tidy_version):
    """Where to remember that the source passed, and the findings; empty if there are none."""
    passed = build / "lint" / fingerprint(entry, tidy_version)
    if passed.exists():
        return passed, ""
    run = subprocess.run(
        [tidy, "--quiet", "-p", build, "--extra-arg=-Wno-unknown-warning-option", source],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    if run.returncode == 0:
        passed.touch()
        return passed, ""
    return passed, run.stdout or run.stderr or f"{source}: status {run.returncode}"


def main(build, tidy, *folders):
    build = Path(build)
    (build / "lint").mkdir(exist_ok=True)
    version = subprocess.run([tidy, "--version"], stdout=subprocess.PIPE, check=True).stdout
    todo = sources(build, [Path(folder).resolve() for folder in folders])
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda one: lint(*one, build, tidy, version), todo))

    current = {passed for passed, _ in results}
    for outdated in set((build / "lint").iterdir()) - current:
        outdated.unlink()
    findings = [text for _, text in results if text]
    for text in findings:
        print(text)
    print(f"{len(todo)} sources, {len(findings)} with findings")
    return not todo or bool(findings)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
