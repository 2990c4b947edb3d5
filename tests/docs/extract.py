#!/usr/bin/env python3
"""extract.py DOCUMENT PROGRAM STORE: makes one C++ program of the C++ examples of a document.

A block marked `cpp` is the body of a function. Those under one `##` heading run in order, on a new
store named `store`: a store in memory or on PostgreSQL, as STORE says, `memory` or `postgres`. A
block marked `cpp global` stands outside of functions: a class, a function, an #include. The
compiler's messages and those of assert name the lines of the document.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

FENCE = "```"
LANGUAGES = ("cpp", "cpp global", "", "meson", "sh", "sql")


@dataclass
class Block:
    language: str
    section: str
    line: int  # Of its first line of code, counted from 1.
    code: str


def blocks_of(text):
    """The fenced blocks of a document, in order. Raises ValueError for one that cannot be right."""
    blocks, section, opened = [], "", None
    for number, line in enumerate(text.splitlines(), start=1):
        if opened and line.rstrip() == FENCE:
            blocks.append(opened)
            opened = None
        elif opened:
            opened.code += line + "\n"
        elif line.startswith(FENCE):
            language = line[len(FENCE) :].strip()
            if language not in LANGUAGES:
                raise ValueError(f"line {number}: a block marked {language!r} is not known")
            opened = Block(language, section, number + 1, "")
        elif line.startswith("## "):
            section = line[len("## ") :].strip()
    if opened:
        raise ValueError(f"line {opened.line - 1}: the block has no end")
    return blocks


def function_of(block, document):
    here = f'#line {block.line} "{document}"\n'
    if block.language == "cpp global":
        return f"{here}{block.code}\n"
    signature = f"void line_{block.line}([[maybe_unused]] Store& store)"
    return f"namespace docs {{\n{signature} {{\n{here}{block.code}}}\n}}\n\n"


def table_of(blocks):
    """The program's list of sections, each with its examples."""
    sections = {}
    for block in blocks:
        if block.language == "cpp":
            sections.setdefault(block.section, []).append(block)
    rows = []
    for section, examples in sections.items():
        entries = ", ".join(f"{{{block.line}, &docs::line_{block.line}}}" for block in examples)
        rows.append(f'    {{R"({section})", {{{entries}}}}},\n')
    return "".join(rows)


def program_of(text, document, store="memory"):
    blocks = [block for block in blocks_of(text) if block.language.startswith("cpp")]
    table = table_of(blocks)
    if not table:
        raise ValueError("there is no example to run")
    return (
        f'#include "tests/docs/{store}_store.hpp"\n\nusing namespace botstore;\n\n'
        + "".join(function_of(block, document) for block in blocks)
        + "int main() {\n"
        + f"  const std::vector<docs::Section<docs::Store>> sections{{\n{table}  }};\n"
        + f'  return docs::run_examples("{document}", sections, &docs::open_store);\n}}\n'
    )


def main(document, program, store):
    path = Path(document)
    try:
        text = path.read_text("utf-8")
        Path(program).write_text(program_of(text, path.name, store), "utf-8")
    except ValueError as error:
        sys.exit(f"{document}: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
