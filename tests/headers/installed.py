#!/usr/bin/env python3
"""installed.py FOLDER HEADER...: fails unless the folder holds exactly these headers."""

import sys
from pathlib import Path

folder, installed = Path(sys.argv[1]), set(sys.argv[2:])
present = {str(path.relative_to(folder)) for path in folder.rglob("*.hpp")}
present |= {str(path.relative_to(folder))[: -len(".in")] for path in folder.rglob("*.hpp.in")}
problems = [f"{name} is not in a list of headers to install" for name in present - installed]
problems += [f"{name} is in a list of headers, but not there" for name in installed - present]
sys.exit("\n".join(sorted(problems)) or None)
