"""Whole processes: a folder of documents on the command line, against other converters, and two workers against one."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pypandoc

import clinanswer as ca
from benchmarks.corpus import document
from benchmarks.measure import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COUNT = 100
MEMORY = "/dev/shm"  # noqa: S108  (a folder of our own is made in it)
CLI = (sys.executable, "-m", "clinanswer", "convert", "--quiet")
# epijats needs Python 3.12: EPIJATS names the interpreter of an environment that has it.
EPIJATS = os.environ.get("EPIJATS")
_EPIJATS = """
import pathlib, sys, tempfile, warnings
from epijats.xml.baseprint import restyle_xml
warnings.simplefilter("ignore")
source, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
with tempfile.TemporaryDirectory() as folder:
    for number in range(count):
        restyle_xml(source, pathlib.Path(folder) / str(number))
"""


def rows(*, quick: bool) -> Iterator[Row]:
    """Every comparison."""
    with tempfile.TemporaryDirectory() as name:
        yield from _converters(Path(name), runs=1 if quick else 3)
    if not quick:
        # In memory, where there is such a folder: the workers are compared, not the disk that both wait for.
        with tempfile.TemporaryDirectory(dir=MEMORY if Path(MEMORY).is_dir() else None) as name:
            yield _workers(Path(name))


def _converters(folder: Path, *, runs: int) -> Iterator[Row]:
    source = folder / "in"
    source.mkdir()
    text = ca.to_json(document())
    for number in range(COUNT):
        (source / f"{number:03}.json").write_text(text, encoding="utf-8")
    article, syntax = folder / "article.xml", folder / "article.pandoc.json"
    article.write_text(ca.to_jats(document()), encoding="utf-8")
    pandoc = pypandoc.get_pandoc_path()
    subprocess.run([pandoc, "-f", "jats", "-t", "json", article, "-o", syntax], check=True)

    def ours() -> None:
        subprocess.run([*CLI, "--jobs", "1", "--to", "jats", source, folder / "out"], check=True)
        written = list((folder / "out").glob("*.xml"))
        if len(written) != COUNT:
            raise AssertionError(f"{len(written)} files of {COUNT}")
        shutil.rmtree(folder / "out")

    def theirs() -> None:
        for number in range(COUNT):
            target = folder / f"{number}.xml"
            subprocess.run([pandoc, "-f", "json", "-t", "jats", "-s", syntax, "-o", target], check=True)

    path = f"{COUNT} files, JSON to JATS, whole process"
    mine, other = _medians(ours, theirs, runs)
    yield _times_faster(path, f"pandoc, {COUNT} processes, its own JSON to JATS", mine, other, 60)
    if EPIJATS:
        mine, other = _medians(ours, lambda: _epijats(article), runs * 3)
        yield _times_faster(path, "epijats, one process, JATS to JATS", mine, other, 25)


def _epijats(article: Path) -> None:
    if EPIJATS:
        subprocess.run([EPIJATS, "-c", _EPIJATS, article, str(COUNT)], check=True)


def _times_faster(path: str, against: str, ours: float, theirs: float, target: float) -> Row:
    note = f"times faster: {ours:.2f} s against {theirs:.2f} s"
    return Row(path, against, theirs / ours, target, note, at_least=True)


def _medians(ours: Callable[[], None], theirs: Callable[[], None], runs: int) -> tuple[float, float]:
    """Seconds of wall time, the two in turn."""
    taken: tuple[list[float], list[float]] = ([], [])
    ours()
    for _ in range(runs):
        for run, times in zip((ours, theirs), taken, strict=True):
            start = time.perf_counter()
            run()
            times.append(time.perf_counter() - start)
    return statistics.median(taken[0]), statistics.median(taken[1])


def _workers(folder: Path) -> Row:
    """One worker against two, over a JSON Lines file of documents with ids of their own."""
    corpus = folder / "corpus.jsonl"
    plain = json.loads(ca.to_json(document()))
    with corpus.open("w", encoding="utf-8") as lines:
        for number in range(6_000):
            lines.write(json.dumps({**plain, "id": f"d{number}"}, ensure_ascii=False, separators=(",", ":")) + "\n")

    def run(jobs: int) -> None:
        target = folder / f"jobs{jobs}"
        subprocess.run([*CLI, "--jobs", str(jobs), "--to", "html,jats,json", corpus, target], check=True)
        shutil.rmtree(target)

    two, one = _medians(lambda: run(2), lambda: run(1), 3)
    return _times_faster(
        "6,000 documents to HTML, JATS and JSON, two workers", "one worker, files in memory", two, one, 1.6
    )
