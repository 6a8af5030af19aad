"""JSON, imports, memory and streams: the rows of the table that need no other format."""

from __future__ import annotations

import gc
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import clinanswer as ca
from benchmarks.corpus import document
from benchmarks.measure import Row, compare
from benchmarks.peers import pydantic_model as peer
from clinanswer._json import _codec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EXTRA = {"with the extra": False, "without the extra": True}
TARGETS = {("to_json", False): 0.45, ("to_json", True): 0.85, ("from_json", False): 0.85, ("from_json", True): 1.25}


def rows(*, quick: bool) -> Iterator[Row]:
    """Every comparison."""
    for times in (1, 50):
        yield from _against_pydantic(times)
    yield from _linear()
    yield _import()
    yield _memory()
    yield _bulk()
    if not quick:
        yield _flat()


@contextmanager
def msgspec_installed(*, hidden: bool) -> Iterator[None]:
    """Reading and writing with msgspec or as if it were not installed."""
    caches = (_codec._reader, _codec._writer)  # noqa: SLF001  (the switch that users do not need)
    saved = sys.modules.get("msgspec")
    for each in caches:
        each.cache_clear()
    if hidden:
        sys.modules["msgspec"] = None  # type: ignore[assignment]  # what makes an import fail
    try:
        yield
    finally:
        sys.modules.pop("msgspec")
        if saved is not None:
            sys.modules["msgspec"] = saved
        for each in caches:
            each.cache_clear()


def _against_pydantic(times: int) -> Iterator[Row]:
    doc = document(times)
    text = ca.to_json(doc)
    data = text.encode()
    theirs = peer.read(data)
    if peer.write(theirs) != text:
        raise AssertionError("the peer writes something else")
    for extra, hidden in EXTRA.items():
        with msgspec_installed(hidden=hidden):
            if ca.to_json(doc) != text or ca.from_json(data) != doc:
                raise AssertionError(f"other results {extra}")
            yield compare(
                f"to_json, x{times}, {extra}",
                "pydantic model_dump_json",
                lambda: ca.to_json(doc),
                lambda: peer.write(theirs),
                target=TARGETS["to_json", hidden],
                note="same bytes",
            )
            yield compare(
                f"from_json, x{times}, {extra}",
                "pydantic model_validate_json",
                lambda: ca.from_json(data),
                lambda: peer.read(data),
                target=TARGETS["from_json", hidden],
                note="both strict; the peer checks no characters, ids or repeated keys",
            )


def _linear() -> Iterator[Row]:
    one, fifty = document(1), document(50)
    data_one, data_fifty = (ca.to_json(doc).encode() for doc in (one, fifty))
    grown = sum(1 for _ in ca.walk(fifty)) / sum(1 for _ in ca.walk(one))
    runs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "to_json": (lambda: ca.to_json(fifty), lambda: ca.to_json(one)),
        "from_json": (lambda: ca.from_json(data_fifty), lambda: ca.from_json(data_one)),
    }
    for extra, hidden in EXTRA.items():
        with msgspec_installed(hidden=hidden):
            for name, (large, small) in runs.items():
                yield compare(
                    f"{name}, x50 against x1, {extra}",
                    "itself",
                    large,
                    small,
                    target=55,
                    note=f"the nodes grow {grown:.0f} times",
                    pairs=15,
                    seconds=0.1,  # so many runs a turn that the large one too is measured warm
                )


def _import() -> Row:
    """CPU time of a fresh interpreter, less that of one which imports nothing."""
    taken: dict[str, list[float]] = {"pass": [], "import attrs": [], "import clinanswer": []}
    for _ in range(25):
        for code, times in taken.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", code], check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    nothing, attrs, ours = (statistics.median(times) for times in taken.values())
    note = f"{(ours - nothing) * 1e3:.1f} ms against {(attrs - nothing) * 1e3:.1f} ms of CPU"
    return Row("import clinanswer", "import attrs", (ours - nothing) / (attrs - nothing), 1.3, note)


def _held(read: Callable[[bytes], object], data: bytes, count: int = 50) -> float:
    """The bytes that a document keeps allocated."""
    read(data)
    gc.collect()
    tracemalloc.start()
    kept = [read(data) for _ in range(count)]
    gc.collect()
    size = tracemalloc.get_traced_memory()[0] / len(kept)
    tracemalloc.stop()
    return size


def _memory() -> Row:
    data = ca.to_json(document()).encode()
    ours, theirs = _held(ca.from_json, data), _held(peer.read, data)
    return Row(
        "memory of a document", "pydantic", ours / theirs, 0.35, f"{ours / 1e3:.0f} kB against {theirs / 1e3:.0f} kB"
    )


def _bulk() -> Row:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "docs.jsonl"
        ca.jsonl.write([document()] * 500, path)

        def theirs() -> list[object]:
            with path.open("rb") as lines:
                return [peer.read(line) for line in lines]

        return compare(
            "500 documents of JSON Lines, kept",
            "pydantic, line by line",
            lambda: ca.jsonl.load(path),
            theirs,
            target=0.85,
            pairs=7,
            note="collection paused by ours",
        )


_PEAK = """
import resource, sys
import clinanswer as ca
print(sum(1 for _ in ca.jsonl.read(sys.argv[1])), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def _flat() -> Row:
    """Peak memory of a process that reads 100,000 documents, less that of one that reads 1,000."""
    doc = document()
    peaks = []
    with tempfile.TemporaryDirectory() as folder:
        for count in (1_000, 100_000):
            path = Path(folder) / f"{count}.jsonl.gz"
            ca.jsonl.write((doc for _ in range(count)), path)
            start = time.perf_counter()
            run = subprocess.run([sys.executable, "-c", _PEAK, path], check=True, capture_output=True, text=True)
            taken = time.perf_counter() - start
            found, kilobytes = map(int, run.stdout.split())
            if found != count:
                raise AssertionError(f"{found} documents of {count}")
            peaks.append(kilobytes / 1024)
    note = f"{peaks[0]:.0f} MB and {peaks[1]:.0f} MB at the peak; {100_000 / taken:,.0f} documents a second"
    return Row("JSON Lines, growth of peak memory (MB)", "1,000 documents", peaks[1] - peaks[0], 10, note)
