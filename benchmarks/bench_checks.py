"""The checker: all rules against `to_json` without the extra, cost against length, and a batch of documents."""

from __future__ import annotations

import datetime as dt
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


def rows(*, quick: bool) -> Iterator[Row]:
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
    if not quick:
        yield _batch()


def _batch() -> Row:
    """Documents that are each another one, as in a pipeline: nothing is cached between them."""
    docs = [ca.from_json(ca.to_json(document())) for _ in range(BATCH // 100)]
    to_json = text_makers()[m.ClinicalAnswer]
    taken = []
    for run in (lambda doc: ca.check(doc, today=TODAY), to_json):
        start = time.perf_counter()
        for _ in range(100):
            for doc in docs:
                run(doc)
        taken.append(time.perf_counter() - start)
    note = f"{BATCH:,} documents in {taken[0]:.1f} s, {BATCH / taken[0]:,.0f} a second"
    return Row(f"check, {BATCH:,} documents", "to_json without the extra", taken[0] / taken[1], 2, note)
