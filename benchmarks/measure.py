"""How a comparison is measured: ours and the peer's in turn, many times, and the ratio of the medians.

Machines are noisy and drift, so the two are interleaved in one run and only their ratio is quoted. Garbage is collected
before each pair; collection stays on while they run, as it does in a program. What the benchmark itself has loaded,
peers and all, is set aside (`gc.freeze`), so that looking through it again and again is charged to nobody.
"""

from __future__ import annotations

import gc
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Row:
    """One line of the table: what was compared, the ratio measured (ours to the peer's) and the target."""

    path: str
    against: str
    ratio: float
    target: float
    note: str = ""
    at_least: bool = False  # the target is a floor (so many times faster), not a ceiling

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target


def compare(
    path: str,
    against: str,
    ours: Callable[[], object],
    peer: Callable[[], object],
    *,
    target: float,
    note: str = "",
    pairs: int = 41,
    seconds: float = 0.01,
) -> Row:
    """Time `ours` and `peer` in turn, `pairs` times, each for about `seconds` a turn."""
    repeats = [max(1, round(seconds / _once(run))) for run in (ours, peer)]
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(pairs):
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        for run, number, taken in zip((ours, peer), repeats, times, strict=True):
            start = time.perf_counter()
            for _ in range(number):
                run()
            taken.append((time.perf_counter() - start) / number)
    gc.unfreeze()
    mine, theirs = map(statistics.median, times)
    measured = f"{_text(mine)} against {_text(theirs)}"
    return Row(path, against, mine / theirs, target, f"{measured}; {note}" if note else measured)


def _once(run: Callable[[], object]) -> float:
    run()
    start = time.perf_counter()
    run()
    return max(time.perf_counter() - start, 1e-7)


def _text(seconds: float) -> str:
    return f"{seconds * 1e6:,.0f} µs" if seconds < 0.01 else f"{seconds * 1e3:,.1f} ms"
