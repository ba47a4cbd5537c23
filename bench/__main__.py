"""`./run bench`: prints the figures, ratios first; `--json FILE` writes them."""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from time import perf_counter

from bench.measures import MEASURES
from bench.statistics import Figure
from bench.worklist_million import worklist_million, worklist_million_postgres


def main() -> int:
    """Exit code 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--only", help="run only the measure with this name")
    chosen = parser.parse_args()
    begun = perf_counter()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        for measure in (*MEASURES, worklist_million, worklist_million_postgres):
            quick = chosen.only is None and measure in MEASURES
            if quick or chosen.only == measure.__name__:
                found = measure(Path(folder))
                figures += found
                print("\n".join(one.line() for one in found), flush=True)
    seconds = perf_counter() - begun
    print(f"{seconds:.0f} s, Python {platform.python_version()}, SQLite WAL synchronous=FULL")
    if chosen.json:
        content = {"seconds": seconds, "figures": [asdict(one) for one in figures]}
        chosen.json.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    missed = [one.name for one in figures if one.goal is not None and one.median > one.goal]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
