"""`make bench`: run every comparison, print the table, and write docs/performance.md."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import importlib.metadata
import os
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.measure import Row

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "performance.md"
PACKAGES = ("attrs", "cattrs", "lxml", "msgspec", "orjson", "pydantic", "jinja2", "pypandoc-binary")
ABOUT = """# Performance

Written by `make bench`. The unit of work is one document: `x1` is the size of a real answer page (9 KB of text, about
45 citations), `x50` the same with its sections fifty times over. A figure is a ratio against a peer that does the same
work, both measured in turn in one run, medians of many; below 1 is faster than the peer. Where a target is missed, the
table says so.

"""


def main() -> None:
    """Run the bench modules that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help="bench modules to run, such as json (all, if none is named)")
    parser.add_argument("--quick", action="store_true", help="leave out what takes minutes")
    options = parser.parse_args()
    names = [f"bench_{name}" for name in options.names] or sorted(path.stem for path in HERE.glob("bench_*.py"))
    rows: list[Row] = []
    for name in names:
        for row in importlib.import_module(f"benchmarks.{name}").rows(quick=options.quick):
            print(_line(row), flush=True)
            rows.append(row)
    if not options.names:
        PAGE.write_text(ABOUT + _table(rows) + _versions(), encoding="utf-8")
    missed = [row for row in rows if not row.holds]
    print(f"{len(rows) - len(missed)} of {len(rows)} targets met")
    sys.exit(0)


def _line(row: Row) -> str:
    sign = "≥" if row.at_least else "≤"
    verdict = "" if row.holds else "  MISSED"
    return f"{row.path:<44} {row.ratio:>8.2f}  {sign} {row.target:<6g} against {row.against} ({row.note}){verdict}"


def _table(rows: list[Row]) -> str:
    lines = ["| path | against | measured | target | met | times |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {row.path} | {row.against} | {row.ratio:.2f} | {'≥' if row.at_least else '≤'} {row.target:g} |"
        f" {'yes' if row.holds else '**no**'} | {row.note} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def _versions() -> str:
    found = []
    for name in PACKAGES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"{name} not installed")
    when = dt.datetime.now(dt.UTC).date()
    machine = (
        f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}"
    )
    return f"\nMeasured on {when} with {machine}: {', '.join(found)}.\n"


if __name__ == "__main__":
    main()
