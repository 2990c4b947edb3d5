#!/usr/bin/env python3
"""statics.py LIBRARY: fails if an object of static storage is destroyed at exit, or is waited for.

The late calls of a user's global objects would find it destroyed. A child that was forked while
another thread made it would wait for ever. lib/process/never_destroyed.hpp is the cure for both.
"""

import subprocess
import sys


def symbols(*options):
    listed = subprocess.run(["nm", *options], check=True, capture_output=True, text=True).stdout
    return {line.split()[-1].partition("@")[0] for line in listed.splitlines() if " " in line}


library = sys.argv[1]
imported = symbols("--undefined-only", library)
if "__cxa_throw" not in imported:
    sys.exit(f"nm does not list what {library} imports")
registers = {"__cxa_atexit", "__cxa_thread_atexit", "__cxa_thread_atexit_impl", "atexit"}
problems = [f"it calls {name}" for name in sorted(imported & registers)]
guards = [name for name in symbols("--defined-only", library) if name.startswith("_ZGV")]
problems += [f"it has the guard variable {name}" for name in sorted(guards)]
sys.exit("\n".join(problems) or None)
