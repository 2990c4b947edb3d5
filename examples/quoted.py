#!/usr/bin/env python3
"""quoted.py DOCUMENT SOURCE: fails unless the document holds the source, verbatim, as a C++ block."""

import sys
from pathlib import Path

document, source = (Path(argument) for argument in sys.argv[1:])
block = f"```cpp\n{source.read_text().strip()}\n```\n"
if block not in document.read_text():
    sys.exit(f"{document} does not quote {source}. It should hold:\n\n{block}")
