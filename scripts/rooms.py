#!/usr/bin/env python3
"""rooms.py [ROOT]: fails if a source includes what its room may not see, or a room has grown too big.

The rooms stand in docs/architecture.md, in the block that begins with ```rooms. A line names a
folder and its rooms, the lowest first:

    lib    . < text < json, sql < storage

A source includes its own room and those before it in a line of the folder; rooms that no line puts
in an order do not see each other. `.` is the folder's own files.
"""

import re
import sys
from pathlib import Path

MOST_SOURCES = 30
MOST_LINES = 400
TABLE = re.compile(r"^```rooms\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INCLUDE = re.compile(r'^#include "(.+)"', re.MULTILINE)


def rules_of(document):
    """Of each folder its lines, and of each line its rooms with their levels."""
    rules = {}
    for line in TABLE.search(document).group(1).splitlines():
        folder, rooms = line.split(maxsplit=1)
        levels = enumerate(rooms.split("<"))
        line = {room.strip(): at for at, level in levels for room in level.split(",")}
        rules.setdefault(folder, []).append(line)
    return rules


def room_in(folder, rooms, path):
    """The room of a folder in which a path lies; None if it is not in the folder or in no room."""
    if not path.is_relative_to(folder):
        return None
    inside = path.relative_to(folder)
    if inside.parent == Path("."):
        return "." if "." in rooms else None
    return max((room for room in rooms if inside.is_relative_to(room)), key=len, default=None)


def may_include(rules, source, target):
    for folder, lines in rules.items():
        rooms = {room for line in lines for room in line if room != "." or folder != "."}
        ours, theirs = room_in(folder, rooms, source), room_in(folder, rooms, target)
        if ours is None or theirs is None or ours == theirs:
            continue
        if not any(line.get(theirs, len(line)) < line.get(ours, -1) for line in lines):
            return False
    return True


def sources_of(root):
    folders = (path for path in sorted(root.iterdir()) if not path.name.startswith((".", "build")))
    files = (path for folder in folders if folder.is_dir() for path in folder.rglob("*.[ch]pp"))
    return sorted(path.relative_to(root) for path in files)


def included_by(root, source):
    for name in INCLUDE.findall((root / source).read_text("utf-8")):
        target = Path("include") / name if name.startswith("botstore/") else Path(name)
        if (root / target).exists():
            yield target


def problems_of(root):
    rules = rules_of((root / "docs/architecture.md").read_text("utf-8"))
    for folder, lines in rules.items():
        for room in {room for line in lines for room in line}:
            if not (root / folder / room).is_dir():
                yield f"docs/architecture.md: {folder} has no room {room}"
    sizes = {}
    for source in sources_of(root):
        sizes[source.parent] = sizes.get(source.parent, 0) + 1
        lines = (root / source).read_text("utf-8").count("\n")
        if lines > MOST_LINES:
            yield f"{source}: {lines} lines, more than {MOST_LINES}"
        for target in included_by(root, source):
            if not may_include(rules, source, target):
                yield f"{source}: {target} is in a room that it may not see"
    for folder, size in sizes.items():
        if size > MOST_SOURCES:
            yield f"{folder}: {size} sources, more than {MOST_SOURCES}"


def main(root="."):
    problems = list(problems_of(Path(root)))
    for problem in problems:
        print(problem)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
