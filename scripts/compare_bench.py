#!/usr/bin/env python3
"""compare_bench.py: runs botstore-bench and libpq-bench in turn, and prints how they compare.

Machines drift, so only what ran side by side is compared: each repeat runs both programs one after
the other, the one that goes first in turn, and the ratio is the median of the repeats' ratios.
"""

import argparse
import json
import os
import subprocess
import sys
from statistics import median

# What the marks of a change are read from; --all takes every operation that both programs know.
DEFAULT = ["get", "last-20", "list-threads", "last-history", "get-contact", "save", "batch"]


def parse(arguments):
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--ours", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--raw", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--store", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--operation", action="append", help="what to measure; may come several times")
    parser.add_argument("--all", action="store_true", help="measure every operation")
    parser.add_argument("--callers", default="1,8,32", help="how many call at a time (%(default)s)")
    parser.add_argument("--connections", type=int, default=32, help="at the most (%(default)s)")
    parser.add_argument("--repeats", type=int, default=3, help="of each pair (%(default)s)")
    parser.add_argument("--seconds", type=float, default=1, help="for each run (%(default)s)")
    parser.add_argument("--warmup", type=float, default=0.3, help="before it (%(default)s)")
    parser.add_argument("--threads", type=int, default=1000, help="stored before (%(default)s)")
    parser.add_argument("--messages", type=int, default=100, help="in each thread (%(default)s)")
    parser.add_argument("--json", metavar="FILE", help="where all figures are written to")
    settings = parser.parse_args(arguments)
    settings.callers = [int(number) for number in settings.callers.split(",")]
    if settings.repeats < 1:
        parser.error("--repeats must be at least 1")
    return settings


def run(program, settings, *options):
    """What a program prints."""
    command = [program, "--store", settings.store, "--threads", str(settings.threads)]
    command += ["--messages", str(settings.messages), *options]
    return subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout


def operations_of(settings):
    """The operations to measure, in the order in which the library's program has them."""
    if settings.operation:
        return settings.operation
    if not settings.all:
        return DEFAULT
    help_text = run(settings.ours, settings, "--help")
    return help_text.rsplit("Operations: ", 1)[1].strip().split(", ")


def measure(program, settings, operation, callers, connections):
    """The store, and the figures of one run."""
    printed = run(
        program, settings, "--json",
        "--operation", operation,
        "--callers", str(callers),
        "--connections", str(connections),
        "--seconds", str(settings.seconds),
        "--warmup", str(settings.warmup),
    )  # fmt: skip
    report = json.loads(printed)
    return report["store"], report["results"][0]


def pairs_of(settings, operation, callers, connections):
    """The figures of each repeat, ours and the hand-written program's, and the latter's store."""
    pairs = []
    for repeat in range(settings.repeats):
        sides = [settings.ours, settings.raw]
        figures = {}
        for program in sides if repeat % 2 == 0 else reversed(sides):
            figures[program] = measure(program, settings, operation, callers, connections)
        pairs.append((figures[settings.ours][1], figures[settings.raw][1]))
    return pairs, figures[settings.raw][0]


def summary(operation, callers, connections, pairs):
    """The medians of some repeats."""

    def ratio(name):
        return round(median(ours[name] / raw[name] for ours, raw in pairs), 2)

    def middle(side, name):
        return median(pair[side][name] for pair in pairs)

    names = ("per_second", "p50_us", "p95_us", "p99_us", "cpu_us")
    return {
        "operation": operation,
        "callers": callers,
        "connections": connections,
        "ratio": ratio("per_second"),
        "cpu_ratio": ratio("cpu_us"),
        "botstore": {name: middle(0, name) for name in names},
        "libpq": {name: middle(1, name) for name in names},
        "ratios": [round(ours["per_second"] / raw["per_second"], 2) for ours, raw in pairs],
    }


HEAD = (
    "| operation | callers | botstore a second | libpq a second | ratio (least to most)"
    " | p99 µs | CPU µs a call | CPU ratio |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|"
)


def line(row):
    """A row of the table."""
    ours, raw = row["botstore"], row["libpq"]
    return (
        f"| {row['operation']} | {row['callers']}"
        f" | {ours['per_second']:,.0f} | {raw['per_second']:,.0f}"
        f" | {row['ratio']:.2f} ({min(row['ratios']):.2f} to {max(row['ratios']):.2f})"
        f" | {ours['p99_us']:,.0f} : {raw['p99_us']:,.0f}"
        f" | {ours['cpu_us']:.0f} : {raw['cpu_us']:.0f} | {row['cpu_ratio']:.2f} |"
    )


def main(arguments):
    settings = parse(arguments)
    run(settings.raw, settings, "--prepare")
    print(HEAD, flush=True)
    rows, store = [], ""
    for operation in operations_of(settings):
        for callers in settings.callers:
            connections = min(callers, settings.connections)
            pairs, store = pairs_of(settings, operation, callers, connections)
            rows.append(summary(operation, callers, connections, pairs))
            print(line(rows[-1]), flush=True)
    print(f"\n{store}, {os.cpu_count()} cores; connections: as many as callers, {settings.connections} at most")
    if settings.json:
        report = {"store": store, "cores": os.cpu_count(), "rows": rows}
        with open(settings.json, "w", encoding="utf-8") as file:
            json.dump(report, file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
