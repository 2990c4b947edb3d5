#!/usr/bin/env python3
"""What tests/docs/extract.py makes of a document."""

import unittest

import extract

DOCUMENT = """# Title

```sh
not C++
```

## First

```cpp global
int twice(int number) { return 2 * number; }
```

```cpp
assert(twice(2) == 4);
```

## Second

```cpp
store.init();
```
"""


class Extract(unittest.TestCase):
    def test_a_block_becomes_a_function_that_bears_its_line(self):
        program = extract.program_of(DOCUMENT, "guide.md")
        self.assertIn('#line 14 "guide.md"\nassert(twice(2) == 4);\n}', program)

    def test_a_global_block_stands_outside_of_functions(self):
        program = extract.program_of(DOCUMENT, "guide.md")
        self.assertIn('#line 10 "guide.md"\nint twice(int number)', program)
        self.assertNotIn("line_10", program)

    def test_every_example_is_run_under_its_section(self):
        program = extract.program_of(DOCUMENT, "guide.md")
        self.assertIn('{R"(First)", {{14, &docs::line_14}}}', program)
        self.assertIn('{R"(Second)", {{20, &docs::line_20}}}', program)

    def test_the_store_is_a_header_of_its_name(self):
        program = extract.program_of(DOCUMENT, "guide.md", "postgres")
        self.assertIn('#include "tests/docs/postgres_store.hpp"', program)

    def test_other_languages_are_left_out(self):
        self.assertNotIn("not C++", extract.program_of(DOCUMENT, "guide.md"))

    def test_a_block_of_an_unknown_language_is_refused(self):
        with self.assertRaisesRegex(ValueError, "line 1: a block marked 'c\\+\\+'"):
            extract.program_of("```c++\nint i;\n```\n", "guide.md")

    def test_a_block_without_an_end_is_refused(self):
        with self.assertRaisesRegex(ValueError, "line 2: the block has no end"):
            extract.program_of("\n```cpp\nint i;\n", "guide.md")

    def test_a_document_without_examples_is_refused(self):
        with self.assertRaisesRegex(ValueError, "no example"):
            extract.program_of("# Title\n", "guide.md")


if __name__ == "__main__":
    unittest.main()
