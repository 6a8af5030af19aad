"""The checker: all rules against `to_json` without the extra, cost against length, and a batch of documents."""

from __future__ import annotations

import datetime as dt
import re
import statistics
import time
from typing import TYPE_CHECKING

import clinanswer as ca
import clinanswer.model as m
from benchmarks.corpus import document
from benchmarks.measure import Row, compare
from clinanswer._json._text import text_makers

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = dt.date(2026, 6, 1)
BATCH = 10_000
ROUND = 100


def rows(*, quick: bool) -> Iterator[Row]:  # noqa: ARG001  (every bench module takes it; nothing here is slow)
    """Every comparison."""
    to_json = text_makers()[m.ClinicalAnswer]
    for times in (1, 50):
        doc = document(times)
        path = f"check, all rules, x{times}"
        yield compare(
            path,
            "to_json without the extra",
            lambda doc=doc: ca.check(doc, today=TODAY),
            lambda doc=doc: to_json(doc),
            target=2,
        )
    yield compare(
        "check, x50 / x1",
        "x1",
        lambda: ca.check(document(50), today=TODAY),
        lambda: ca.check(document(), today=TODAY),
        target=55,
    )
    yield _batch()


def _batch() -> Row:
    """Documents that are each another one, as in a pipeline: in no two the same words or identifiers."""
    to_json = text_makers()[m.ClinicalAnswer]
    pattern = to_json(document())
    taken: tuple[list[float], list[float]] = ([], [])
    for first in range(0, BATCH, ROUND):
        docs = [ca.from_json(_another(pattern, number)) for number in range(first, first + ROUND)]
        for times, run in zip(taken, (lambda doc: ca.check(doc, today=TODAY), to_json), strict=True):
            start = time.perf_counter()
            for doc in docs:
                run(doc)
            times.append(time.perf_counter() - start)
    ratio = statistics.median(ours / theirs for ours, theirs in zip(*taken, strict=True))
    note = f"{BATCH:,} documents in {sum(taken[0]):.1f} s, {BATCH / sum(taken[0]):,.0f} a second"
    return Row(f"check, {BATCH:,} different documents", "to_json without the extra", ratio, 2, note)


def _another(pattern: str, number: int) -> str:
    """The document with other identifiers and another drug, as far as its bytes go."""
    drug = "ran" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:05d}") + "ic"
    text = pattern.replace("S0140-6736", f"S{number:08d}").replace("ranexamic", drug)
    return re.sub(r'"pmid":\s*"\d+', lambda found: f"{found[0]}"[:-5] + f"{number:05d}", text)
