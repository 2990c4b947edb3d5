#!/usr/bin/env python3
"""rooms.py [ROOT]: fails if a source includes what its room may not see, or a room has grown too big.

The rooms stand in docs/architecture.md, in the block that begins with ```rooms. A line names a
folder and its rooms, the lowest first:

    lib    . < text < json, sql < storage

A source includes its own room and those before it in a line of the folder; rooms that no line puts
in an order do not see each other. `.` is the folder's own files.

The block that begins with ```libraries names headers of other libraries, or the folder that they lie
in, and the rooms that may include them, whose rooms may too:

    CLI    tools/., tools/options
"""

import re
import sys
from pathlib import Path

MOST_SOURCES = 30
MOST_LINES = 400
TABLE = re.compile(r"^```rooms\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LIBRARIES = re.compile(r"^```libraries\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INCLUDE = re.compile(r'^#include "(.+)"', re.MULTILINE)
FOREIGN_INCLUDE = re.compile(r"^#include <(.+)>", re.MULTILINE)


def rules_of(document):
    """Of each folder its lines, and of each line its rooms with their levels."""
    rules = {}
    for line in TABLE.search(document).group(1).splitlines():
        folder, rooms = line.split(maxsplit=1)
        levels = enumerate(rooms.split("<"))
        line = {room.strip(): at for at, level in levels for room in level.split(",")}
        rules.setdefault(folder, []).append(line)
    return rules


def libraries_of(document):
    """Of each library the rooms that may include it; a path that ends in /. is a folder without its
    rooms."""
    table = LIBRARIES.search(document)
    lines = table.group(1).splitlines() if table else []
    libraries = (line.split(maxsplit=1) for line in lines)
    return {library: [room.strip() for room in rooms.split(",")] for library, rooms in libraries}


def lies_in(source, room):
    if room.endswith("/."):
        return source.parent == Path(room)
    return source.is_relative_to(room)


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


def foreign_problems_of(root, source, libraries):
    for name in FOREIGN_INCLUDE.findall((root / source).read_text("utf-8")):
        rooms = libraries.get(name.split("/")[0])
        if rooms is not None and not any(lies_in(source, room) for room in rooms):
            yield f"{source}: <{name}> is for {', '.join(rooms)}"


def problems_of(root):
    document = (root / "docs/architecture.md").read_text("utf-8")
    rules, libraries = rules_of(document), libraries_of(document)
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
        yield from foreign_problems_of(root, source, libraries)
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
