#!/usr/bin/env python3
"""links.py ROOT DOCUMENT...: fails if a link of a document leads to no file or heading of ROOT.

Links to other sites are not followed. A path of the repository that a document names in backticks
(`lib/query/page.cpp`) must exist too.
"""

import re
import sys
from pathlib import Path

CODE_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FOLDERS = r"(?:\.ci|backends|docs|examples|include|lib|scripts|tests)"
NAMED_PATH = re.compile(rf"`({FOLDERS}/[\w./-]+)`")


def prose_of(path):
    return CODE_BLOCK.sub("", path.read_text("utf-8"))


def anchors_of(path):
    """The anchors that GitHub gives to the headings of a document."""
    titles = (re.sub(r"[^\w\- ]", "", title.lower()) for title in HEADING.findall(prose_of(path)))
    return {title.strip().replace(" ", "-") for title in titles}


def problem_of(document, link):
    if "://" in link or link.startswith("mailto:"):
        return None
    name, _, anchor = link.partition("#")
    target = (document.parent / name) if name else document
    if not target.exists():
        return f"{document}: the link {link} leads nowhere"
    if anchor and anchor not in anchors_of(target):
        return f"{document}: {target.name} has no heading for {link}"
    return None


def problems_of(root, document):
    prose = prose_of(document)
    found = [problem_of(document, link) for link in LINK.findall(prose)]
    found += [
        f"{document}: there is no {path}"
        for path in NAMED_PATH.findall(prose)
        if not (root / path).exists()
    ]
    return [problem for problem in found if problem]


def main(root, *documents):
    problems = [text for name in documents for text in problems_of(Path(root), Path(name))]
    print("\n".join(problems))
    return len(problems) > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
