#!/usr/bin/env python3
"""Which includes scripts/rooms.py lets pass, in a made-up project."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "rooms.py"

TABLE = """# Architecture

```rooms
.       include < lib < tests
.       include < tests/kit < tests
lib     . < text, json < storage
```
"""


class Rooms(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = Path(temporary.name)
        self.write("docs/architecture.md", TABLE)
        self.write("include/botstore/id.hpp")
        for path in ("id", "text/utf8", "json/json", "storage/call"):
            self.write(f"lib/{path}.hpp")
        self.write("tests/catch.hpp")
        self.write("tests/kit/check.hpp")

    def write(self, name, *included, lines=0):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f'#include "{one}"\n' for one in included) + "\n" * lines)
        if name.endswith(".md"):
            path.write_text(included[0])

    def problems(self):
        run = subprocess.run(
            [sys.executable, "-B", SCRIPT, self.root], stdout=subprocess.PIPE, encoding="utf-8", check=False
        )
        self.assertEqual(run.returncode, 1 if run.stdout else 0)
        return run.stdout.splitlines()

    def refused(self, source, target):
        self.assertEqual(
            self.problems(), [f"{source}: {target} is in a room that it may not see"]
        )

    def test_lower_rooms_and_the_own_one_are_seen(self):
        self.write("lib/storage/call.cpp", "lib/storage/call.hpp", "lib/json/json.hpp", "lib/id.hpp")
        self.write("lib/id.cpp", "lib/id.hpp", "botstore/id.hpp")
        self.write("tests/call_test.cpp", "tests/kit/check.hpp", "lib/storage/call.hpp")
        self.assertEqual(self.problems(), [])

    def test_a_higher_room_is_not_seen(self):
        self.write("lib/text/utf8.cpp", "lib/storage/call.hpp")
        self.refused("lib/text/utf8.cpp", "lib/storage/call.hpp")

    def test_rooms_with_a_comma_between_them_do_not_see_each_other(self):
        self.write("lib/text/utf8.cpp", "lib/json/json.hpp")
        self.refused("lib/text/utf8.cpp", "lib/json/json.hpp")

    def test_the_folders_own_files_are_a_room(self):
        self.write("lib/id.cpp", "lib/text/utf8.hpp")
        self.refused("lib/id.cpp", "lib/text/utf8.hpp")

    def test_folders_are_rooms_of_the_project(self):
        self.write("include/botstore/id.hpp", "lib/id.hpp")
        self.refused("include/botstore/id.hpp", "lib/id.hpp")

    def test_a_room_within_another_has_its_own_line(self):
        self.write("tests/kit/check.cpp", "botstore/id.hpp", "lib/id.hpp")
        self.refused("tests/kit/check.cpp", "lib/id.hpp")

    def test_the_headers_of_a_library_are_for_its_rooms(self):
        self.write("docs/architecture.md", TABLE + "\n```libraries\nkit  lib/., lib/json\n```\n")
        for name in ("lib/id.cpp", "lib/json/json.cpp", "lib/text/utf8.cpp"):
            (self.root / name).write_text("#include <kit/kit.hpp>\n#include <string>\n")
        self.assertEqual(
            self.problems(), ["lib/text/utf8.cpp: <kit/kit.hpp> is for lib/., lib/json"]
        )

    def test_a_room_that_is_not_there_is_a_mistake_in_the_table(self):
        self.write("docs/architecture.md", TABLE.replace("storage", "stores"))
        self.assertEqual(self.problems(), ["docs/architecture.md: lib has no room stores"])

    def test_a_file_may_be_too_long_and_a_room_too_full(self):
        self.write("lib/long.cpp", lines=401)
        for number in range(30):
            self.write(f"lib/text/{number}.cpp")
        self.assertEqual(
            self.problems(),
            [
                "lib/long.cpp: 401 lines, more than 400",
                "lib/text: 31 sources, more than 30",
            ],
        )


if __name__ == "__main__":
    unittest.main()
